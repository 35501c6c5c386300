-- However many changes: one table is made anew once.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE INDEX users_name ON users(name);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '', mail TEXT UNIQUE, age INTEGER CHECK (age > 0), boss INTEGER REFERENCES users(id));
CREATE INDEX users_name ON users(name DESC);

-- renames
users.email=users.mail

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the column email of users to mail
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
-- Make users anew beside the old one, because SQLite cannot do this in place: change the primary key of users: (id) AUTOINCREMENT instead of (id); change the column name of users: NOT NULL, default ''; add the column age to users; add the column boss to users; add UNIQUE (mail) to users; add the check to users; add the foreign key users (boss) to users
CREATE TABLE `__new_users` (
    `id` INTEGER PRIMARY KEY AUTOINCREMENT,
    `name` TEXT NOT NULL DEFAULT '',
    `mail` TEXT UNIQUE,
    `age` INTEGER CHECK (age > 0),
    `boss` INTEGER REFERENCES `users` (`id`)
);
-- Copy all rows of users
INSERT INTO `__new_users` (`id`, `name`, `mail`) SELECT `id`, `name`, `mail` FROM `users`;
-- Drop the old users; its rows are in the new one
DROP TABLE `users`;
-- Give the new table the name users
ALTER TABLE `__new_users` RENAME TO `users`;
-- Create the index users_name on users
CREATE INDEX `users_name` ON `users` (`name` DESC);
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
-- Rename the column mail of users to email
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
-- Make users anew beside the old one, because SQLite cannot do this in place: drop the foreign key users (boss) to users; drop the check of users; drop UNIQUE (email) of users; change the primary key of users: (id) instead of (id) AUTOINCREMENT; drop the column age of users; drop the column boss of users; change the column name of users: NULL allowed, no default
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
-- Create the index users_name on users
CREATE INDEX `users_name` ON `users` (`name`);
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
