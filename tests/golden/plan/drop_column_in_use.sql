-- A column within a UNIQUE, a CHECK and a key cannot be dropped in place.

-- from
CREATE TABLE t (a INTEGER, b TEXT, c INTEGER REFERENCES t(a), UNIQUE (a), CHECK (c > 0));

-- rows
INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 1);

-- to
CREATE TABLE t (a INTEGER, b TEXT, UNIQUE (a));

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: drop the foreign key t (c) to t; drop the check of t; drop the column c of t
CREATE TABLE `__new_t` (
    `a` INTEGER,
    `b` TEXT,
    UNIQUE (`a`)
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
-- Add the column c to t
ALTER TABLE `t` ADD COLUMN `c` INTEGER REFERENCES `t` (`a`) CHECK (c > 0);
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
