-- The counter comes along, so that no key is given out twice.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER);

-- rows
INSERT INTO t VALUES (1, 1), (9, 2); DELETE FROM t WHERE id = 9;

-- to
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: type TEXT instead of INTEGER
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY AUTOINCREMENT,
    `a` TEXT
);
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `a`) SELECT `id`, `a` FROM `t`;
-- The copy counted its own keys; the counter comes from the old t
DELETE FROM `sqlite_sequence` WHERE `name` = '__new_t';
-- Keep the highest key that t ever gave out
INSERT INTO `sqlite_sequence` (`name`, `seq`) SELECT '__new_t', `seq` FROM `sqlite_sequence` WHERE `name` = 't';
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
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: type INTEGER instead of TEXT
CREATE TABLE `__new_t` (
    `id` INTEGER PRIMARY KEY AUTOINCREMENT,
    `a` INTEGER
);
-- Copy all rows of t
INSERT INTO `__new_t` (`id`, `a`) SELECT `id`, `a` FROM `t`;
-- The copy counted its own keys; the counter comes from the old t
DELETE FROM `sqlite_sequence` WHERE `name` = '__new_t';
-- Keep the highest key that t ever gave out
INSERT INTO `sqlite_sequence` (`name`, `seq`) SELECT '__new_t', `seq` FROM `sqlite_sequence` WHERE `name` = 't';
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
