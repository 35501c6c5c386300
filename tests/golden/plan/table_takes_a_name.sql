-- One table goes, another one takes its name.

-- from
CREATE TABLE p (x INTEGER PRIMARY KEY); CREATE TABLE q (x INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(x));

-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);

-- to
CREATE TABLE q (x INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES q(x));

-- renames
p=q
