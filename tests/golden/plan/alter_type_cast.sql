-- Converted by a CAST, because it was asked for.

-- from
CREATE TABLE t (a TEXT, b TEXT);

-- rows
INSERT INTO t VALUES ('12 apples', '5');

-- to
CREATE TABLE t (a INTEGER, b INTEGER);

-- casts
t.a
