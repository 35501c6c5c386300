-- A parent goes while rows refer to it: nothing is changed.

-- from
CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE posts (author INTEGER REFERENCES users(id));

-- rows
INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1);

-- to
CREATE TABLE posts (author INTEGER REFERENCES users(id));

-- fails
posts
