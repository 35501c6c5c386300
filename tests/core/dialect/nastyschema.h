// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Everything odd that SQLite allows in a schema, as statements that can be run.
inline constexpr const char16_t *nastySchema = uR"SQL(
CREATE TABLE plain(a, b INT, [c d]TEXT, "e""f" VARCHAR ( 10 ) , `g``h` DECIMAL(10,2) NOT NULL, 'i''j' BLOB SUB_TYPE TEXT);
CREATE TABLE empty_types(a,b PRIMARY KEY,c UNIQUE,d CHECK(d>0),e DEFAULT 1,f COLLATE nocase,g NOT NULL,h REFERENCES plain);
create table "select"("from" integer primary key, "where" text, "group" text, unique("where","group"));
CREATE TABLE [emoji 😀] ("naïve 表" TEXT, "line
break" INTEGER, "" TEXT, " " TEXT, "tab	tab" TEXT);
CREATE TABLE "quote""s `and` [brackets]" (`a"b` INT, "c`d" INT, [e'f] INT, "g]h" INT);
CREATE TABLE pk_desc_column(id INTEGER PRIMARY KEY DESC, v);
CREATE TABLE pk_desc_table(id INTEGER, v, PRIMARY KEY(id DESC));
CREATE TABLE pk_asc(id INTEGER PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT, v);
CREATE TABLE pk_table_auto(id INTEGER, PRIMARY KEY(id AUTOINCREMENT));
CREATE TABLE pk_named(a TEXT, b TEXT, CONSTRAINT "the key" PRIMARY KEY(b COLLATE nocase DESC, a) ON CONFLICT IGNORE);
CREATE TABLE without_rowid(a TEXT, b INT, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE TABLE strict_without(a TEXT PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID;
CREATE TABLE without_strict(a TEXT PRIMARY KEY, b ANY) WITHOUT ROWID, STRICT;
CREATE TABLE strict_only(a INTEGER PRIMARY KEY, b ANY, c REAL, d BLOB, e INT) strict;
CREATE TABLE defaults(
  a DEFAULT NULL, b DEFAULT -1, c DEFAULT +1.5e-3, d DEFAULT 'it''s', e DEFAULT (1 + (2)), f DEFAULT x'00ff',
  g DEFAULT CURRENT_TIMESTAMP, h DEFAULT true, i TEXT CONSTRAINT nd DEFAULT ('x' || ')'), j INTEGER DEFAULT 0x10,
  k DEFAULT (strftime('%s', 'now') * 1000), l DEFAULT word, m INT DEFAULT(NULL)NOT NULL, n default current_date
);
CREATE TABLE nulls(
  a INT NOT NULL, b INT NULL, c INT CONSTRAINT "not-null" NOT NULL ON CONFLICT FAIL, d NOT NULL DEFAULT 'x' NULL,
  e TEXT NOT NULL ON CONFLICT ROLLBACK UNIQUE ON CONFLICT ABORT COLLATE RTRIM
);
CREATE TABLE generated_columns(
  a INT, b INT GENERATED ALWAYS AS (a * 2) VIRTUAL, c INT GENERATED ALWAYS AS (a + 1) STORED,
  d AS (a || ')'), e TEXT AS (lower(f)) NOT NULL UNIQUE, f TEXT COLLATE nocase, g INT GENERATED ALWAYS AS (a),
  h REAL AS (CASE WHEN a > 0 THEN 1.0 ELSE (2.0) END) STORED CHECK (h > 0)
);
CREATE TABLE checks(
  a INT CHECK (a > 0) CHECK(a < 100), b TEXT CONSTRAINT b_ok CHECK (b IN ('x', 'y)', 'z')), c,
  CHECK (a <> c), CONSTRAINT both CHECK ((a IS NULL) = (b IS NULL)),
  CONSTRAINT "with comment" CHECK (c /* a ) comment */ > 0 -- and ) another
  )
);
CREATE TABLE parents(a INT, b TEXT, c INT PRIMARY KEY, UNIQUE(a, b), CONSTRAINT u2 UNIQUE (b COLLATE nocase DESC, c) ON CONFLICT REPLACE);
CREATE TABLE children(
  id INTEGER PRIMARY KEY NOT NULL,
  p1 INT REFERENCES parents, p2 INT CONSTRAINT fk2 REFERENCES parents(c) ON DELETE CASCADE ON UPDATE SET NULL,
  p3 INT NOT NULL REFERENCES parents(c) ON UPDATE NO ACTION ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED DEFAULT 5,
  p4 INT REFERENCES "parents" ("c") MATCH FULL ON DELETE SET DEFAULT NOT DEFERRABLE INITIALLY IMMEDIATE,
  p5 INT REFERENCES parents(c) REFERENCES plain(b) DEFERRABLE,
  pa INT, pb TEXT, self INT REFERENCES children(id) NOT DEFERRABLE,
  FOREIGN KEY (pa, pb) REFERENCES parents(a, b) ON DELETE CASCADE,
  CONSTRAINT fk_missing FOREIGN KEY (pb) REFERENCES "no such table"(x) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE TABLE no_commas(a INT, b INT, c INT, CONSTRAINT x PRIMARY KEY (a) UNIQUE (b) CHECK (c > 0) FOREIGN KEY (c) REFERENCES parents(c) CONSTRAINT y UNIQUE (c));
CREATE TABLE fallback_words(key TEXT, action INT, "desc" TEXT, begin INT, end INT, row INT, if TEXT, temp TEXT, view TEXT, generated TEXT, always INT, match INT, no INT, cast TEXT, replace TEXT, over INT, window INT, filter INT, first INT, without INT);
CREATE TABLE odd_types(a UNSIGNED BIG INT, b DOUBLE   PRECISION, c NATIVE CHARACTER(70), d "quoted type", e FLOATING POINT(-1, +2), f long varchar, g NUMERIC(10 , 5), h TIMESTAMP WITH TIME ZONE);
CREATE TABLE rowid_hidden(rowid TEXT, _rowid_ TEXT, oid TEXT);
CREATE TABLE autoindexes(a UNIQUE, b UNIQUE, c, d, UNIQUE(c,d), UNIQUE(d,c));
CREATE TABLE self_tree(id INTEGER PRIMARY KEY, parent INTEGER REFERENCES self_tree ON DELETE SET NULL);
CREATE TABLE comments_everywhere /* 1 */ ( -- two
  a /* 3 */ INT -- four
  , /* 5 */ b TEXT /* 6 */ NOT NULL -- seven
  , UNIQUE /* 8 */ ( a , b ) -- nine
);
CREATE TABLE made_by_select AS SELECT 1 AS one, 'x' AS "two words", b FROM plain;
CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = "unicode61 remove_diacritics 2", content='');
CREATE VIRTUAL TABLE [old docs] USING fts4(title, "body text", tokenize=porter);
CREATE VIRTUAL TABLE boxes USING rtree(id, min_x, max_x, +note TEXT);
CREATE INDEX i_plain ON plain(a);
CREATE UNIQUE INDEX "i ""quoted""" ON plain("c d" COLLATE nocase DESC, b ASC);
CREATE INDEX i_expression ON plain(lower(a), a + b DESC, (b), coalesce(a, 'x,y') COLLATE rtrim);
CREATE UNIQUE INDEX i_partial ON checks(a) WHERE b IS NOT NULL AND c > 0 -- tail
;
CREATE INDEX i_string ON plain('a', "b");
CREATE VIEW v_simple AS SELECT * FROM plain;
CREATE VIEW v_names("x y", z) AS SELECT a, b /* why */ FROM plain -- end
;
CREATE VIEW a_depends_on_v AS SELECT * FROM v_simple JOIN v_names;
CREATE VIEW v_with AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n;
CREATE VIEW "view 😀" AS SELECT 1 AS "select", ';' AS b;
CREATE TRIGGER t_plain AFTER INSERT ON plain BEGIN UPDATE plain SET a = CASE WHEN new.a > 0 THEN 1 ELSE 2 END WHERE b = new.b; END;
CREATE TRIGGER t_no_time DELETE ON plain BEGIN SELECT 'END;'; END;
CREATE TRIGGER t_of BEFORE UPDATE OF a, "c d" ON plain FOR EACH ROW WHEN new.a <> CASE 1 WHEN 1 THEN old.a END BEGIN
  SELECT RAISE(ABORT, 'no; never'); -- end;
  DELETE FROM checks WHERE a = old.a;
END;
CREATE TRIGGER "t ""quoted""" INSTEAD OF INSERT ON v_names BEGIN INSERT INTO plain(a, b, `g``h`) VALUES (new."x y", new.z, 1); END;
CREATE TRIGGER t_case AFTER INSERT ON PLAIN WHEN new.a IS NULL BEGIN SELECT 1; END;
ALTER TABLE plain ADD COLUMN added TEXT NOT NULL DEFAULT 'later' COLLATE NOCASE;
ALTER TABLE plain ADD COLUMN added2 INT REFERENCES parents(c) ON DELETE SET NULL;
CREATE TABLE renamed_before(a INT, b INT REFERENCES renamed_before(a));
CREATE INDEX i_renamed ON renamed_before(b);
ALTER TABLE renamed_before RENAME TO "renamed after";
ALTER TABLE "renamed after" RENAME COLUMN a TO "new a";
CREATE TABLE dropped_column(a INT, b INT, c INT CHECK (c > 0));
ALTER TABLE dropped_column DROP COLUMN b;
CREATE VIEW v_broken AS SELECT no_such_column FROM plain;
CREATE VIEW v_function AS SELECT no_such_function(a) FROM plain;
CREATE VIEW v_on_broken AS SELECT * FROM v_broken;
CREATE VIEW v_gone AS SELECT * FROM dropped_table;
ANALYZE;
)SQL";

/// What SQLite's grammar allows beyond that, and hardly anybody writes; without clauses that it reads and forgets (a
/// CONSTRAINT name without its constraint, a second DEFAULT, ON INSERT). On a database with `plain`, `parents`, `checks`.
inline constexpr const char16_t *nastierSchema = uR"SQL(
CREATE TABLE plain(a INT PRIMARY KEY, b INT);
CREATE TABLE parents(a, b, PRIMARY KEY(a, b));
CREATE TABLE checks(a UNIQUE);
CREATE TABLE defaults2(a DEFAULT - 5, b DEFAULT -9223372036854775808, c DEFAULT "dq", d DEFAULT +x'00', e DEFAULT - 1.5, f DEFAULT 'a' COLLATE nocase, g DEFAULT 1e999, h DEFAULT .5, i DEFAULT 5., j DEFAULT 0XfF, k DEFAULT -'x', l DEFAULT [br], m DEFAULT `bt`, n DEFAULT current_time, o DEFAULT null, p DEFAULT false, q DEFAULT (- (- 1)), r DEFAULT (NULL), s DEFAULT ((1)));
CREATE TABLE types2(a INT(1,2), b "my type" (3), c 'str', d [br] INT, e always, f generated, g INT generated, h a b c d e, i VARCHAR ( + 3 ), j DEC(-1.5, 1e3), k "");
CREATE TABLE gen2(a, b INT GENERATED ALWAYS AS (a) STORED UNIQUE, c AS (a) VIRTUAL NOT NULL);
CREATE TABLE gen3(a, b AS (a) CHECK (b) COLLATE nocase);
CREATE TABLE str_key('a' INT, "b" INT, PRIMARY KEY('a', "b"), UNIQUE('b'));
CREATE TABLE nbsp(a b INT, c﻿ TEXT, é INT, É INT);
CREATE TABLE 表(列 INT);
CREATE TABLE x$y(a$b INT, _c INT, d1$ INT);
CREATE TABLE comments2(a INT -- x ) ,
, b /* , */ TEXT DEFAULT /* 5 */ 6 --
);
CREATE TABLE fk_multi(a, b, FOREIGN KEY (a, b) REFERENCES parents, FOREIGN KEY ("a", 'b') REFERENCES parents("a", 'b') NOT DEFERRABLE);
CREATE TABLE self_ref(a UNIQUE REFERENCES self_ref(a) ON UPDATE CASCADE);
CREATE TABLE pk2(a INT, b INT, PRIMARY KEY(a ASC, b DESC) ON CONFLICT ROLLBACK);
CREATE TABLE pk3(a INTEGER, PRIMARY KEY("a" COLLATE binary ASC));
CREATE TABLE pk4(a INTEGER PRIMARY KEY CONSTRAINT c1 NOT NULL CONSTRAINT c2 CHECK (a > 0) CONSTRAINT c3 UNIQUE ON CONFLICT FAIL);
CREATE TABLE pk5(a INT PRIMARY KEY ASC, b ANY) STRICT;
CREATE TABLE "a;b"("c;d" CHECK ("c;d" <> ';'));
CREATE TABLE exprs(a CHECK (a BETWEEN 1 AND 2 AND a NOT NULL), b CHECK (b LIKE '%)' ESCAPE '\'), c CHECK (c IN (1, 2) OR c ISNULL), d CHECK (CASE d WHEN 1 THEN (2) ELSE 3 END), e CHECK (e -> '$.a' ->> 'b' IS NOT DISTINCT FROM 1), f CHECK (f GLOB '[a]*'), g CHECK (CAST(g AS VARCHAR(3)) || x'27' = '27'));
CREATE INDEX ii1 ON plain(a COLLATE nocase COLLATE binary, "b" DESC);
CREATE INDEX ii2 ON plain((a), (a COLLATE nocase) DESC) WHERE a > 1 AND (b < 2);
CREATE INDEX ii3 ON plain('x' || a);
CREATE INDEX main.ii4 ON plain(a);
CREATE UNIQUE INDEX IF NOT EXISTS ii5 ON plain(a) WHERE 'q' = b;
CREATE INDEX ii6 ON plain(json_extract(a, '$.x') ASC, a IS NULL);
CREATE VIEW IF NOT EXISTS main.vv1 AS VALUES (1, 2);
CREATE VIEW vv2 AS SELECT 1 UNION ALL SELECT 2 ORDER BY 1 LIMIT 1;
CREATE VIEW vv3(a) AS SELECT a FROM plain WHERE a IN (SELECT b FROM plain);
CREATE VIEW vv4 ( "a" , [b] ) AS WITH x AS MATERIALIZED (SELECT 1, 2) SELECT * FROM x;
CREATE VIEW vv5 AS SELECT a "x", b 'y', a z FROM plain p;
CREATE VIEW vv6 AS SELECT sum(a) OVER (PARTITION BY b ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM plain;
CREATE VIEW vv7 AS SELECT sum(a) FILTER (WHERE a > 0) OVER w FROM plain WINDOW w AS (ORDER BY b);
CREATE TRIGGER main.tt1 AFTER INSERT ON plain BEGIN SELECT 1; END;
CREATE TRIGGER IF NOT EXISTS tt2 AFTER UPDATE OF "a", [b] ON plain FOR EACH ROW WHEN (new.a) BEGIN INSERT OR REPLACE INTO checks(a) VALUES (new.a) ON CONFLICT DO NOTHING; SELECT RAISE(IGNORE); END;
CREATE TRIGGER tt3 BEFORE DELETE ON plain WHEN old.a BEGIN UPDATE plain SET a = (SELECT max(b) FROM plain), (b, a) = (1, 2) FROM checks WHERE plain.a = checks.a; DELETE FROM plain WHERE a IN (WITH q AS (SELECT 1) SELECT * FROM q); END;
CREATE TRIGGER tt4 AFTER INSERT ON "a;b" BEGIN SELECT 'END' ; SELECT "c;d" FROM "a;b" ; /* END; */ END;
CREATE VIRTUAL TABLE vt1 USING fts5 ( a , b UNINDEXED , prefix = '2 3' , tokenize = 'porter ascii' );
CREATE VIRTUAL TABLE IF NOT EXISTS main.vt2 USING rtree_i32(id, a, b, c, d);
CREATE VIRTUAL TABLE vt3 USING fts5(a, content='plain', content_rowid='rowid');
CREATE VIRTUAL TABLE vt4 USING fts3;
CREATE VIRTUAL TABLE vt5 USING fts4(content="plain", a);
CREATE TABLE as_select AS SELECT a, b AS "x y", 1+1, NULL AS n, 'q' FROM plain;
CREATE TABLE as_values AS VALUES (1,2);
)SQL";
