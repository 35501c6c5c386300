-- A generated column goes before the one it reads.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT AS (upper(a)), c TEXT);

-- rows
INSERT INTO t(id, a, c) VALUES (1, 'x', 'y');

-- to
CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT);

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the column b of t
ALTER TABLE `t` DROP COLUMN `b`;
-- Drop the column a of t
ALTER TABLE `t` DROP COLUMN `a`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Add the column a to t
ALTER TABLE `t` ADD COLUMN `a` TEXT;
-- Add the column b to t
ALTER TABLE `t` ADD COLUMN `b` TEXT AS (upper(a));
-- Keep all of it
COMMIT;
