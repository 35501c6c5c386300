// SPDX-License-Identifier: GPL-3.0-or-later
// The tour of a PostgreSQL server: films with types of their own, and payments in partitions. Its pictures are those of
// the README.
#include "core/session/session.h"
#include "ui/shell/tour.h"

#include "support/postgrescluster.h"
#include "support/quiet.h"
#include "support/verify.h"

#include <QApplication>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int tourPatience = 200'000; ///< milliseconds; a server on a busy machine

/// Like Pagila, with an array, jsonb, a range and a schema that is closed to the role.
QString videoStore()
{
    return uR"(
CREATE TYPE mpaa_rating AS ENUM ('G', 'PG', 'PG-13', 'R', 'NC-17');
CREATE DOMAIN year AS integer CHECK (VALUE BETWEEN 1901 AND 2155);
CREATE TABLE language (language_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
INSERT INTO language (name) VALUES ('English'), ('Italian'), ('Japanese');
CREATE TABLE film (
    film_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL,
    language_id int NOT NULL REFERENCES language,
    rating mpaa_rating NOT NULL DEFAULT 'G',
    features text[] NOT NULL DEFAULT '{}',
    facts jsonb,
    shown daterange,
    rate numeric(5,2) NOT NULL DEFAULT 4.99,
    length smallint,
    release_year year,
    trailer uuid NOT NULL DEFAULT gen_random_uuid(),
    pause interval,
    updated timestamptz NOT NULL DEFAULT now());
INSERT INTO film (title, language_id, rating, features, facts, shown, rate, length, release_year, trailer, pause, updated)
SELECT t.title, 1 + n % 3, (enum_range(NULL::mpaa_rating))[1 + n % 5],
    (ARRAY[ARRAY['Trailers','Deleted Scenes'], ARRAY['Commentaries','Behind the Scenes'],
           ARRAY['Trailers','Commentaries']])[1 + n % 3 : 1 + n % 3],
    jsonb_build_object('director', d.name, 'awards', n % 4, 'colour', n % 3 <> 0),
    daterange('2026-01-02'::date + n, '2026-02-01'::date + n * 2), 0.99 + n % 5, 60 + n * 7 % 120, 1960 + n % 60,
    md5(t.title)::uuid, make_interval(mins => n % 20), '2026-03-01 10:00+00'::timestamptz + n * interval '1 hour 7.25 s'
FROM generate_series(1, 400) n,
    LATERAL (SELECT (ARRAY['Rain','Cloud','Harbour','Lantern','Orchard','Railway','Winter','Garden'])[1 + n % 8] || ' '
        || (ARRAY['Dinosaur','Sonata','Horizon','Letters','Affair','Crossing','Mirror'])[1 + n % 7] AS title) t,
    LATERAL (SELECT (ARRAY['Ida Lupino','Akira Ono','Vera Chytil','Jacques Tati'])[1 + n % 4] AS name) d;
UPDATE film SET features = (SELECT array_agg(f) FROM unnest(features) f);
CREATE INDEX film_language_idx ON film (language_id);
CREATE TABLE actor (actor_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
INSERT INTO actor (name) VALUES ('Penelope Guiness'), ('Nick Wahlberg'), ('Ed Chase'), ('Jennifer Davis'), ('Bette Nicholson');
CREATE TABLE film_actor (film_id int REFERENCES film ON DELETE CASCADE, actor_id int REFERENCES actor, PRIMARY KEY (film_id, actor_id));
INSERT INTO film_actor SELECT n, 1 + n % 5 FROM generate_series(1, 400) n UNION SELECT n, 1 + (n + 2) % 5 FROM generate_series(1, 400) n;
CREATE TABLE rental (rental_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, film_id int NOT NULL REFERENCES film,
    rented timestamptz NOT NULL, note text);
INSERT INTO rental (film_id, rented) SELECT 1 + n * 13 % 400, '2026-01-01'::timestamptz + n * interval '50 minutes' FROM generate_series(1, 3000) n;
CREATE TABLE payment (payment_id int GENERATED ALWAYS AS IDENTITY, rental_id int NOT NULL REFERENCES rental,
    amount numeric(5,2) NOT NULL, paid timestamptz NOT NULL, PRIMARY KEY (paid, payment_id)) PARTITION BY RANGE (paid);
CREATE TABLE payment_2026_01 PARTITION OF payment FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE payment_2026_02 PARTITION OF payment FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE payment_2026_03 PARTITION OF payment FOR VALUES FROM ('2026-03-01') TO ('2027-01-01');
INSERT INTO payment (rental_id, amount, paid) SELECT rental_id, 0.99 + rental_id % 9, rented FROM rental;
CREATE MATERIALIZED VIEW rental_by_month AS SELECT date_trunc('month', rented) AS month, count(*) FROM rental GROUP BY 1;
CREATE VIEW film_list AS SELECT film_id, title, rating FROM film;
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated := now(); RETURN NEW; END $$;
CREATE TRIGGER film_touched BEFORE UPDATE OF title ON film FOR EACH ROW EXECUTE FUNCTION touched();
CREATE SCHEMA payroll;
CREATE TABLE payroll.salary (id int PRIMARY KEY);
DO $$ BEGIN CREATE ROLE clerk LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO clerk', current_database()); END $$;
ALTER SCHEMA public OWNER TO clerk;
ALTER TABLE language OWNER TO clerk; ALTER TABLE film OWNER TO clerk; ALTER TABLE actor OWNER TO clerk;
ALTER TABLE film_actor OWNER TO clerk; ALTER TABLE rental OWNER TO clerk; ALTER TABLE payment OWNER TO clerk;
ALTER TABLE payment_2026_01 OWNER TO clerk; ALTER TABLE payment_2026_02 OWNER TO clerk;
ALTER TABLE payment_2026_03 OWNER TO clerk; ALTER VIEW film_list OWNER TO clerk;
ALTER MATERIALIZED VIEW rental_by_month OWNER TO clerk; ALTER TYPE mpaa_rating OWNER TO clerk;
ALTER DOMAIN year OWNER TO clerk;
ANALYZE;
)"_s;
}

/// What anybody can see has changed.
QString fingerprint(const QString &location)
{
    return PostgresSession(location).value(
        u"SELECT md5(string_agg(t.row, E'\\n' ORDER BY t.row)) FROM (SELECT 'film' || film::text AS row FROM film "
        u"UNION ALL "
        "SELECT 'payment' || payment::text FROM payment UNION ALL SELECT attrelid::regclass || attname || "
        "atttypid::regtype "
        "FROM pg_attribute WHERE attrelid::regclass::text !~ '^pg_|information' UNION ALL SELECT "
        "indexrelid::regclass::text "
        "FROM pg_index UNION ALL SELECT datname FROM pg_database WHERE datname ~ 'raincheck_') t"_s);
}

} // namespace

