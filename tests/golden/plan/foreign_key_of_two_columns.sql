-- A key to the table itself, of two columns, checked at the end.

-- from
CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, up INTEGER, PRIMARY KEY (a, b));

-- rows
INSERT INTO t VALUES (1, 1, NULL), (2, 1, 1);

-- to
CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, up INTEGER, PRIMARY KEY (a, b), FOREIGN KEY (up, b) REFERENCES t ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: add the foreign key t (up, b) to t
CREATE TABLE `__new_t` (
    `a` INTEGER NOT NULL,
    `b` INTEGER NOT NULL,
    `up` INTEGER,
    PRIMARY KEY (`a`, `b`),
    FOREIGN KEY (`up`, `b`) REFERENCES `t` ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`, `b`, `up`) SELECT `rowid`, `a`, `b`, `up` FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: drop the foreign key t (up, b) to t
CREATE TABLE `__new_t` (
    `a` INTEGER NOT NULL,
    `b` INTEGER NOT NULL,
    `up` INTEGER,
    PRIMARY KEY (`a`, `b`)
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`, `b`, `up`) SELECT `rowid`, `a`, `b`, `up` FROM `t`;
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
