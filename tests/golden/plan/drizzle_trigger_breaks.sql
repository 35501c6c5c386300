-- A trigger that Drizzle does not know writes to a table that goes: found out before anything is kept.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE log (x);
CREATE TRIGGER g AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.id); END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- facets
drizzle

-- fails
log

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Drop the table log
DROP TABLE `log`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER INSERT ON `users`
BEGIN
INSERT INTO log VALUES (new.id);
END;
-- Make sure that the triggers of users can run; this only compiles them
EXPLAIN INSERT INTO `users` DEFAULT VALUES;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
