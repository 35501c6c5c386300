-- SQLite 3.40 cannot rename this key: said before anything is tried.

-- from
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, UNIQUE (a)) WITHOUT ROWID;

-- rows
INSERT INTO t VALUES (1, 'x');

-- to
CREATE TABLE t (z INTEGER PRIMARY KEY, b TEXT, UNIQUE (z)) WITHOUT ROWID;

-- renames
t.a=t.z

-- refused
SQLite cannot rename the key a of t, because a UNIQUE repeats it: drop that UNIQUE first.
