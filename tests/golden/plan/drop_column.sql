-- In place; its index goes first, views and triggers that speak of the table step aside.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE INDEX users_email ON users(email);
CREATE VIEW names AS SELECT name FROM users;
CREATE TABLE log (t TEXT);
CREATE TRIGGER g AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES (new.name); END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW names AS SELECT name FROM users;
CREATE TABLE log (t TEXT);
CREATE TRIGGER g AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES (new.name); END;

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Set the view names aside; it comes back at the end
DROP VIEW `names`;
-- Drop the index users_email of users
DROP INDEX `users_email`;
-- Drop the column email of users
ALTER TABLE `users` DROP COLUMN `email`;
-- Bring the view names back
CREATE VIEW `names` AS SELECT name FROM users;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER UPDATE OF `name` ON `users`
BEGIN
INSERT INTO log VALUES (new.name);
END;
-- Make sure that the view names can be read
SELECT * FROM `names` LIMIT 0;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN UPDATE `users` SET `name` = `name`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Add the column email to users
ALTER TABLE `users` ADD COLUMN `email` TEXT;
-- Create the index users_email on users
CREATE INDEX `users_email` ON `users` (`email`);
-- Keep all of it
COMMIT;
