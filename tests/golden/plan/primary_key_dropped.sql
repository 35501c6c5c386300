-- Without a key the rows keep their numbers.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);

-- rows
INSERT INTO t VALUES (5, 'x'), (9, 'y');

-- to
CREATE TABLE t (id INTEGER, a TEXT);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the primary key of t: none instead of (id)
CREATE TABLE `__new_t` (
    `id` INTEGER,
    `a` TEXT
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `id`, `a`) SELECT `rowid`, `id`, `a` FROM `t`;
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the primary key of t: (id) instead of none
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY,
    `a` TEXT
);
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `a`) SELECT `id`, `a` FROM `t`;
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
