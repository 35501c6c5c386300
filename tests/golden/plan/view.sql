-- One changes, one goes, one comes; a view over a view steps aside with it.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW base AS SELECT name FROM users;
CREATE VIEW above AS SELECT name FROM base;
CREATE VIEW gone AS SELECT 1 AS one;
CREATE TRIGGER i INSTEAD OF DELETE ON base BEGIN SELECT 1; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW base AS SELECT name FROM users WHERE id > 1;
CREATE VIEW above AS SELECT name FROM base;
CREATE VIEW fresh AS SELECT 2 AS two;
CREATE TRIGGER i INSTEAD OF DELETE ON base BEGIN SELECT 1; END;

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the view above aside; it comes back at the end
DROP VIEW `above`;
-- Drop the view base; its new form comes at the end
DROP VIEW `base`;
-- Drop the view gone
DROP VIEW `gone`;
-- Create the view base
CREATE VIEW `base` AS SELECT name FROM users WHERE id > 1;
-- Bring the view above back
CREATE VIEW `above` AS SELECT name FROM base;
-- Create the view fresh
CREATE VIEW `fresh` AS SELECT 2 AS two;
-- Bring the trigger i back
CREATE TRIGGER `i` INSTEAD OF DELETE ON `base`
BEGIN
SELECT 1;
END;
-- Make sure that the view base can be read
SELECT * FROM `base` LIMIT 0;
-- Make sure that the view above can be read
SELECT * FROM `above` LIMIT 0;
-- Make sure that the view fresh can be read
SELECT * FROM `fresh` LIMIT 0;
-- Make sure that the triggers of base can run; this only compiles them
EXPLAIN DELETE FROM `base`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the view above aside; it comes back at the end
DROP VIEW `above`;
-- Drop the view base; its new form comes at the end
DROP VIEW `base`;
-- Drop the view fresh
DROP VIEW `fresh`;
-- Create the view base
CREATE VIEW `base` AS SELECT name FROM users;
-- Bring the view above back
CREATE VIEW `above` AS SELECT name FROM base;
-- Create the view gone
CREATE VIEW `gone` AS SELECT 1 AS one;
-- Bring the trigger i back
CREATE TRIGGER `i` INSTEAD OF DELETE ON `base`
BEGIN
SELECT 1;
END;
-- Make sure that the view base can be read
SELECT * FROM `base` LIMIT 0;
-- Make sure that the view above can be read
SELECT * FROM `above` LIMIT 0;
-- Make sure that the view gone can be read
SELECT * FROM `gone` LIMIT 0;
-- Make sure that the triggers of base can run; this only compiles them
EXPLAIN DELETE FROM `base`;
-- Keep all of it
COMMIT;
