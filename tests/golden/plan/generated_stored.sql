-- Virtual becomes stored, another expression, and one that reads another.

-- from
CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1), c INTEGER AS (b * 2) STORED);
CREATE INDEX i ON t(c) WHERE b > 0;

-- rows
INSERT INTO t VALUES (1), (2);

-- to
CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1) STORED, c INTEGER AS (b * 3));
CREATE INDEX i ON t(c) WHERE b > 0;

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column b of t: generated as (a + 1), stored; change the column c of t: generated as (b * 3)
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` INTEGER AS (a + 1) STORED,
    `c` INTEGER AS (b * 3)
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`) SELECT `rowid`, `a` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- The index i went with the old t; make it again
CREATE INDEX `i` ON `t` (`c`) WHERE b > 0;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column b of t: generated as (a + 1); change the column c of t: generated as (b * 2), stored
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` INTEGER AS (a + 1),
    `c` INTEGER AS (b * 2) STORED
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`) SELECT `rowid`, `a` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- The index i went with the old t; make it again
CREATE INDEX `i` ON `t` (`c`) WHERE b > 0;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
