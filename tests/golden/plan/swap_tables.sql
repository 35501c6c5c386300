-- Two tables change names: one takes a name in between.

-- from
CREATE TABLE a (x INTEGER);
CREATE TABLE b (y TEXT);

-- rows
INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES ('z');

-- to
CREATE TABLE b (x INTEGER);
CREATE TABLE a (y TEXT);

-- renames
a=b
b=a

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the table a to b, by a name in between, because the new one is still taken; keys of other tables follow it
ALTER TABLE `a` RENAME TO `__between_b`;
-- Rename the table b to a; keys of other tables follow it
ALTER TABLE `b` RENAME TO `a`;
-- Rename the table a to b; keys of other tables follow it
ALTER TABLE `__between_b` RENAME TO `b`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'a' THEN 'a or b' WHEN 'b' THEN 'a or b' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'a' THEN 'a or b' WHEN 'b' THEN 'a or b' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Rename the table a to b, by a name in between, because the new one is still taken; keys of other tables follow it
ALTER TABLE `a` RENAME TO `__between_b`;
-- Rename the table b to a; keys of other tables follow it
ALTER TABLE `b` RENAME TO `a`;
-- Rename the table a to b; keys of other tables follow it
ALTER TABLE `__between_b` RENAME TO `b`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'b' THEN 'b or a' WHEN 'a' THEN 'b or a' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'b' THEN 'b or a' WHEN 'a' THEN 'b or a' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
