-- A plain column becomes a generated one; a generated one becomes plain and keeps its values.

-- from
CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER AS (a + 1));

-- rows
INSERT INTO t VALUES (1, 5), (2, 6);

-- to
CREATE TABLE t (a INTEGER, b INTEGER AS (a * 2), c INTEGER);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column b of t: generated as (a * 2); change the column c of t: no longer generated
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` INTEGER AS (a * 2),
    `c` INTEGER
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`, `c`) SELECT `rowid`, `a`, `c` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column b of t: no longer generated; change the column c of t: generated as (a + 1)
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` INTEGER,
    `c` INTEGER AS (a + 1)
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`, `b`) SELECT `rowid`, `a`, `b` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
