-- Another order, because it was asked for.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);

-- order
counts
