-- Another trigger on a view; the view itself stays.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER g INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES (new.name); END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER g INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES (upper(new.name)); END;
