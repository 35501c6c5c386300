// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/history.h"

#include "core/db/database.h"
#include "core/session/ownfile.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <map>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

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

    OwnFile ownFile(const QString &stateFolder)
    {
        return {u"history"_s,
                stateFolder + u"/history.db"_s,
                {u"CREATE TABLE scripts (id INTEGER PRIMARY KEY AUTOINCREMENT, database TEXT NOT NULL,"
                 " title TEXT NOT NULL, started_at INTEGER NOT NULL, microseconds INTEGER NOT NULL,"
                 " state TEXT NOT NULL CHECK (state IN ('running', 'applied', 'failed')),"
                 " error TEXT NOT NULL, sql TEXT NOT NULL, effects TEXT NOT NULL,"
                 " backup TEXT NOT NULL) STRICT"_s,
                 u"CREATE INDEX scripts_by_database ON scripts (database, id)"_s},
                {{u"ALTER TABLE scripts ADD COLUMN backup_sha256 TEXT NOT NULL DEFAULT ''"_s},
                 {u"ALTER TABLE scripts ADD COLUMN way_back BLOB NOT NULL DEFAULT x''"_s}}};
    }

    /// Held while the script runs; goes with the process, however that ends.
    std::unique_ptr<QLockFile> lockOf(const QString &stateFolder, qint64 id)
    {
        const QString folder = stateFolder + u"/running"_s;
        if (!QDir().mkpath(folder))
            return nullptr;
        auto lock = std::make_unique<QLockFile>(folder + u'/' + QString::number(id) + u".lock"_s);
        lock->setStaleLockTime(0); // a script may run for hours
        return lock;
    }

    /// One that says it runs, and whose process is gone.
    void tellInterrupted(HistoryRecord &record, const QString &stateFolder)
    {
        if (record.state != "running"_L1)
            return;
        const auto lock = lockOf(stateFolder, record.id);
        if (!lock || !lock->tryLock())
            return;
        record.state = u"interrupted"_s;
        record.error = u"The program ended before it was over: it was taken back, unless its COMMIT had been made "
                       "already. Look at the data."_s;
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
        record.backupSha256 = row.at(10).bytes();
        record.hasWayBack = row.at(11).toInteger() != 0;
        return record;
    }

} // namespace

struct History::Private {
    std::unique_ptr<Database> database;
    QString stateFolder;
    std::map<qint64, std::unique_ptr<QLockFile>> running; ///< begun here and not finished
};

