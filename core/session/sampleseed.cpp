// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sampleseed.h"

#include "core/session/samplepicture.h"
#include "core/session/samplewords.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTimeZone>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int userCount = 250;
constexpr int postCount = 1200;
constexpr int commentCount = 4800;
constexpr int rowsPerInsert = 40;
constexpr qint64 secondsOfDay = 24 * 60 * 60;
/// 2026-11-20 08:00 UTC: the sample's "now", in seconds.
constexpr qint64 now = 1795161600;

using Cells = QList<Value>;

Value text(const QString &s)
{
    return Value::text(s);
}
Value integer(qint64 v)
{
    return Value::integer(v);
}
Value json(const QJsonObject &object)
{
    return Value::textBytes(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

/// Gathers rows into INSERTs of some dozens each.
class Inserts {
public:
    explicit Inserts(const Dialect &dialect)
        : m_dialect(dialect)
    {
    }

    void add(const QString &table, const QStringList &columns, const QList<Cells> &rows)
    {
        for (qsizetype first = 0; first < rows.size(); first += rowsPerInsert)
            addStatement(table, columns, rows.mid(first, rowsPerInsert));
    }

    [[nodiscard]] QList<Statement> statements() const { return m_statements; }

private:
    void addStatement(const QString &table, const QStringList &columns, const QList<Cells> &rows)
    {
        QStringList names;
        for (const QString &column : columns)
            names += m_dialect.identifier(column);
        Statement s;
        QStringList tuples;
        for (const Cells &row : rows) {
            QStringList places;
            for (const Value &value : row) {
                const QString name = u'v' + QString::number(s.parameters.size());
                places += u':' + name;
                s.parameters += {name, value};
            }
            tuples += u'(' + places.join(u", "_s) + u')';
        }
        s.sql = u"INSERT INTO %1 (%2) VALUES %3"_s.arg(m_dialect.identifier(table), names.join(u", "_s),
                                                       tuples.join(u", "_s));
        s.purpose = u"Put %1 rows into %2"_s.arg(rows.size()).arg(table);
        s.expect = TouchesRows{rows.size()};
        m_statements += s;
    }

    const Dialect &m_dialect;
    QList<Statement> m_statements;
};

/// The rows of all tables; what one table needs of another stays in members.
class SampleWriter {
public:
    explicit SampleWriter(const Dialect &dialect)
        : m_inserts(dialect)
    {
    }

    [[nodiscard]] QList<Statement> make()
    {
        users();
        tags();
        posts();
        postTags();
        comments();
        modules();
        segments();
        attachments();
        progress();
        return m_inserts.statements();
    }

private:
    struct Post {
        qint64 id = 0;
        qint64 createdAt = 0;
    };
    struct Segment {
        int module = 0;
        int number = 0;
    };

    void users();
    void tags();
    void posts();
    void postTags();
    void comments();
    void modules();
    void segments();
    void attachments();
    void progress();
    [[nodiscard]] qint64 someTime(int days); ///< milliseconds, within the last `days`
    [[nodiscard]] Value observation();
    [[nodiscard]] Value settings();

    Inserts m_inserts;
    SampleRandom m_random{20261120};
    QList<Post> m_posts;
    QList<Segment> m_segments;
};

// Each draw stands in a statement of its own: the order in which operands are evaluated is not the language's promise.
qint64 SampleWriter::someTime(int days)
{
    const qint64 seconds = now - m_random.below(days) * secondsOfDay;
    return seconds * 1000 + m_random.below(1000);
}

Value SampleWriter::settings()
{
    if (m_random.percent(40))
        return Value::null();
    return json({{u"digest"_s, m_random.percent(50)},
                 {u"theme"_s, m_random.percent(60) ? u"dark"_s : u"light"_s},
                 {u"units"_s, m_random.percent(85) ? u"metric"_s : u"imperial"_s}});
}

void SampleWriter::users()
{
    static const QStringList roles{u"admin"_s, u"author"_s, u"author"_s, u"author"_s};
    QList<Cells> rows;
    for (int i = 0; i < userCount; ++i) {
        const QString name = samplewords::personName(i, m_random);
        const QString role = i < roles.size() ? roles.at(i) : m_random.percent(12) ? u"author"_s : u"reader"_s;
        const qint64 created =
            now - 900 * secondsOfDay + i * 3 * secondsOfDay + m_random.below(static_cast<int>(secondsOfDay));
        const bool active = i < 4 || m_random.percent(88);
        const qint64 daysAway = m_random.skewed(90);
        const qint64 seen = now - daysAway * secondsOfDay - m_random.below(static_cast<int>(secondsOfDay));
        rows.append(Cells{integer(i + 1), text(name), text(samplewords::emailOf(name, i)), text(role),
                          m_random.percent(55) ? text(samplewords::biography(m_random)) : Value::null(), settings(),
                          m_random.percent(25) ? Value::blob(samplePicture(16, m_random)) : Value::null(),
                          integer(active ? 1 : 0), integer(created),
                          m_random.percent(90) ? integer(qMax(seen, created)) : Value::null()});
    }
    m_inserts.add(u"users"_s,
                  {u"id"_s, u"name"_s, u"email"_s, u"role"_s, u"bio"_s, u"settings"_s, u"avatar"_s, u"is_active"_s,
                   u"created_at"_s, u"last_seen_at"_s},
                  rows);
}

void SampleWriter::tags()
{
    static const QStringList colours{u"#4f8cff"_s, u"#3ddc84"_s, u"#e5b341"_s, u"#ff6b6b"_s, u"#b79cff"_s};
    QList<Cells> rows;
    for (int i = 0; i < samplewords::tags().size(); ++i)
        rows.append(Cells{integer(i + 1), text(samplewords::tags().at(i)),
                          m_random.percent(70) ? text(m_random.of(colours)) : Value::null()});
    m_inserts.add(u"tags"_s, {u"id"_s, u"name"_s, u"colour"_s}, rows);
}

Value SampleWriter::observation()
{
    if (!m_random.percent(30))
        return Value::null();
    QJsonArray sky{m_random.of(samplewords::clouds())};
    if (m_random.percent(40))
        sky += m_random.of(samplewords::clouds());
    return json({{u"celsius"_s, m_random.between(-180, 340) / 10.0},
                 {u"hectopascal"_s, m_random.between(968, 1041)},
                 {u"sky"_s, sky},
                 {u"station"_s, m_random.of(samplewords::stations())}});
}

void SampleWriter::posts()
{
    static const QStringList categories{u"essay"_s, u"guide"_s, u"note"_s};
    QList<Cells> rows;
    qint64 id = 0;
    for (int i = 0; i < postCount; ++i) {
        id += m_random.percent(92) ? 1 : m_random.between(2, 5); // drafts that were thrown away leave gaps
        const qint64 created =
            now - (postCount - i) * secondsOfDay * 2 / 3 + m_random.below(static_cast<int>(secondsOfDay / 2));
        m_posts += {id, created};
        const bool published = i < 8 ? i != 2 : m_random.percent(84);
        const int readers = m_random.skewed(900);
        const int views = published ? 40 + readers * m_random.skewed(110) : 0;
        const bool updated = m_random.percent(35);
        rows.append(
            Cells{integer(id), text(samplewords::postTitle(i, m_random)),
                  integer(m_random.percent(60) ? m_random.between(1, 4) : m_random.between(1, 40)),
                  m_random.percent(93) ? text(m_random.of(categories)) : Value::null(), integer(published ? 1 : 0),
                  integer(views),
                  published && m_random.percent(70) ? Value::real(m_random.between(20, 50) / 10.0) : Value::null(),
                  m_random.percent(60) ? text(samplewords::excerpt(m_random)) : Value::null(),
                  text(samplewords::postBody(m_random)), observation(), integer(created),
                  updated ? integer(qMin(now, created + m_random.between(600, 400000))) : Value::null()});
    }
    m_inserts.add(u"posts"_s,
                  {u"id"_s, u"title"_s, u"user_id"_s, u"category"_s, u"published"_s, u"views"_s, u"rating"_s,
                   u"excerpt"_s, u"body"_s, u"observation"_s, u"created_at"_s, u"updated_at"_s},
                  rows);
}

void SampleWriter::postTags()
{
    QList<Cells> rows;
    const int tagCount = static_cast<int>(samplewords::tags().size());
    for (const Post &post : m_posts) {
        QSet<int> used;
        for (int n = m_random.below(5); n > 0; --n) {
            const int tag = 1 + m_random.skewed(tagCount);
            if (used.contains(tag))
                continue;
            used.insert(tag);
            rows.append(Cells{integer(post.id), integer(tag)});
        }
    }
    m_inserts.add(u"post_tags"_s, {u"post_id"_s, u"tag_id"_s}, rows);
}

void SampleWriter::comments()
{
    struct Comment {
        qint64 id = 0;
        qint64 createdAt = 0;
    };
    QHash<qint64, QList<Comment>> byPost;
    QList<Cells> rows;
    for (int i = 0; i < commentCount; ++i) {
        const Post &post = m_posts.at(m_random.skewed(postCount));
        QList<Comment> &earlier = byPost[post.id];
        const bool answers = !earlier.isEmpty() && m_random.percent(35);
        const Comment parent = answers ? earlier.at(m_random.below(static_cast<int>(earlier.size()))) : Comment();
        const qint64 from = answers ? parent.createdAt : post.createdAt;
        const qint64 created = qMin(now, from + m_random.between(60, 700000));
        const int state = m_random.below(100);
        earlier += {i + 1, created};
        rows.append(
            Cells{integer(i + 1), integer(post.id),
                  m_random.percent(95) ? integer(m_random.between(1, userCount)) : Value::null(),
                  answers ? integer(parent.id) : Value::null(),
                  text(answers ? samplewords::reply(m_random) : samplewords::comment(m_random)),
                  text(state < 95       ? u"visible"_s
                           : state < 98 ? u"held"_s
                                        : u"hidden"_s),
                  integer(created),
                  m_random.percent(6) ? integer(qMin(now, created + m_random.between(30, 5000))) : Value::null()});
    }
    m_inserts.add(
        u"comments"_s,
        {u"id"_s, u"post_id"_s, u"user_id"_s, u"parent_id"_s, u"body"_s, u"state"_s, u"created_at"_s, u"edited_at"_s},
        rows);
}

void SampleWriter::modules()
{
    static const QStringList levels{u"novice"_s, u"observer"_s, u"forecaster"_s};
    QList<Cells> rows;
    const QStringList &titles = samplewords::moduleTitles();
    for (int i = 0; i < titles.size(); ++i) {
        const bool open = i < 9;
        rows.append(Cells{integer(i + 1), integer((i + 1) * 10), text(titles.at(i)),
                          i % 5 == 4 ? Value::null() : text(samplewords::excerpt(m_random)), text(levels.at(i / 4)),
                          integer(open ? 1 : 0),
                          i == 11 ? Value::null() : integer((now - (9 - i) * 14 * secondsOfDay) * 1000)});
    }
    m_inserts.add(u"modules"_s,
                  {u"id"_s, u"position"_s, u"title"_s, u"summary"_s, u"level"_s, u"is_open"_s, u"opens_at"_s}, rows);
}

void SampleWriter::segments()
{
    static const QStringList kinds{u"lesson"_s, u"lesson"_s, u"exercise"_s, u"field trip"_s};
    QList<Cells> rows;
    for (int module = 1; module <= samplewords::moduleTitles().size(); ++module) {
        const int count = m_random.between(5, 9);
        for (int number = 1; number <= count; ++number) {
            m_segments += {module, number};
            const bool quiz = number == count;
            Value questions;
            if (quiz) {
                const QString right = m_random.of(samplewords::clouds());
                const QJsonObject question{{u"answers"_s, QJsonArray{right, m_random.of(samplewords::clouds())}},
                                           {u"question"_s, u"Which one is it?"_s},
                                           {u"right"_s, 0}};
                questions = Value::textBytes(QJsonDocument(QJsonArray{question}).toJson(QJsonDocument::Compact));
            }
            rows.append(Cells{integer(module), integer(number),
                              text(quiz ? u"What do you know now?"_s : samplewords::segmentTitle(number, m_random)),
                              text(quiz ? u"quiz"_s : m_random.of(kinds)), integer(m_random.between(5, 45)),
                              quiz ? Value::null() : text(samplewords::lesson(m_random)), questions,
                              integer(someTime(200))});
        }
    }
    m_inserts.add(
        u"segments"_s,
        {u"module_id"_s, u"number"_s, u"title"_s, u"kind"_s, u"minutes"_s, u"content"_s, u"quiz"_s, u"updated_at"_s},
        rows);
}

void SampleWriter::attachments()
{
    QList<Cells> rows;
    for (const Segment &segment : m_segments) {
        if (!m_random.percent(55))
            continue;
        const QByteArray hex = m_random.bytes(16).toHex();
        const QString id = QString::fromLatin1(hex.left(8) + '-' + hex.mid(8, 4) + "-4" + hex.mid(13, 3) + "-a"
                                               + hex.mid(17, 3) + '-' + hex.mid(20));
        const bool picture = m_random.percent(60);
        QByteArray bytes;
        if (picture) {
            bytes = samplePicture(m_random.between(16, 40), m_random);
        } else {
            bytes = "hour,hectopascal\r\n";
            for (int hour = 0; hour < 24; ++hour)
                bytes += QByteArray::number(hour) + ',' + QByteArray::number(m_random.between(990, 1025)) + "\r\n";
        }
        const QString name = picture ? m_random.of(samplewords::clouds()) + u".png"_s
                                     : u"barograph %1.csv"_s.arg(m_random.of(samplewords::stations()));
        rows.append(Cells{text(id), integer(segment.module), integer(segment.number), text(name),
                          text(picture ? u"image/png"_s : u"text/csv"_s),
                          m_random.percent(95) ? Value::blob(bytes) : Value::null(), integer(someTime(150))});
    }
    m_inserts.add(
        u"attachments"_s,
        {u"id"_s, u"module_id"_s, u"segment_number"_s, u"file_name"_s, u"media_type"_s, u"bytes"_s, u"uploaded_at"_s},
        rows);
}

void SampleWriter::progress()
{
    QList<Cells> rows;
    for (int user = 1; user <= userCount; ++user) {
        if (!m_random.percent(45))
            continue;
        const int reached = 1 + m_random.skewed(static_cast<int>(m_segments.size()));
        qint64 started = (now - m_random.between(20, 200) * secondsOfDay) * 1000;
        for (int i = 0; i < reached; ++i) {
            const Segment &segment = m_segments.at(i);
            const bool last = i + 1 == reached;
            const bool skipped = !last && m_random.percent(8);
            const qint64 finished = started + m_random.between(4 * 60000, 50 * 60000);
            rows.append(Cells{integer(user), integer(segment.module), integer(segment.number),
                              text(last          ? u"started"_s
                                       : skipped ? u"skipped"_s
                                                 : u"done"_s),
                              last || skipped ? Value::null() : Value::real(m_random.between(40, 100) / 100.0),
                              integer(started), last || skipped ? Value::null() : integer(finished)});
            started = qMin(finished + m_random.below(2 * 86400) * 1000LL, now * 1000);
        }
    }
    m_inserts.add(
        u"progress"_s,
        {u"user_id"_s, u"module_id"_s, u"segment_number"_s, u"state"_s, u"score"_s, u"started_at"_s, u"finished_at"_s},
        rows);
}

} // namespace

Script sampleSeed(const Dialect &dialect)
{
    return dialect.inTransaction(u"Fill the sample"_s, SampleWriter(dialect).make(), Dialect::ForeignKeys::Enforced);
}

} // namespace core
