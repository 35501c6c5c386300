-- A key that rows do not keep: nothing is changed.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);
INSERT INTO posts VALUES (1, 1), (2, 99);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id));

-- fails
posts

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make posts anew beside the old one, because SQLite cannot do this in place: add the foreign key posts (author) to users
CREATE TABLE `__new_posts` (
    `id` INTEGER PRIMARY KEY,
    `author` INTEGER REFERENCES `users` (`id`)
);
-- Copy all rows of posts
INSERT INTO `__new_posts` (`id`, `author`) SELECT `id`, `author` FROM `posts`;
-- Drop the old posts; its rows are in the new one
DROP TABLE `posts`;
-- Give the new table the name posts
ALTER TABLE `__new_posts` RENAME TO `posts`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
