-- Nothing of the old rows is left: said before anything is tried.

-- from
CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID;

-- rows
INSERT INTO t VALUES ('x');

-- to
CREATE TABLE t (b TEXT PRIMARY KEY) WITHOUT ROWID;

-- refused
Nothing of the rows of t is left in its new form: name a column to keep, rename one, or give an expression that fills one.
