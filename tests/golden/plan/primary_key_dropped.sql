-- Without a key the rows keep their numbers.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);

-- rows
INSERT INTO t VALUES (5, 'x'), (9, 'y');

-- to
CREATE TABLE t (id INTEGER, a TEXT);
