-- A table goes, with the key that led to it; the table of the key is made anew.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE TABLE likes (post INTEGER REFERENCES posts(id), note TEXT);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);
INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');
INSERT INTO likes VALUES (NULL, 'a'), (NULL, 'b');

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE likes (post INTEGER, note TEXT);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the table posts
DROP TABLE `posts`;
-- Make likes anew beside the old one, because SQLite cannot do this in place: drop the foreign key likes (post) to posts
CREATE TABLE `__new_likes` (
    `post` INTEGER,
    `note` TEXT
);
-- Copy all rows of likes
INSERT INTO `__new_likes` (`rowid`, `post`, `note`) SELECT `rowid`, `post`, `note` FROM `likes`;
-- Drop the old likes; its rows are in the new one
DROP TABLE `likes`;
-- Give the new table the name likes
ALTER TABLE `__new_likes` RENAME TO `likes`;
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
-- Create the table posts
CREATE TABLE `posts` (
    `id` INTEGER PRIMARY KEY,
    `author` INTEGER REFERENCES `users` (`id`) ON DELETE CASCADE,
    `title` TEXT
);
-- Make likes anew beside the old one, because SQLite cannot do this in place: add the foreign key likes (post) to posts
CREATE TABLE `__new_likes` (
    `post` INTEGER REFERENCES `posts` (`id`),
    `note` TEXT
);
-- Copy all rows of likes
INSERT INTO `__new_likes` (`rowid`, `post`, `note`) SELECT `rowid`, `post`, `note` FROM `likes`;
-- Drop the old likes; its rows are in the new one
DROP TABLE `likes`;
-- Give the new table the name likes
ALTER TABLE `__new_likes` RENAME TO `likes`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
