-- An index that goes with its table goes before, where a table needs its name.

-- from
CREATE TABLE t (a INTEGER); CREATE INDEX fresh ON t(a); CREATE INDEX moved ON t(a, 1); CREATE TABLE u (b);

-- rows
INSERT INTO t VALUES (1); INSERT INTO u VALUES (2);

-- to
CREATE TABLE t (a INTEGER NOT NULL); CREATE TABLE fresh (x); CREATE TABLE moved (b);

-- renames
u=moved
