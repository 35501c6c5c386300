-- A target from Drizzle knows no triggers, STRICT or collations: they are carried over a rebuild.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b INTEGER) STRICT;
CREATE TRIGGER g AFTER DELETE ON t BEGIN SELECT 1; END;

-- rows
INSERT INTO t VALUES (1, 'x', 2);

-- to
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INTEGER);

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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: NOT NULL
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY,
    `a` TEXT NOT NULL COLLATE `NOCASE`,
    `b` INTEGER
) STRICT;
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `a`, `b`) SELECT `id`, `a`, `b` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER DELETE ON `t`
BEGIN
SELECT 1;
END;
-- Make sure that the triggers of t can run; this only compiles them
EXPLAIN DELETE FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: NULL allowed
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY,
    `a` TEXT COLLATE `NOCASE`,
    `b` INTEGER
) STRICT;
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `a`, `b`) SELECT `id`, `a`, `b` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Bring the trigger g back
CREATE TRIGGER `g` AFTER DELETE ON `t`
BEGIN
SELECT 1;
END;
-- Make sure that the triggers of t can run; this only compiles them
EXPLAIN DELETE FROM `t`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
