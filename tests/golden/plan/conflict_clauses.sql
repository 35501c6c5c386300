-- A constraint that forgives must not leave out rows while they are copied.

-- from
CREATE TABLE t (a INTEGER, b TEXT);

-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');

-- to
CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT REPLACE, b TEXT NOT NULL ON CONFLICT IGNORE);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column b of t: NOT NULL; add UNIQUE (a) to t
CREATE TABLE `__new_t` (
    `a` INTEGER UNIQUE ON CONFLICT REPLACE,
    `b` TEXT NOT NULL ON CONFLICT IGNORE
);
-- Copy all rows of t
INSERT OR ABORT INTO `__new_t` (`rowid`, `a`, `b`) SELECT `rowid`, `a`, `b` FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: drop UNIQUE (a) of t; change the column b of t: NULL allowed
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` TEXT
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
