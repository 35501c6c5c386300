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
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Rename the column key of t to name
ALTER TABLE `t` RENAME COLUMN `key` TO `name`;
-- Make t anew beside the old one, because SQLite cannot do this in place: add UNIQUE (name) to t
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY,
    `name` TEXT UNIQUE UNIQUE,
    `n` INTEGER
);
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `name`, `n`) SELECT `id`, `name`, `n` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER UPDATE OF `name` ON `t` WHEN new.`name` <> old.`name`
BEGIN
INSERT INTO t(`name`, n) SELECT l.key, 1 FROM log AS l WHERE 1 ON CONFLICT (key) DO UPDATE SET n = excluded.n, key = excluded.`name`;
END;
-- Make sure that the triggers of t can run; this only compiles them
EXPLAIN UPDATE `t` SET `name` = `name`;
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
-- Set the trigger g aside; it comes back at the end
DROP TRIGGER `g`;
-- Rename the column name of t to key
ALTER TABLE `t` RENAME COLUMN `name` TO `key`;
-- Make t anew beside the old one, because SQLite cannot do this in place: drop UNIQUE (key) of t
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY,
    `key` TEXT UNIQUE,
    `n` INTEGER
);
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `key`, `n`) SELECT `id`, `key`, `n` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER UPDATE OF `key` ON `t` WHEN new.key <> old.key
BEGIN
INSERT INTO t(key, n) SELECT l.key, 1 FROM log AS l WHERE 1 ON CONFLICT (key) DO UPDATE SET n = excluded.n, key = excluded.key;
END;
-- Make sure that the triggers of t can run; this only compiles them
EXPLAIN UPDATE `t` SET `key` = `key`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
