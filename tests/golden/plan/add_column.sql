-- In place, with a check and a key that come with their columns.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER DEFAULT 0 CHECK (age >= 0), boss INTEGER REFERENCES users(id), shout TEXT AS (upper(name)));

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Add the column age to users
ALTER TABLE `users` ADD COLUMN `age` INTEGER DEFAULT 0 CHECK (age >= 0);
-- Add the column boss to users
ALTER TABLE `users` ADD COLUMN `boss` INTEGER REFERENCES `users` (`id`);
-- Add the column shout to users
ALTER TABLE `users` ADD COLUMN `shout` TEXT AS (upper(name));
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;

-- inverse
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make users anew beside the old one, because SQLite cannot do this in place: drop the foreign key users (boss) to users; drop the check of users; drop the column age of users; drop the column boss of users; drop the column shout of users
CREATE TABLE `__new_users` (
    `id` INTEGER PRIMARY KEY,
    `name` TEXT,
    `email` TEXT
);
-- Copy all rows of users
INSERT INTO `__new_users` (`id`, `name`, `email`) SELECT `id`, `name`, `email` FROM `users`;
-- Drop the old users; its rows are in the new one
DROP TABLE `users`;
-- Give the new table the name users
ALTER TABLE `__new_users` RENAME TO `users`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
