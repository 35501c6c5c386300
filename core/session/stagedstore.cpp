// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/stagedstore.h"

#include "core/session/editcodec.h"
#include "core/session/insertids.h"
#include "core/session/ownfile.h"
#include "core/session/wholeedits.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <utility>
#include <vector>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 keptFor = 30LL * 24 * 3600 * 1000; ///< milliseconds

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

/// Names a process for ever: its number alone is given to another one after it, and after a boot. Empty: it is gone, or
/// waits for its parent to hear that it is.
QString processToken(qint64 pid)
{
    const QByteArray stat = contents(u"/proc/%1/stat"_s.arg(pid));
    // The second field is the program's name in parentheses, which may hold anything; the 22nd is the start time.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const QByteArray startedAt = fields.value(19);
    const bool ended = fields.first() == "Z" || fields.first() == "X";
    if (ended || startedAt.isEmpty())
        return {};
    return QString::fromLatin1(contents(u"/proc/sys/kernel/random/boot_id"_s)) + u':' + QString::number(pid) + u':'
        + QString::fromLatin1(startedAt);
}

bool isAlive(const QString &token)
{
    return !token.isEmpty() && processToken(token.section(u':', 1, 1).toLongLong()) == token;
}

OwnFile stagedFile(const QString &stateFolder)
{
    return {u"store of staged edits"_s,
            stateFolder + u"/staged.db"_s,
            {u"CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, process TEXT NOT NULL,"
             " database TEXT NOT NULL, device INTEGER NOT NULL, inode INTEGER NOT NULL, applying INTEGER NOT NULL"
             " DEFAULT 0, touched_at INTEGER NOT NULL) STRICT"_s,
             u"CREATE TABLE edits (seq INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER NOT NULL, op BLOB NOT NULL)"
             " STRICT"_s,
             u"CREATE INDEX edits_by_session ON edits (session, seq)"_s},
            {}};
}

Value timeNow()
{
    return Value::integer(QDateTime::currentMSecsSinceEpoch());
}

/// In one transaction; what fails leaves nothing.
template <typename Work> auto inTransaction(Database &database, Work work) -> decltype(work())
{
    const auto begun = database.run(u"BEGIN IMMEDIATE"_s);
    if (!begun)
        return begun.error();
    auto result = work();
    const auto ended = database.run(result ? u"COMMIT"_s : u"ROLLBACK"_s);
    if (result && !ended) {
        if (database.inTransaction())
            (void)database.run(u"ROLLBACK"_s);
        return ended.error();
    }
    return result;
}

struct Orphan {
    qint64 id = 0;
    bool wasApplying = false;
};

} // namespace

struct StagedStore::Private {
    QString database;
    FileIdentity file;
    QString process;
    qint64 session = 0; ///< 0: none yet; on the connection's thread only
    bool behind = false; ///< not all that was staged could be written; on the connection's thread only
    ConnectionPtr connection;

    [[nodiscard]] Result<Done> begin(Database &store)
    {
        if (session != 0)
            return Done{};
        const auto id = store.query(u"INSERT INTO sessions (process, database, device, inode, touched_at)"
                                    " VALUES (:process, :database, :device, :inode, :now) RETURNING id"_s,
                                    {Value::text(process), Value::text(database), Value::integer(qint64(file.device)),
                                     Value::integer(qint64(file.inode)), timeNow()});
        RC_TRY(id);
        session = id->front().front().toInteger();
        return Done{};
    }

    /// Makes `session` one that is in the store, and touched now. Whether it was there before.
    [[nodiscard]] Result<bool> touch(Database &store)
    {
        const auto found = store.query(u"UPDATE sessions SET touched_at = :now WHERE id = :id RETURNING id"_s,
                                       {timeNow(), Value::integer(session)});
        RC_TRY(found);
        if (!found->empty())
            return true;
        session = 0;
        RC_TRY(begin(store));
        return false;
    }

