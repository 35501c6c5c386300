-- A table is renamed, and a new one takes the old name; keys follow the rows, or mean the new one.

-- from
CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE c (k REFERENCES t(a)); CREATE TABLE d (k REFERENCES t(a));

-- rows
INSERT INTO t VALUES (1); INSERT INTO c VALUES (1);

-- to
CREATE TABLE s (a INTEGER PRIMARY KEY); CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE c (k REFERENCES s(a)); CREATE TABLE d (k REFERENCES t(a));

-- renames
t=s
