-- One comes, one goes; it speaks of its table by name.

-- from
CREATE TABLE t (a INTEGER CHECK (a > 0), b INTEGER);

-- rows
INSERT INTO t VALUES (1, 2), (2, 3);

-- to
CREATE TABLE t (a INTEGER, b INTEGER, CONSTRAINT small CHECK ("t"."b" < 10));

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: drop the check of t; add the check small to t
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` INTEGER,
    CONSTRAINT `small` CHECK (`__new_t`."b" < 10)
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

-- inverse
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: drop the check small of t; add the check to t
CREATE TABLE `__new_t` (
    `a` INTEGER CHECK (a > 0),
    `b` INTEGER
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
