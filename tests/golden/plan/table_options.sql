-- STRICT and WITHOUT ROWID.

-- from
CREATE TABLE t (a TEXT PRIMARY KEY, b INTEGER);

-- rows
INSERT INTO t VALUES ('x', 1), ('y', NULL);

-- to
CREATE TABLE t (a TEXT PRIMARY KEY, b INTEGER) STRICT, WITHOUT ROWID;

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: make t STRICT, WITHOUT ROWID; change the column a of t: another NOT NULL clause
CREATE TABLE `__new_t` (
    `a` TEXT PRIMARY KEY,
    `b` INTEGER
) STRICT, WITHOUT ROWID;
-- Copy all rows of t
INSERT INTO `__new_t` (`a`, `b`) SELECT `a`, `b` FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: make t not STRICT any more, with row numbers; change the column a of t: another NOT NULL clause
CREATE TABLE `__new_t` (
    `a` TEXT PRIMARY KEY,
    `b` INTEGER
);
-- Copy all rows of t
INSERT INTO `__new_t` (`a`, `b`) SELECT `a`, `b` FROM `t`;
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
