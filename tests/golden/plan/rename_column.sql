-- Renamed in place everywhere it is spoken of.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE INDEX users_email ON users(email) WHERE email IS NOT NULL;
CREATE VIEW mails AS SELECT u.email FROM users AS u;
CREATE VIEW shown AS SELECT * FROM mails;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);
INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE INDEX users_email ON users(mail) WHERE mail IS NOT NULL;
CREATE VIEW mails AS SELECT u.mail FROM users AS u;
CREATE VIEW shown AS SELECT * FROM mails;

-- renames
users.email=users.mail

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the view mails; its new form comes at the end
DROP VIEW `mails`;
-- Set the view shown aside; it comes back at the end
DROP VIEW `shown`;
-- Rename the column email of users to mail
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
-- Create the view mails
CREATE VIEW `mails` AS SELECT u.mail FROM users AS u;
-- Bring the view shown back
CREATE VIEW `shown` AS SELECT * FROM mails;
-- Make sure that the view mails can be read
SELECT * FROM `mails` LIMIT 0;
-- Make sure that the view shown can be read
SELECT * FROM `shown` LIMIT 0;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the view mails; its new form comes at the end
DROP VIEW `mails`;
-- Set the view shown aside; it comes back at the end
DROP VIEW `shown`;
-- Rename the column mail of users to email
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
-- Create the view mails
CREATE VIEW `mails` AS SELECT u.email FROM users AS u;
-- Bring the view shown back
CREATE VIEW `shown` AS SELECT * FROM mails;
-- Make sure that the view mails can be read
SELECT * FROM `mails` LIMIT 0;
-- Make sure that the view shown can be read
SELECT * FROM `shown` LIMIT 0;
-- Keep all of it
COMMIT;
