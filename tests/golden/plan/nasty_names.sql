-- Quotes, keywords and blanks in every name.

-- from
CREATE TABLE "it's" ("a`b" TEXT, "select" INTEGER, "x""y" TEXT);
CREATE INDEX "in`dex" ON "it's"("a`b");
CREATE VIEW "v w" AS SELECT "a`b" FROM "it's";

-- rows
INSERT INTO "it's" VALUES ('p', 1, 'q');

-- to
CREATE TABLE "it's" ("a`b" TEXT NOT NULL, "select" INTEGER, "x""y" TEXT);
CREATE INDEX "in`dex" ON "it's"("a`b");
CREATE VIEW "v w" AS SELECT "a`b" FROM "it's";

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the view v w aside; it comes back at the end
DROP VIEW `v w`;
-- Make it's anew beside the old one, because SQLite cannot do this in place: change the column a`b of it's: NOT NULL
CREATE TABLE `__new_it's` (
    `a``b` TEXT NOT NULL,
    `select` INTEGER,
    `x"y` TEXT
);
-- Copy all rows of it's
INSERT INTO `__new_it's` (`rowid`, `a``b`, `select`, `x"y`) SELECT `rowid`, `a``b`, `select`, `x"y` FROM `it's`;
-- Drop the old it's; its rows are in the new one
DROP TABLE `it's`;
-- Give the new table the name it's
ALTER TABLE `__new_it's` RENAME TO `it's`;
-- The index in`dex went with the old it's; make it again
CREATE INDEX `in``dex` ON `it's` (`a``b`);
-- Bring the view v w back
CREATE VIEW `v w` AS SELECT "a`b" FROM "it's";
-- Make sure that the view v w can be read
SELECT * FROM `v w` LIMIT 0;
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
-- Set the view v w aside; it comes back at the end
DROP VIEW `v w`;
-- Make it's anew beside the old one, because SQLite cannot do this in place: change the column a`b of it's: NULL allowed
CREATE TABLE `__new_it's` (
    `a``b` TEXT,
    `select` INTEGER,
    `x"y` TEXT
);
-- Copy all rows of it's
INSERT INTO `__new_it's` (`rowid`, `a``b`, `select`, `x"y`) SELECT `rowid`, `a``b`, `select`, `x"y` FROM `it's`;
-- Drop the old it's; its rows are in the new one
DROP TABLE `it's`;
-- Give the new table the name it's
ALTER TABLE `__new_it's` RENAME TO `it's`;
-- The index in`dex went with the old it's; make it again
CREATE INDEX `in``dex` ON `it's` (`a``b`);
-- Bring the view v w back
CREATE VIEW `v w` AS SELECT "a`b" FROM "it's";
-- Make sure that the view v w can be read
SELECT * FROM `v w` LIMIT 0;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
