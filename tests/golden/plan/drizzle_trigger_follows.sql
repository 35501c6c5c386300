-- Triggers that Drizzle does not know follow renamed columns: upserts, aliases, words that are keywords.

-- from
CREATE TABLE t (id INTEGER PRIMARY KEY, key TEXT UNIQUE, n INTEGER);
CREATE TABLE log (key TEXT);
CREATE TRIGGER g AFTER UPDATE OF key ON t WHEN new.key <> old.key BEGIN INSERT INTO t(key, n) SELECT l.key, 1 FROM log AS l WHERE 1 ON CONFLICT (key) DO UPDATE SET n = excluded.n, key = excluded.key; END;

-- rows
INSERT INTO t VALUES (1, 'x', 1);

-- to
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER);
CREATE TABLE log (key TEXT);

-- renames
t.key=t.name

-- facets
drizzle
