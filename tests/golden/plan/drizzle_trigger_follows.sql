-- Triggers that Drizzle does not know follow renamed columns: upserts, aliases, words that are keywords.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY, key TEXT UNIQUE, n INTEGER);
CREATE TABLE log (key TEXT);
CREATE TRIGGER g AFTER UPDATE OF key ON t WHEN new.key <> old.key BEGIN INSERT INTO t(key, n) SELECT l.key, 1 FROM log AS l WHERE 1 ON CONFLICT (key) DO UPDATE SET n = excluded.n, key = excluded.key; END;

-- rows
INSERT INTO t VALUES (1, 'x', 1);

-- to
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER);
CREATE TABLE log (key TEXT);

-- renames
t.key=t.name

-- facets
drizzle

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Rename the column key of t to name
ALTER TABLE `t` RENAME COLUMN `key` TO `name`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER UPDATE OF `name` ON `t` WHEN new.`name` <> old.`name`
BEGIN
INSERT INTO t(`name`, n) SELECT l.key, 1 FROM log AS l WHERE 1 ON CONFLICT (`name`) DO UPDATE SET n = excluded.n, `name` = excluded.`name`;
END;
-- Make sure that the triggers of t can run; this only compiles them
EXPLAIN UPDATE `t` SET `name` = `name`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Rename the column name of t to key
ALTER TABLE `t` RENAME COLUMN `name` TO `key`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER UPDATE OF `key` ON `t` WHEN new.key <> old.key
BEGIN
INSERT INTO t(key, n) SELECT l.key, 1 FROM log AS l WHERE 1 ON CONFLICT (key) DO UPDATE SET n = excluded.n, key = excluded.key;
END;
-- Make sure that the triggers of t can run; this only compiles them
EXPLAIN UPDATE `t` SET `key` = `key`;
-- Keep all of it
COMMIT;