    [[nodiscard]] Result<Done> insert(Database &store, const EditOp &op)
    {
        RC_TRY(store.run(u"INSERT INTO edits (session, op) VALUES (:session, :op)"_s,
                         {Value::integer(session), Value::blob(encoded(op))}));
        return Done{};
    }

    [[nodiscard]] Result<Done> append(Database &store, const EditOp &op, const ChangeSet *whole)
    {
        const bool isFirst = session == 0;
        if (!behind) {
            const auto wasThere = touch(store);
            RC_TRY(wasThere);
            if (isFirst || *wasThere)
                return insert(store, op);
        }
        if (!whole)
            return Error::invalid(u"An edit before this one could not be written."_s);
        return write(store, *whole);
    }

    [[nodiscard]] Result<Done> write(Database &store, const ChangeSet &whole)
    {
        RC_TRY(touch(store));
        RC_TRY(store.run(u"DELETE FROM edits WHERE session = :id"_s, {Value::integer(session)}));
        for (const EditOp &op : wholeEdits(whole))
            RC_TRY(insert(store, op));
        return Done{};
    }

    [[nodiscard]] Result<Done> forget(Database &store, qint64 id)
    {
        RC_TRY(store.run(u"DELETE FROM edits WHERE session = :id"_s, {Value::integer(id)}));
        RC_TRY(store.run(u"DELETE FROM sessions WHERE id = :id"_s, {Value::integer(id)}));
        return Done{};
    }

    /// The sessions on this file that belong to nobody any more, oldest first; what is too old goes, unless a person
    /// has kept it for the next time (it has no process): that was promised for whatever file is there then, whose rows
    /// tell what of it still fits.
    [[nodiscard]] Result<QList<Orphan>> orphans(Database &store)
    {
        const auto found = store.query(
            u"SELECT id, process, applying, touched_at, database = :database AND (process = '' OR (device ="
            " :device AND inode = :inode)) FROM sessions ORDER BY id"_s,
            {Value::text(database), Value::integer(qint64(file.device)), Value::integer(qint64(file.inode))});
        RC_TRY(found);
        QList<Orphan> orphans;
        for (const Row &row : *found) {
            const qint64 id = row.at(0).toInteger();
            if (isAlive(QString::fromUtf8(row.at(1).bytes())))
                continue;
            const bool keptOnPurpose = row.at(1).bytes().isEmpty();
            if (!keptOnPurpose && row.at(3).toInteger() < timeNow().toInteger() - keptFor)
                RC_TRY(forget(store, id));
            else if (row.at(4).toInteger() == 1)
                orphans.append({id, row.at(2).toInteger() != 0});
        }
        return orphans;
    }

    /// The first one becomes ours as it is; the edits of the others are written behind its own.
    [[nodiscard]] Result<Done> take(Database &store, const Orphan &orphan, const std::vector<Row> &edits,
                                    AdoptedEdits &adopted)
    {
        const bool first = session == 0;
        if (first) {
            RC_TRY(store.run(u"UPDATE sessions SET process = :process, device = :device, inode = :inode, touched_at ="
                             " :now WHERE id = :id"_s,
                             {Value::text(process), Value::integer(qint64(file.device)),
                              Value::integer(qint64(file.inode)), timeNow(), Value::integer(orphan.id)}));
            session = orphan.id;
        }
        qint64 before = 0;
        for (const EditOp &op : std::as_const(adopted.ops))
            before = std::max(before, highestInsertId(op));
        for (const Row &edit : edits) {
            QByteArray bytes = edit.front().bytes();
            if (auto op = decoded(bytes)) {
                adopted.ops.append(withInsertIdsRaised(*op, before));
                bytes = encoded(adopted.ops.constLast());
            } else {
                ++adopted.unreadable;
            }
            if (!first)
                RC_TRY(store.run(u"INSERT INTO edits (session, op) VALUES (:session, :op)"_s,
                                 {Value::integer(session), Value::blob(bytes)}));
        }
        return first ? Result<Done>(Done{}) : forget(store, orphan.id);
    }

