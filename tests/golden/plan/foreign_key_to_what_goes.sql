-- A parent goes while rows refer to it: nothing is changed.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE posts (author INTEGER REFERENCES users(id));

-- rows
INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1);

-- to
CREATE TABLE posts (author INTEGER REFERENCES users(id));

-- fails
posts

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Drop the table users
DROP TABLE `users`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
