-- Virtual becomes stored, another expression, and one that reads another.

-- from
CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1), c INTEGER AS (b * 2) STORED);
CREATE INDEX i ON t(c) WHERE b > 0;

-- rows
INSERT INTO t VALUES (1), (2);

-- to
CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1) STORED, c INTEGER AS (b * 3));
CREATE INDEX i ON t(c) WHERE b > 0;
