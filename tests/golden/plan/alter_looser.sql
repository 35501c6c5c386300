-- What a column demanded goes: NOT NULL, default, collation, type.

-- from
CREATE TABLE t (a INTEGER NOT NULL, b TEXT DEFAULT 'x', c TEXT COLLATE NOCASE, d TEXT);

-- rows
INSERT INTO t VALUES (1, 'x', 'y', 'z');

-- to
CREATE TABLE t (a INTEGER, b TEXT, c TEXT, d);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: NULL allowed; change the column b of t: no default; change the column c of t: no collation; change the column d of t: type none instead of TEXT
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` TEXT,
    `c` TEXT,
    `d`
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`, `b`, `c`, `d`) SELECT `rowid`, `a`, `b`, `c`, `d` FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: NOT NULL; change the column b of t: default 'x'; change the column c of t: collation NOCASE; change the column d of t: type TEXT instead of none
CREATE TABLE `__new_t` (
    `a` INTEGER NOT NULL,
    `b` TEXT DEFAULT 'x',
    `c` TEXT COLLATE `NOCASE`,
    `d` TEXT
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`, `b`, `c`, `d`) SELECT `rowid`, `a`, `b`, `c`, `d` FROM `t`;
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
