-- What a column demanded goes: NOT NULL, default, collation, type.

-- from
CREATE TABLE t (a INTEGER NOT NULL, b TEXT DEFAULT 'x', c TEXT COLLATE NOCASE, d TEXT);

-- rows
INSERT INTO t VALUES (1, 'x', 'y', 'z');

-- to
CREATE TABLE t (a INTEGER, b TEXT, c TEXT, d);
