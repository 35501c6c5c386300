-- What ANALYZE found stays with a table that is made anew.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE INDEX users_name ON users(name);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);
ANALYZE;

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
CREATE INDEX users_name ON users(name);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make users anew beside the old one, because SQLite cannot do this in place: change the column name of users: NOT NULL
CREATE TABLE `__new_users` (
    `id` INTEGER PRIMARY KEY,
    `name` TEXT NOT NULL,
    `email` TEXT
);
-- Copy all rows of users
INSERT INTO `__new_users` (`id`, `name`, `email`) SELECT `id`, `name`, `email` FROM `users`;
-- Keep what ANALYZE found out about users, which goes with a table
UPDATE `sqlite_stat1` SET `tbl` = '__new_users' WHERE `tbl` = 'users';
-- Drop the old users; its rows are in the new one
DROP TABLE `users`;
-- Give the new table the name users
ALTER TABLE `__new_users` RENAME TO `users`;
-- What ANALYZE found out is about users again
UPDATE `sqlite_stat1` SET `tbl` = 'users' WHERE `tbl` = '__new_users';
-- The index users_name went with the old users; make it again
CREATE INDEX `users_name` ON `users` (`name`);
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
-- Make users anew beside the old one, because SQLite cannot do this in place: change the column name of users: NULL allowed
CREATE TABLE `__new_users` (
    `id` INTEGER PRIMARY KEY,
    `name` TEXT,
    `email` TEXT
);
-- Copy all rows of users
INSERT INTO `__new_users` (`id`, `name`, `email`) SELECT `id`, `name`, `email` FROM `users`;
-- Keep what ANALYZE found out about users, which goes with a table
UPDATE `sqlite_stat1` SET `tbl` = '__new_users' WHERE `tbl` = 'users';
-- Drop the old users; its rows are in the new one
DROP TABLE `users`;
-- Give the new table the name users
ALTER TABLE `__new_users` RENAME TO `users`;
-- What ANALYZE found out is about users again
UPDATE `sqlite_stat1` SET `tbl` = 'users' WHERE `tbl` = '__new_users';
-- The index users_name went with the old users; make it again
CREATE INDEX `users_name` ON `users` (`name`);
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
