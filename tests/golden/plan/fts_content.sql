-- An FTS index over a table that is made anew keeps finding its rows.

-- from
CREATE TABLE doc (body TEXT);
CREATE VIRTUAL TABLE doc_fts USING fts5(body, content='doc');
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_fts(rowid, body) VALUES (new.rowid, new.body); END;

-- rows
INSERT INTO doc(rowid, body) VALUES (5, 'one'), (9, 'two');

-- to
CREATE TABLE doc (body TEXT NOT NULL);
CREATE VIRTUAL TABLE doc_fts USING fts5(body, content='doc');
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_fts(rowid, body) VALUES (new.rowid, new.body); END;

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger doc_ai aside; it comes back at the end
DROP TRIGGER `doc_ai`;
-- Make doc anew beside the old one, because SQLite cannot do this in place: change the column body of doc: NOT NULL
CREATE TABLE `__new_doc` (
    `body` TEXT NOT NULL
);
-- Copy all rows of doc
INSERT INTO `__new_doc` (`rowid`, `body`) SELECT `rowid`, `body` FROM `doc`;
-- Drop the old doc; its rows are in the new one
DROP TABLE `doc`;
-- Give the new table the name doc
ALTER TABLE `__new_doc` RENAME TO `doc`;
-- Bring the trigger doc_ai back
CREATE TRIGGER `doc_ai` AFTER INSERT ON `doc`
BEGIN
INSERT INTO doc_fts(rowid, body) VALUES (new.rowid, new.body);
END;
-- Make sure that the triggers of doc can run; this only compiles them
EXPLAIN INSERT INTO `doc` DEFAULT VALUES;
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
-- Set the trigger doc_ai aside; it comes back at the end
DROP TRIGGER `doc_ai`;
-- Make doc anew beside the old one, because SQLite cannot do this in place: change the column body of doc: NULL allowed
CREATE TABLE `__new_doc` (
    `body` TEXT
);
-- Copy all rows of doc
INSERT INTO `__new_doc` (`rowid`, `body`) SELECT `rowid`, `body` FROM `doc`;
-- Drop the old doc; its rows are in the new one
DROP TABLE `doc`;
-- Give the new table the name doc
ALTER TABLE `__new_doc` RENAME TO `doc`;
-- Bring the trigger doc_ai back
CREATE TRIGGER `doc_ai` AFTER INSERT ON `doc`
BEGIN
INSERT INTO doc_fts(rowid, body) VALUES (new.rowid, new.body);
END;
-- Make sure that the triggers of doc can run; this only compiles them
EXPLAIN INSERT INTO `doc` DEFAULT VALUES;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
