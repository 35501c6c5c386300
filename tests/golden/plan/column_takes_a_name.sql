-- One column goes, another one takes its name; the name in between is free.

-- from
CREATE TABLE t (a TEXT, b INTEGER, __dropped_b INTEGER);

-- rows
INSERT INTO t VALUES ('x', 1, 2);

-- to
CREATE TABLE t (b TEXT, __dropped_b INTEGER);

-- renames
t.a=t.b

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Take the column b of t out of the way: it goes, and another one takes its name
ALTER TABLE `t` RENAME COLUMN `b` TO `__dropped_b_`;
-- Rename the column a of t to b
ALTER TABLE `t` RENAME COLUMN `a` TO `b`;
-- Drop the column __dropped_b_ of t
ALTER TABLE `t` DROP COLUMN `__dropped_b_`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the column b of t to a
ALTER TABLE `t` RENAME COLUMN `b` TO `a`;
-- Add the column b to t
ALTER TABLE `t` ADD COLUMN `b` INTEGER;
-- Keep all of it
COMMIT;