History::History(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

History::~History() = default;

Result<std::unique_ptr<History>> History::open(const QString &stateFolder)
{
    const OwnFile own = ownFile(stateFolder);
    const auto spec = placeOf(own);
    RC_TRY(spec);
    auto database = driverByName(spec->driver)->open(*spec);
    RC_TRY(database);
    RC_TRY(setUp(**database, own));
    auto priv = std::make_unique<Private>();
    priv->database = std::move(*database);
    priv->stateFolder = stateFolder;
    return std::unique_ptr<History>(new History(std::move(priv)));
}

Result<qint64> History::begin(const HistoryRecord &record)
{
    const QDateTime startedAt = record.startedAt.isValid() ? record.startedAt : QDateTime::currentDateTimeUtc();
    const auto id = d->database->query(
        u"INSERT INTO scripts (database, title, started_at, microseconds, state, error, sql, effects, backup,"
        " backup_sha256) VALUES (:database, :title, :started_at, 0, 'running', '', :sql, '[]', :backup, :sha256)"
        " RETURNING id"_s,
        {Value::text(record.database), Value::text(record.title), Value::integer(startedAt.toMSecsSinceEpoch()),
         Value::text(record.sql), Value::text(record.backupPath), Value::textBytes(record.backupSha256)});
    RC_TRY(id);
    const qint64 number = id->front().front().toInteger();
    constexpr int patience = 1000; // milliseconds: somebody may be looking whether it runs
    if (auto lock = lockOf(d->stateFolder, number); lock && lock->tryLock(patience))
        d->running[number] = std::move(lock);
    return number;
}

Result<Done> History::setBackup(qint64 id, const QString &path, const QByteArray &sha256)
{
    const auto changed
        = d->database->run(u"UPDATE scripts SET backup = :backup, backup_sha256 = :sha256"
                           " WHERE id = :id AND state = 'running'"_s,
                           {Value::text(path), Value::textBytes(sha256), Value::integer(id)});
    RC_TRY(changed);
    if (*changed != 1)
        return Error::invalid(u"The history has no running script %1."_s.arg(id));
    return Done{};
}

Result<Done> History::setWayBack(qint64 id, const QByteArray &wayBack)
{
    const auto changed = d->database->run(
        u"UPDATE scripts SET way_back = :way_back WHERE id = :id AND state = 'running'"_s,
        {Value::blob(wayBack), Value::integer(id)});
    RC_TRY(changed);
    if (*changed != 1)
        return Error::invalid(u"The history has no running script %1."_s.arg(id));
    return Done{};
}

Result<QByteArray> History::wayBack(qint64 id) const
{
    const auto rows = d->database->query(u"SELECT CASE state WHEN 'applied' THEN way_back ELSE x'' END FROM scripts"
                                          " WHERE id = :id"_s,
                                          {Value::integer(id)});
    RC_TRY(rows);
    if (rows->empty())
        return Error::invalid(u"The history has no script %1."_s.arg(id));
    return rows->front().front().bytes();
}

Result<Done> History::setAccount(qint64 id, const QString &text, const QList<TableEffect> &effects)
{
    const auto changed = d->database->run(
        u"UPDATE scripts SET sql = :sql, effects = :effects WHERE id = :id AND state = 'running'"_s,
        {Value::text(text), Value::textBytes(toJson(effects)), Value::integer(id)});
    RC_TRY(changed);
    if (*changed != 1)
        return Error::invalid(u"The history has no running script %1."_s.arg(id));
    return Done{};
}

Result<Done> History::finish(qint64 id, const Result<ScriptOutcome> &outcome, qint64 microseconds)
{
    const Value effects = outcome ? Value::textBytes(toJson(outcome->effects)) : Value::null();
    const auto changed = d->database->run(
        u"UPDATE scripts SET state = :state, error = :error, effects = coalesce(:effects, effects),"
        " microseconds = :microseconds WHERE id = :id AND state = 'running'"_s,
        {Value::text(outcome ? u"applied"_s : u"failed"_s), Value::text(outcome ? outcome->afterwards : outcome.error().message),
         effects, Value::integer(outcome ? outcome->microseconds : microseconds), Value::integer(id)});
    RC_TRY(changed);
    if (*changed != 1)
        return Error::invalid(u"The history has no running script %1."_s.arg(id));
    d->running.erase(id);
    return Done{};
}

Result<qint64> History::count(const QString &database) const
{
    // Answered by scripts_by_database alone: a script may be as large as what it changed.
    const auto count = d->database->query(u"SELECT count(*) FROM scripts WHERE database = :database"_s,
                                          {Value::text(database)});
    RC_TRY(count);
    return qint64(count->front().front().toInteger());
}

Result<QList<HistoryRecord>> History::records(const QString &database, int limit) const
{
    const auto rows = d->database->query(
        u"SELECT id, database, title, started_at, microseconds, state, error, sql, effects, backup, backup_sha256,"
        " length(way_back) > 0 FROM scripts"
        " WHERE database = :database ORDER BY id DESC LIMIT :limit"_s,
        {Value::text(database), Value::integer(limit)});
    RC_TRY(rows);
    QList<HistoryRecord> records;
    for (const Row &row : *rows) {
        records += recordFrom(row);
        tellInterrupted(records.last(), d->stateFolder);
    }
    return records;
}

} // namespace core
