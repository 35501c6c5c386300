-- An index that goes with its table goes before, where a table needs its name.

-- from
CREATE TABLE t (a INTEGER); CREATE INDEX fresh ON t(a); CREATE INDEX moved ON t(a, 1); CREATE TABLE u (b);

-- rows
INSERT INTO t VALUES (1); INSERT INTO u VALUES (2);

-- to
CREATE TABLE t (a INTEGER NOT NULL); CREATE TABLE fresh (x); CREATE TABLE moved (b);

-- renames
u=moved

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the index fresh of t
DROP INDEX `fresh`;
-- Drop the index moved of t
DROP INDEX `moved`;
-- Rename the table u to moved; keys of other tables follow it
ALTER TABLE `u` RENAME TO `moved`;
-- Create the table fresh
CREATE TABLE `fresh` (
    `x`
);
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: NOT NULL
CREATE TABLE `__new_t` (
    `a` INTEGER NOT NULL
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`) SELECT `rowid`, `a` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'u' THEN 'moved' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'u' THEN 'moved' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Rename the table moved to u; keys of other tables follow it
ALTER TABLE `moved` RENAME TO `u`;
-- Drop the table fresh
DROP TABLE `fresh`;
-- Make t anew beside the old one, because SQLite cannot do this in place: change the column a of t: NULL allowed
CREATE TABLE `__new_t` (
    `a` INTEGER
);
-- Copy all rows of t
INSERT INTO `__new_t` (`rowid`, `a`) SELECT `rowid`, `a` FROM `t`;
-- Drop the old t; its rows are in the new one
DROP TABLE `t`;
-- Give the new table the name t
ALTER TABLE `__new_t` RENAME TO `t`;
-- Create the index fresh on t
CREATE INDEX `fresh` ON `t` (`a`);
-- Create the index moved on t
CREATE INDEX `moved` ON `t` (`a`, 1);
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'moved' THEN 'u' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'moved' THEN 'u' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
