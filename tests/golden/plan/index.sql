-- Made unique, made partial, dropped.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE INDEX a ON users(name);
CREATE INDEX b ON users(email);
CREATE INDEX c ON users(name, email);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE UNIQUE INDEX a ON users(name);
CREATE INDEX b ON users(lower(email)) WHERE email IS NOT NULL;

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the index a of users
DROP INDEX `a`;
-- Drop the index b of users
DROP INDEX `b`;
-- Drop the index c of users
DROP INDEX `c`;
-- Create the index a on users
CREATE UNIQUE INDEX `a` ON `users` (`name`);
-- Create the index b on users
CREATE INDEX `b` ON `users` (lower(email)) WHERE email IS NOT NULL;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the index a of users
DROP INDEX `a`;
-- Drop the index b of users
DROP INDEX `b`;
-- Create the index a on users
CREATE INDEX `a` ON `users` (`name`);
-- Create the index b on users
CREATE INDEX `b` ON `users` (`email`);
-- Create the index c on users
CREATE INDEX `c` ON `users` (`name`, `email`);
-- Keep all of it
COMMIT;
