-- A trigger elsewhere that cannot run would forbid every rename: it steps aside and comes back as it was.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE log (x);
CREATE TRIGGER lost AFTER INSERT ON log BEGIN UPDATE log SET x = new.gone; END;
CREATE TRIGGER fine AFTER DELETE ON log BEGIN DELETE FROM log WHERE x = old.x; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
CREATE TABLE log (x);
CREATE TRIGGER lost AFTER INSERT ON log BEGIN UPDATE log SET x = new.gone; END;
CREATE TRIGGER fine AFTER DELETE ON log BEGIN DELETE FROM log WHERE x = old.x; END;

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
-- Rename the column email of users to mail
ALTER TABLE `users` RENAME COLUMN `email` TO `mail`;
-- Bring the trigger lost back
CREATE TRIGGER `lost` AFTER INSERT ON `log`
BEGIN
UPDATE log SET x = new.gone;
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
-- Rename the column mail of users to email
ALTER TABLE `users` RENAME COLUMN `mail` TO `email`;
-- Bring the trigger lost back
CREATE TRIGGER `lost` AFTER INSERT ON `log`
BEGIN
UPDATE log SET x = new.gone;
END;
-- Keep all of it
COMMIT;
