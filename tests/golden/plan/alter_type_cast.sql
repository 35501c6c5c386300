-- Converted by a CAST, because it was asked for.

-- from
CREATE TABLE t (a TEXT, b TEXT);

-- rows
INSERT INTO t VALUES ('12 apples', '5');

-- to
CREATE TABLE t (a INTEGER, b INTEGER);

-- casts
t.a

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: type INTEGER instead of TEXT; change the column b of t: type INTEGER instead of TEXT
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` INTEGER
);
-- Copy all rows of t; a is converted to INTEGER
INSERT INTO `__new_t` (`rowid`, `a`, `b`) SELECT `rowid`, CAST(`a` AS INTEGER), `b` FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: type TEXT instead of INTEGER; change the column b of t: type TEXT instead of INTEGER
CREATE TABLE `__new_t` (
    `a` TEXT,
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
