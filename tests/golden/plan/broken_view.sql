-- A view and a trigger that do not compile would forbid every rename: they step aside and come back as they were.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW broken AS SELECT x FROM nowhere;
CREATE TRIGGER lost AFTER DELETE ON users BEGIN DELETE FROM nowhere; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
CREATE VIEW broken AS SELECT x FROM nowhere;
CREATE TRIGGER lost AFTER DELETE ON users BEGIN DELETE FROM nowhere; END;

-- renames
users.email=users.mail

-- plan
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger lost aside; it comes back at the end
DROP TRIGGER `lost`;
-- Set the view broken aside; it comes back at the end
DROP VIEW `broken`;
-- Rename the column email of users to mail
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
-- Bring the view broken back
CREATE VIEW `broken` AS SELECT x FROM nowhere;
-- Bring the trigger lost back
CREATE TRIGGER `lost` AFTER DELETE ON `users`
BEGIN
DELETE FROM nowhere;
END;
-- Keep all of it
COMMIT;

-- inverse
-- Switch foreign keys on, so that checks and cascades happen
PRAGMA foreign_keys = ON;
-- Make sure that foreign keys are on
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Set the trigger lost aside; it comes back at the end
DROP TRIGGER `lost`;
-- Set the view broken aside; it comes back at the end
DROP VIEW `broken`;
-- Rename the column mail of users to email
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
-- Bring the view broken back
CREATE VIEW `broken` AS SELECT x FROM nowhere;
-- Bring the trigger lost back
CREATE TRIGGER `lost` AFTER DELETE ON `users`
BEGIN
DELETE FROM nowhere;
END;
-- Keep all of it
COMMIT;
