-- Another trigger on a view; the view itself stays.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER g INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES (new.name); END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER g INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES (upper(new.name)); END;

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the trigger g; its new form comes at the end
DROP TRIGGER `g`;
-- Create the trigger g
CREATE TRIGGER `g` INSTEAD OF INSERT ON `names`
BEGIN
INSERT INTO users(name) VALUES (upper(new.name));
END;
-- Make sure that the triggers of names can run; this only compiles them
EXPLAIN INSERT INTO `names` DEFAULT VALUES;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the trigger g; its new form comes at the end
DROP TRIGGER `g`;
-- Create the trigger g
CREATE TRIGGER `g` INSTEAD OF INSERT ON `names`
BEGIN
INSERT INTO users(name) VALUES (new.name);
END;
-- Make sure that the triggers of names can run; this only compiles them
EXPLAIN INSERT INTO `names` DEFAULT VALUES;
-- Keep all of it
COMMIT;
