-- Keys that were broken before stay so under the table's new name, and stop nothing.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id));

-- rows
INSERT INTO users VALUES (1);
INSERT INTO posts VALUES (1, 1), (2, 99);

-- to
CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE texts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES people(id), title TEXT DEFAULT (lower('X')));

-- renames
users=people
posts=texts

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the table posts to texts; keys of other tables follow it
ALTER TABLE `posts` RENAME TO `texts`;
-- Rename the table users to people; keys of other tables follow it
ALTER TABLE `users` RENAME TO `people`;
-- Make texts anew beside the old one, because SQLite cannot do this in place: add the column title to texts
CREATE TABLE `__new_texts` (
    `id` INTEGER PRIMARY KEY,
    `author` INTEGER REFERENCES `people` (`id`),
    `title` TEXT DEFAULT (lower('X'))
);
-- Copy all rows of texts
INSERT INTO `__new_texts` (`id`, `author`) SELECT `id`, `author` FROM `texts`;
-- Drop the old texts; its rows are in the new one
DROP TABLE `texts`;
-- Give the new table the name texts
ALTER TABLE `__new_texts` RENAME TO `texts`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'users' THEN 'people' WHEN 'posts' THEN 'texts' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'users' THEN 'people' WHEN 'posts' THEN 'texts' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Rename the table people to users; keys of other tables follow it
ALTER TABLE `people` RENAME TO `users`;
-- Rename the table texts to posts; keys of other tables follow it
ALTER TABLE `texts` RENAME TO `posts`;
-- Drop the column title of posts
ALTER TABLE `posts` DROP COLUMN `title`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'people' THEN 'users' WHEN 'texts' THEN 'posts' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'people' THEN 'users' WHEN 'texts' THEN 'posts' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
