-- Two columns change names.

-- from
CREATE TABLE t (a INTEGER, b TEXT);

-- rows
INSERT INTO t VALUES (1, 'x');

-- to
CREATE TABLE t (b INTEGER, a TEXT);

-- renames
t.a=t.b
t.b=t.a

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the column a of t to b, by a name in between, because the new one is still taken
ALTER TABLE `t` RENAME COLUMN `a` TO `__between_b`;
-- Rename the column b of t to a
ALTER TABLE `t` RENAME COLUMN `b` TO `a`;
-- Rename the column a of t to b
ALTER TABLE `t` RENAME COLUMN `__between_b` TO `b`;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the column b of t to a, by a name in between, because the new one is still taken
ALTER TABLE `t` RENAME COLUMN `b` TO `__between_a`;
-- Rename the column a of t to b
ALTER TABLE `t` RENAME COLUMN `a` TO `b`;
-- Rename the column b of t to a
ALTER TABLE `t` RENAME COLUMN `__between_a` TO `a`;
-- Keep all of it
COMMIT;
