-- One changes, one goes, one comes.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TRIGGER a AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER b AFTER DELETE ON users BEGIN SELECT 1; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TRIGGER a AFTER INSERT ON users BEGIN SELECT 2; END;
CREATE TRIGGER c BEFORE DELETE ON users BEGIN SELECT 1; END;

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the trigger a; its new form comes at the end
DROP TRIGGER `a`;
-- Drop the trigger b
DROP TRIGGER `b`;
-- Create the trigger a
CREATE TRIGGER `a` AFTER INSERT ON `users`
BEGIN
SELECT 2;
END;
-- Create the trigger c
CREATE TRIGGER `c` BEFORE DELETE ON `users`
BEGIN
SELECT 1;
END;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN INSERT INTO `users` DEFAULT VALUES;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN DELETE FROM `users`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the trigger a; its new form comes at the end
DROP TRIGGER `a`;
-- Drop the trigger c
DROP TRIGGER `c`;
-- Create the trigger a
CREATE TRIGGER `a` AFTER INSERT ON `users`
BEGIN
SELECT 1;
END;
-- Create the trigger b
CREATE TRIGGER `b` AFTER DELETE ON `users`
BEGIN
SELECT 1;
END;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN INSERT INTO `users` DEFAULT VALUES;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN DELETE FROM `users`;
-- Keep all of it
COMMIT;
