-- Keys, indexes, views and triggers follow a renamed table.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE INDEX users_name ON users(name);
CREATE VIEW names AS SELECT users.name FROM users;
CREATE TRIGGER g AFTER INSERT ON posts BEGIN UPDATE users SET name = name WHERE id = new.author; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);
INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');

-- to
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES people(id) ON DELETE CASCADE, title TEXT);
CREATE INDEX users_name ON people(name);
CREATE VIEW names AS SELECT people.name FROM people;
CREATE TRIGGER g AFTER INSERT ON posts BEGIN UPDATE people SET name = name WHERE id = new.author; END;

-- renames
users=people

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Set the view names aside; it comes back at the end
DROP VIEW `names`;
-- Rename the table users to people; keys of other tables follow it
ALTER TABLE `users` RENAME TO `people`;
-- Bring the view names back
CREATE VIEW `names` AS SELECT people.name FROM people;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER INSERT ON `posts`
BEGIN
UPDATE people SET name = name WHERE id = new.author;
END;
-- Make sure that the view names can be read
SELECT * FROM `names` LIMIT 0;
-- Make sure that the triggers of posts can run; this only compiles them
EXPLAIN INSERT INTO `posts` DEFAULT VALUES;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'users' THEN 'people' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'users' THEN 'people' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Set the view names aside; it comes back at the end
DROP VIEW `names`;
-- Rename the table people to users; keys of other tables follow it
ALTER TABLE `people` RENAME TO `users`;
-- Bring the view names back
CREATE VIEW `names` AS SELECT users.name FROM users;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER INSERT ON `posts`
BEGIN
UPDATE users SET name = name WHERE id = new.author;
END;
-- Make sure that the view names can be read
SELECT * FROM `names` LIMIT 0;
-- Make sure that the triggers of posts can run; this only compiles them
EXPLAIN INSERT INTO `posts` DEFAULT VALUES;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'people' THEN 'users' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'people' THEN 'users' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
