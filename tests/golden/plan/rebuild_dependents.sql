-- Views over views, triggers of other tables, a view trigger: all come back.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW loud AS SELECT upper(name) AS n FROM names;
CREATE TRIGGER on_view INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES (new.name); END;
CREATE TRIGGER own AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER of_posts AFTER DELETE ON posts BEGIN DELETE FROM users WHERE id = old.author AND 0; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);
INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW loud AS SELECT upper(name) AS n FROM names;
CREATE TRIGGER on_view INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES (new.name); END;
CREATE TRIGGER own AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER of_posts AFTER DELETE ON posts BEGIN DELETE FROM users WHERE id = old.author AND 0; END;

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger of_posts aside; it comes back at the end
DROP TRIGGER `of_posts`;
-- Set the trigger own aside; it comes back at the end
DROP TRIGGER `own`;
-- Set the view loud aside; it comes back at the end
DROP VIEW `loud`;
-- Set the view names aside; it comes back at the end
DROP VIEW `names`;
-- Make users anew beside the old one, because SQLite cannot do this in place: change the column name of users: NOT NULL
CREATE TABLE `__new_users` (
    `id` INTEGER PRIMARY KEY,
    `name` TEXT NOT NULL,
    `email` TEXT
);
-- Copy all rows of users
INSERT INTO `__new_users` (`id`, `name`, `email`) SELECT `id`, `name`, `email` FROM `users`;
-- Drop the old users; its rows are in the new one
DROP TABLE `users`;
-- Give the new table the name users
ALTER TABLE `__new_users` RENAME TO `users`;
-- Bring the view names back
CREATE VIEW `names` AS SELECT id, name FROM users;
-- Bring the view loud back
CREATE VIEW `loud` AS SELECT upper(name) AS n FROM names;
-- Bring the trigger of_posts back
CREATE TRIGGER `of_posts` AFTER DELETE ON `posts`
BEGIN
DELETE FROM users WHERE id = old.author AND 0;
END;
-- Bring the trigger own back
CREATE TRIGGER `own` AFTER INSERT ON `users`
BEGIN
SELECT 1;
END;
-- Bring the trigger on_view back
CREATE TRIGGER `on_view` INSTEAD OF INSERT ON `names`
BEGIN
INSERT INTO users(name) VALUES (new.name);
END;
-- Make sure that the view names can be read
SELECT * FROM `names` LIMIT 0;
-- Make sure that the view loud can be read
SELECT * FROM `loud` LIMIT 0;
-- Make sure that the triggers of posts can run; this only compiles them
EXPLAIN DELETE FROM `posts`;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN INSERT INTO `users` DEFAULT VALUES;
-- Make sure that the triggers of names can run; this only compiles them
EXPLAIN INSERT INTO `names` DEFAULT VALUES;
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
-- Set the trigger of_posts aside; it comes back at the end
DROP TRIGGER `of_posts`;
-- Set the trigger own aside; it comes back at the end
DROP TRIGGER `own`;
-- Set the view loud aside; it comes back at the end
DROP VIEW `loud`;
-- Set the view names aside; it comes back at the end
DROP VIEW `names`;
-- Make users anew beside the old one, because SQLite cannot do this in place: change the column name of users: NULL allowed
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
-- Bring the view names back
CREATE VIEW `names` AS SELECT id, name FROM users;
-- Bring the view loud back
CREATE VIEW `loud` AS SELECT upper(name) AS n FROM names;
-- Bring the trigger of_posts back
CREATE TRIGGER `of_posts` AFTER DELETE ON `posts`
BEGIN
DELETE FROM users WHERE id = old.author AND 0;
END;
-- Bring the trigger own back
CREATE TRIGGER `own` AFTER INSERT ON `users`
BEGIN
SELECT 1;
END;
-- Bring the trigger on_view back
CREATE TRIGGER `on_view` INSTEAD OF INSERT ON `names`
BEGIN
INSERT INTO users(name) VALUES (new.name);
END;
-- Make sure that the view names can be read
SELECT * FROM `names` LIMIT 0;
-- Make sure that the view loud can be read
SELECT * FROM `loud` LIMIT 0;
-- Make sure that the triggers of posts can run; this only compiles them
EXPLAIN DELETE FROM `posts`;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN INSERT INTO `users` DEFAULT VALUES;
-- Make sure that the triggers of names can run; this only compiles them
EXPLAIN INSERT INTO `names` DEFAULT VALUES;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
