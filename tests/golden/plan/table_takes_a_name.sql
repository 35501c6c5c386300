-- One table goes, another one takes its name.

-- from
CREATE TABLE p (x INTEGER PRIMARY KEY); CREATE TABLE q (x INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(x));

-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);

-- to
CREATE TABLE q (x INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES q(x));

-- renames
p=q

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Take the table q out of the way: it goes, and another one takes its name; keys of other tables follow it
ALTER TABLE `q` RENAME TO `__dropped_q`;
-- Rename the table p to q; keys of other tables follow it
ALTER TABLE `p` RENAME TO `q`;
-- Drop the table __dropped_q
DROP TABLE `__dropped_q`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'p' THEN 'q' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'p' THEN 'q' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Rename the table q to p; keys of other tables follow it
ALTER TABLE `q` RENAME TO `p`;
-- Create the table q
CREATE TABLE `q` (
    `x` INTEGER PRIMARY KEY
);
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'q' THEN 'q or p' WHEN 'p' THEN 'q or p' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'q' THEN 'q or p' WHEN 'p' THEN 'q or p' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
