-- One column goes, another one takes its name; the name in between is free.

-- from
CREATE TABLE t (a TEXT, b INTEGER, __dropped_b INTEGER);

-- rows
INSERT INTO t VALUES ('x', 1, 2);

-- to
CREATE TABLE t (b TEXT, __dropped_b INTEGER);

-- renames
t.a=t.b
