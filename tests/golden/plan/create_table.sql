-- A new table with its index and trigger.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE INDEX posts_author ON posts(author);
CREATE TRIGGER posts_g AFTER INSERT ON posts BEGIN UPDATE users SET name = name WHERE id = new.author; END;

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Create the table posts
CREATE TABLE `posts` (
    `id` INTEGER PRIMARY KEY,
    `author` INTEGER REFERENCES `users` (`id`) ON DELETE CASCADE,
    `title` TEXT
);
-- Create the index posts_author on posts
CREATE INDEX `posts_author` ON `posts` (`author`);
-- Create the trigger posts_g
CREATE TRIGGER `posts_g` AFTER INSERT ON `posts`
BEGIN
UPDATE users SET name = name WHERE id = new.author;
END;
-- Make sure that the triggers of posts can run; this only compiles them
EXPLAIN INSERT INTO `posts` DEFAULT VALUES;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the trigger posts_g
DROP TRIGGER `posts_g`;
-- Drop the table posts
DROP TABLE `posts`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
