-- A constraint that forgives must not leave out rows while they are copied.

-- from
CREATE TABLE t (a INTEGER, b TEXT);

-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');

-- to
CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT REPLACE, b TEXT NOT NULL ON CONFLICT IGNORE);
