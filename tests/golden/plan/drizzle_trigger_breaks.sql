-- A trigger that Drizzle does not know writes to a table that goes: found out before anything is kept.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE log (x);
CREATE TRIGGER g AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.id); END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- facets
drizzle

-- fails
log