class TestTourServer : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { failOnUnexpectedWarnings(); }

    /// RAINCHECK_TOUR_DIR keeps the pictures, to be looked at.
    void drawsAServerAndWritesNothing()
    {
        const QString location = m_cluster.newDatabase(videoStore());
        QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
        const QString before = fingerprint(location);
        QVERIFY(before.size() > 20);
        const QString name = PostgresSession(location).value(u"SELECT current_database()"_s);
        const QTemporaryDir state;
        core::Session::Options options;
        options.stateFolder = state.path();
        auto session = core::Session::open(
            u"postgresql://clerk@127.0.0.1:%1/%2"_s.arg(QString::number(m_cluster.port()), name), options);
        VERIFY_OK(session);

        TourOptions tour;
        tour.folder = qEnvironmentVariable("RAINCHECK_TOUR_DIR", state.filePath(u"pictures"_s));
        tour.withSample = false;
        std::optional<core::Result<QStringList>> result;
        Theme::apply(*qApp, ThemeKind::Dark);
        runTour(*qApp, std::move(session).value(), tour,
                [&](const core::Result<QStringList> &files) { result = files; });
        QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), tourPatience);
        VERIFY_OK(*result);
        const QStringList files = result->value();
        for (const QString &scene :
             {u"table"_s, u"edited"_s, u"filter"_s, u"peek"_s, u"picker"_s, u"expanded"_s, u"chips"_s,
              u"server-values"_s, u"server-designer"_s, u"server-partitions"_s, u"server-objects"_s,
              u"server-remarks"_s, u"server-preview"_s, u"server-preview-small"_s, u"server-dryrun"_s}) {
            const qsizetype drawn = std::count_if(files.cbegin(), files.cend(), [&](const QString &file) {
                return QFileInfo(file).baseName().section(u'-', 2) == scene;
            });
            QVERIFY2(drawn == 2, qPrintable(scene)); // dark and light
        }
        QHash<QByteArray, QString> seen;
        for (const QString &file : files) {
            const QImage image(file);
            QCOMPARE(image.size(), file.endsWith(u"-small.png"_s) ? QSize(900, 600) : QSize(1440, 900));
            const QByteArray bytes(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes());
            QVERIFY2(!seen.contains(bytes), qPrintable(file + u" is the same as "_s + seen.value(bytes)));
            seen.insert(bytes, file);
        }
        QCOMPARE(fingerprint(location), before);
    }
};

QTEST_MAIN(TestTourServer)
#include "tst_tourserver.moc"
