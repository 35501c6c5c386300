-- A trigger elsewhere that cannot run would forbid every rename: it steps aside and comes back as it was.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE log (x);
CREATE TRIGGER lost AFTER INSERT ON log BEGIN UPDATE log SET x = new.gone; END;
CREATE TRIGGER fine AFTER DELETE ON log BEGIN DELETE FROM log WHERE x = old.x; END;

-- rows
INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);

-- to
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
CREATE TABLE log (x);
CREATE TRIGGER lost AFTER INSERT ON log BEGIN UPDATE log SET x = new.gone; END;
CREATE TRIGGER fine AFTER DELETE ON log BEGIN DELETE FROM log WHERE x = old.x; END;

-- renames
users.email=users.mail
