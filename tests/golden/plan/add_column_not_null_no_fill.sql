-- Without a fill it fails where there are rows, and nothing changes.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, slug TEXT NOT NULL);

-- fails
NOT NULL

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Add the column slug to users
ALTER TABLE `users` ADD COLUMN `slug` TEXT NOT NULL;
-- Keep all of it
COMMIT;