    [[nodiscard]] Result<std::optional<AdoptedEdits>> adopt(Database &store)
    {
        const auto all = orphans(store);
        RC_TRY(all);
        std::optional<AdoptedEdits> adopted;
        for (const Orphan &orphan : *all) {
            if (adopted && orphan.wasApplying)
                continue; // looked into by itself, when these are settled
            const auto edits =
                store.query(u"SELECT op FROM edits WHERE session = :id ORDER BY seq"_s, {Value::integer(orphan.id)});
            RC_TRY(edits);
            if (edits->empty()) {
                RC_TRY(forget(store, orphan.id));
                continue;
            }
            if (!adopted)
                adopted = AdoptedEdits{{}, 0, orphan.wasApplying};
            RC_TRY(take(store, orphan, *edits, *adopted));
            if (orphan.wasApplying)
                break;
        }
        return adopted;
    }
};

StagedStore::StagedStore(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

StagedStore::~StagedStore() = default;

bool StagedStore::exists(const QString &stateFolder)
{
    return QFile::exists(stagedFile(stateFolder).path);
}

Result<std::unique_ptr<StagedStore>> StagedStore::open(const QString &stateFolder, const QString &database,
                                                       const std::optional<FileIdentity> &file)
{
    const OwnFile own = stagedFile(stateFolder);
    const auto spec = placeOf(own);
    RC_TRY(spec);
    auto connection = Connection::open(*spec);
    RC_TRY(connection);
    const auto ready =
        (*connection)->submit([own](Database &store, JobContext &) { return setUp(store, own); }).result();
    RC_TRY(ready);
    auto priv = std::make_unique<Private>();
    priv->database = database;
    priv->file = file.value_or(FileIdentity());
    priv->process = processToken(QCoreApplication::applicationPid());
    priv->connection = std::move(*connection);
    return std::unique_ptr<StagedStore>(new StagedStore(std::move(priv)));
}

Result<std::optional<AdoptedEdits>> StagedStore::adopt()
{
    return d->connection
        ->submit([p = d.get()](Database &store, JobContext &) {
            return inTransaction(store, [&] { return p->adopt(store); });
        })
        .result();
}

QFuture<Result<Done>> StagedStore::append(const EditOp &op, const std::shared_ptr<const ChangeSet> &whole)
{
    return d->connection->submit([p = d.get(), op, whole](Database &store, JobContext &) {
        const auto kept = inTransaction(store, [&] { return p->append(store, op, whole.get()); });
        p->behind = !kept;
        return kept;
    });
}

QFuture<Result<Done>> StagedStore::write(const std::shared_ptr<const ChangeSet> &whole)
{
    return d->connection->submit([p = d.get(), whole](Database &store, JobContext &) {
        const auto kept = inTransaction(store, [&] { return p->write(store, *whole); });
        p->behind = !kept;
        return kept;
    });
}

QFuture<Result<Done>> StagedStore::clear()
{
    return d->connection->submit([p = d.get()](Database &store, JobContext &) {
        const auto gone =
            p->session == 0 ? Result<Done>(Done{}) : inTransaction(store, [&] { return p->forget(store, p->session); });
        p->behind = !gone;
        if (gone)
            p->session = 0;
        return gone;
    });
}

Result<Done> StagedStore::setApplying(bool applying)
{
    return d->connection
        ->submit([p = d.get(), applying](Database &store, JobContext &) -> Result<Done> {
            RC_TRY(store.run(u"UPDATE sessions SET applying = :applying WHERE id = :id"_s,
                             {Value::integer(applying ? 1 : 0), Value::integer(p->session)}));
            return Done{};
        })
        .result();
}

Result<Done> StagedStore::release()
{
    return d->connection
        ->submit([p = d.get()](Database &store, JobContext &) -> Result<Done> {
            RC_TRY(store.run(u"UPDATE sessions SET process = '', touched_at = :now WHERE id = :id"_s,
                             {timeNow(), Value::integer(p->session)}));
            return Done{};
        })
        .result();
}

} // namespace core
