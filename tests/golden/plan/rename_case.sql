-- Only the case of names is another one.

-- from
CREATE TABLE users (name TEXT);

-- rows
INSERT INTO users VALUES ('Ada');

-- to
CREATE TABLE Users (Name TEXT);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Rename the table users to Users, by a name in between, because the new one is still taken; keys of other tables follow it
ALTER TABLE `users` RENAME TO `__between_Users`;
-- Rename the table users to Users; keys of other tables follow it
ALTER TABLE `__between_Users` RENAME TO `Users`;
-- Rename the column name of Users to Name, by a name in between, because the new one is still taken
ALTER TABLE `Users` RENAME COLUMN `name` TO `__between_Name`;
-- Rename the column name of Users to Name
ALTER TABLE `Users` RENAME COLUMN `__between_Name` TO `Name`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'users' THEN 'Users' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'users' THEN 'Users' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
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
-- Rename the table Users to users, by a name in between, because the new one is still taken; keys of other tables follow it
ALTER TABLE `Users` RENAME TO `__between_users`;
-- Rename the table Users to users; keys of other tables follow it
ALTER TABLE `__between_users` RENAME TO `users`;
-- Rename the column Name of users to name, by a name in between, because the new one is still taken
ALTER TABLE `users` RENAME COLUMN `Name` TO `__between_name`;
-- Rename the column Name of users to name
ALTER TABLE `users` RENAME COLUMN `__between_name` TO `name`;
-- Stop if any row refers to a missing one that did not do so before
SELECT CASE c.`table` WHEN 'Users' THEN 'users' ELSE c.`table` END, c.`rowid`, CASE c.`parent` WHEN 'Users' THEN 'users' ELSE c.`parent` END, c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table';
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
