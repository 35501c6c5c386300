-- A table is renamed, and a new one takes the old name; keys follow the rows, or mean the new one.

-- from
CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE c (k REFERENCES t(a)); CREATE TABLE d (k REFERENCES t(a));

-- rows
INSERT INTO t VALUES (1); INSERT INTO c VALUES (1);

-- to
CREATE TABLE s (a INTEGER PRIMARY KEY); CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE c (k REFERENCES s(a)); CREATE TABLE d (k REFERENCES t(a));

-- renames
t=s

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the table t to s; keys of other tables follow it
ALTER TABLE `t` RENAME TO `s`;
-- Create the table t
CREATE TABLE `t` (
    `a` INTEGER PRIMARY KEY
);
-- Make d anew beside the old one, because SQLite cannot do this in place: drop the foreign key d (k) to s; add the foreign key d (k) to t
CREATE TABLE `__new_d` (
    `k` REFERENCES `t` (`a`)
);
-- Copy all rows of d
INSERT INTO `__new_d` (`rowid`, `k`) SELECT `rowid`, `k` FROM `d`;
-- Drop the old d; its rows are in the new one
DROP TABLE `d`;
-- Give the new table the name d
ALTER TABLE `__new_d` RENAME TO `d`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 't' THEN 't or s' WHEN 's' THEN 't or s' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 't' THEN 't or s' WHEN 's' THEN 't or s' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Take the table t out of the way: it goes, and another one takes its name; keys of other tables follow it
ALTER TABLE `t` RENAME TO `__dropped_t`;
-- Rename the table s to t; keys of other tables follow it
ALTER TABLE `s` RENAME TO `t`;
-- Drop the table __dropped_t
DROP TABLE `__dropped_t`;
-- Make d anew beside the old one, because SQLite cannot do this in place: drop the foreign key d (k) to __dropped_t; add the foreign key d (k) to t
CREATE TABLE `__new_d` (
    `k` REFERENCES `t` (`a`)
);
-- Copy all rows of d
INSERT INTO `__new_d` (`rowid`, `k`) SELECT `rowid`, `k` FROM `d`;
-- Drop the old d; its rows are in the new one
DROP TABLE `d`;
-- Give the new table the name d
ALTER TABLE `__new_d` RENAME TO `d`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 's' THEN 't' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 's' THEN 't' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
