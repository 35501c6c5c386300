-- Another order, because it was asked for.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);

-- order
counts

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make users anew beside the old one, because SQLite cannot do this in place: put the columns of users into another order
CREATE TABLE `__new_users` (
    `id` INTEGER PRIMARY KEY,
    `email` TEXT,
    `name` TEXT
);
-- Copy all rows of users
INSERT INTO `__new_users` (`id`, `email`, `name`) SELECT `id`, `email`, `name` FROM `users`;
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

-- inverse
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make users anew beside the old one, because SQLite cannot do this in place: put the columns of users into another order
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
