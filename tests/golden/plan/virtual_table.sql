-- Another virtual table of the same name.

-- from
CREATE VIRTUAL TABLE f USING fts5(a);

-- to
CREATE VIRTUAL TABLE f USING fts5(a, b);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the table f
DROP TABLE `f`;
-- Create the table f
CREATE VIRTUAL TABLE `f` USING `fts5`(a, b);
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
-- Drop the table f
DROP TABLE `f`;
-- Create the table f
CREATE VIRTUAL TABLE `f` USING `fts5`(a);
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
