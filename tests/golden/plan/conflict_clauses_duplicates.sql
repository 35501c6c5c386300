-- Duplicates under ON CONFLICT REPLACE: nothing is changed, and no row goes without a word.

-- from
CREATE TABLE t (a INTEGER, b TEXT);

-- rows
INSERT INTO t VALUES (1, 'x'), (1, 'y');

-- to
CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT REPLACE, b TEXT);

-- fails
UNIQUE
