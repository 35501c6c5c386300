// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/history.h"

#include "core/db/database.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int currentVersion = 1;

    QByteArray toJson(const QList<TableEffect> &effects)
    {
        QJsonArray array;
        for (const TableEffect &effect : effects)
            array += QJsonObject{{u"table"_s, effect.table},
                                 {u"inserted"_s, effect.inserted},
                                 {u"updated"_s, effect.updated},
                                 {u"deleted"_s, effect.deleted}};
        return QJsonDocument(array).toJson(QJsonDocument::Compact);
    }

    QList<TableEffect> effectsFrom(const QByteArray &json)
    {
        QList<TableEffect> effects;
        const QJsonArray array = QJsonDocument::fromJson(json).array();
        for (const auto &entry : array) {
            const QJsonObject object = entry.toObject();
            effects += {object.value(u"table"_s).toString(), object.value(u"inserted"_s).toInteger(),
                        object.value(u"updated"_s).toInteger(), object.value(u"deleted"_s).toInteger()};
        }
        return effects;
    }

    /// The file, readable by its owner only from its first moment on.
    Result<Done> makeFile(const QString &path)
    {
        const int descriptor = ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
        if (descriptor >= 0)
            ::close(descriptor);
        else if (errno != EEXIST)
            return Error::io(u"The history “%1” could not be made: %2."_s.arg(path, qt_error_string(errno)));
        return Done{};
    }

    /// Changing the journal mode needs the file for oneself; another Raincheck may be doing the same just now.
    Result<Done> switchToWal(Database &database)
    {
        Result<Value> mode = Error::cancelled();
        for (int attempt = 0; attempt < 50; ++attempt) {
            mode = database.queryValue(u"PRAGMA journal_mode = WAL"_s);
            if (mode.ok() && mode->kind() == Value::Kind::Text && mode->bytes() == "wal")
                return Done{};
            if (!mode.ok() && mode.error().kind != Error::Kind::Busy)
                break;
            ::usleep(20'000);
        }
        return mode.ok() ? Error::io(u"The history could not be switched to write-ahead logging."_s) : mode.error();
    }

    Result<Done> bringUpToDate(Database &database)
    {
        RC_TRY(database.run(u"BEGIN IMMEDIATE"_s));
        const auto upgrade = [&database]() -> Result<Done> {
            const auto version = database.queryValue(u"PRAGMA user_version"_s);
            RC_TRY(version);
            if (version->toInteger() > currentVersion)
                return Error::invalid(u"The history was written by a newer Raincheck: use that one."_s);
            if (version->toInteger() == currentVersion)
                return Done{};
            RC_TRY(database.run(u"CREATE TABLE scripts (id INTEGER PRIMARY KEY AUTOINCREMENT, database TEXT NOT NULL,"
                                " title TEXT NOT NULL, started_at INTEGER NOT NULL, microseconds INTEGER NOT NULL,"
                                " state TEXT NOT NULL CHECK (state IN ('running', 'applied', 'failed')),"
                                " error TEXT NOT NULL, sql TEXT NOT NULL, effects TEXT NOT NULL,"
                                " backup TEXT NOT NULL) STRICT"_s));
            RC_TRY(database.run(u"CREATE INDEX scripts_by_database ON scripts (database, id)"_s));
            RC_TRY(database.run(u"PRAGMA user_version = %1"_s.arg(currentVersion)));
            return Done{};
        }();
        const auto ended = database.run(upgrade ? u"COMMIT"_s : u"ROLLBACK"_s);
        RC_TRY(upgrade);
        RC_TRY(ended);
        return Done{};
    }

    HistoryRecord recordFrom(const Row &row)
    {
        const auto text = [&row](size_t column) { return QString::fromUtf8(row.at(column).bytes()); };
        HistoryRecord record;
        record.id = row.at(0).toInteger();
        record.database = text(1);
        record.title = text(2);
        record.startedAt = QDateTime::fromMSecsSinceEpoch(row.at(3).toInteger(), Qt::UTC);
        record.microseconds = row.at(4).toInteger();
        record.state = text(5);
        record.error = text(6);
        record.sql = text(7);
        record.effects = effectsFrom(row.at(8).bytes());
        record.backupPath = text(9);
        return record;
    }

} // namespace

struct History::Private {
    std::unique_ptr<Database> database;
};

History::History(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

History::~History() = default;

Result<std::unique_ptr<History>> History::open(const QString &stateFolder)
{
    const QString path = stateFolder + u"/history.db"_s;
    RC_TRY(makeFile(path));
    auto database = driverByName(fileDriver())->open({fileDriver(), path, ConnectionSpec::Mode::Write});
    RC_TRY(database);
    RC_TRY(switchToWal(**database));
    RC_TRY((*database)->execute(u"PRAGMA synchronous = FULL"_s));
    RC_TRY(bringUpToDate(**database));
    auto priv = std::make_unique<Private>();
    priv->database = std::move(*database);
    return std::unique_ptr<History>(new History(std::move(priv)));
}

Result<qint64> History::begin(const HistoryRecord &record)
{
    const QDateTime startedAt = record.startedAt.isValid() ? record.startedAt : QDateTime::currentDateTimeUtc();
    const auto id = d->database->query(
        u"INSERT INTO scripts (database, title, started_at, microseconds, state, error, sql, effects, backup)"
        " VALUES (:database, :title, :started_at, 0, 'running', '', :sql, '[]', :backup) RETURNING id"_s,
        {Value::text(record.database), Value::text(record.title), Value::integer(startedAt.toMSecsSinceEpoch()),
         Value::text(record.sql), Value::text(record.backupPath)});
    RC_TRY(id);
    return qint64(id->front().front().toInteger());
}

Result<Done> History::finish(qint64 id, const Result<ScriptOutcome> &outcome)
{
    const QByteArray effects = toJson(outcome ? outcome->effects : QList<TableEffect>());
    const auto changed = d->database->run(
        u"UPDATE scripts SET state = :state, error = :error, effects = :effects, microseconds = :microseconds"
        " WHERE id = :id AND state = 'running'"_s,
        {Value::text(outcome ? u"applied"_s : u"failed"_s), Value::text(outcome ? QString() : outcome.error().message),
         Value::textBytes(effects), Value::integer(outcome ? outcome->microseconds : 0), Value::integer(id)});
    RC_TRY(changed);
    if (*changed != 1)
        return Error::invalid(u"The history has no running script %1."_s.arg(id));
    return Done{};
}

Result<QList<HistoryRecord>> History::records(const QString &database, int limit) const
{
    const auto rows = d->database->query(
        u"SELECT id, database, title, started_at, microseconds, state, error, sql, effects, backup FROM scripts"
        " WHERE database = :database ORDER BY id DESC LIMIT :limit"_s,
        {Value::text(database), Value::integer(limit)});
    RC_TRY(rows);
    QList<HistoryRecord> records;
    for (const Row &row : *rows)
        records += recordFrom(row);
    return records;
}

} // namespace core
