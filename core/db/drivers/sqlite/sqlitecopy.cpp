// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitedatabase.h"
#include "core/db/drivers/sqlite/sqliteerror.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <sqlite3.h>

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int restartsAllowed = 3; ///< of a copy, because somebody wrote meanwhile

struct CopyCloser {
    void operator()(sqlite3 *handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, CopyCloser>;

/// The path with the links in its folder followed: SQLite, asked to follow none, minds those on the way too.
Result<QByteArray> resolved(const QString &path)
{
    const QFileInfo info(path);
    const QByteArray folder = QFile::encodeName(info.absolutePath());
    const std::unique_ptr<char, decltype(&::free)> real(::realpath(folder.constData(), nullptr), &::free);
    if (!real)
        return Error::io(u"The copy “%1” could not be made: %2."_s.arg(path, qt_error_string(errno)));
    return QByteArray(QByteArray(real.get()) + '/' + QFile::encodeName(info.fileName()));
}

/// A file that nobody can read but its owner, and that was not there before.
Result<Done> makeFile(const QByteArray &path, const QString &shown)
{
    const int descriptor = ::open(path.constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return Error::io(u"The copy “%1” could not be made: %2."_s.arg(shown, qt_error_string(errno)));
    ::close(descriptor);
    return Done{};
}

Result<Done> sync(const QByteArray &path, int flags, const QString &shown)
{
    const int descriptor = ::open(path.constData(), flags | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int reason = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        return Error::io(u"“%1” could not be written to the disk: %2."_s.arg(shown, qt_error_string(reason)));
    return Done{};
}

Result<Handle> openTarget(const QByteArray &path)
{
    sqlite3 *opened = nullptr;
    const int code = sqlite3_open_v2(path.constData(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, nullptr);
    Handle handle(opened);
    if (code != SQLITE_OK)
        return lastError(opened, {});
    // Nobody reads the copy before it is whole and synced: no journal, no syncs on the way.
    sqlite3_exec(opened, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
    return handle;
}

} // namespace

Result<qint64> SqliteDatabase::sizeInBytes()
{
    const auto pages = queryValue(u"PRAGMA page_count"_s);
    RC_TRY(pages);
    const auto size = queryValue(u"PRAGMA page_size"_s);
    RC_TRY(size);
    return qint64(pages->toInteger() * size->toInteger());
}

Result<Done> SqliteDatabase::copyTo(const QString &path, const CopyProgress &progress)
{
    const auto target = resolved(path);
    RC_TRY(target);
    RC_TRY(makeFile(*target, path));
    auto result = copyPages(*target, progress);
    if (result)
        result = sync(*target, O_RDONLY, path);
    if (result)
        result = sync(target->first(qMax<qsizetype>(1, target->lastIndexOf('/'))), O_RDONLY | O_DIRECTORY, path);
    if (!result)
        ::unlink(target->constData()); // ours, and of no use to anybody
    return result;
}

Result<Done> SqliteDatabase::copyPages(const QByteArray &target, const CopyProgress &progress)
{
    auto handle = openTarget(target);
    RC_TRY(handle);
    sqlite3_backup *backup = sqlite3_backup_init(handle->get(), "main", m_handle, "main");
    if (!backup)
        return lastError(handle->get(), {});
    const bool heldBefore = inTransaction();
    // Beside a write-ahead log a reader is in nobody's way, and what it reads stays as it is. Elsewhere others may
    // write between the parts of the copy, which then starts over; unless they write for ever: then they wait for once.
    auto held = header().usesWal ? holdState() : Result<Done>(Done{});
    int code = held ? SQLITE_OK : SQLITE_ERROR;
    int restarts = 0;
    QElapsedTimer waiting;
    while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        const int total = sqlite3_backup_pagecount(backup);
        const int done = total - sqlite3_backup_remaining(backup);
        if ((progress && !progress(done, total)) || stopRequested()) {
            code = SQLITE_INTERRUPT;
            break;
        }
        code = sqlite3_backup_step(backup, 64); // a cancel is heard soon
        if (code == SQLITE_OK) {
            waiting.invalidate();
            const bool wentOn = sqlite3_backup_remaining(backup) < total - done || total == 0;
            if (!wentOn && ++restarts == restartsAllowed && !(held = holdState()))
                break;
        } else if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            if (!waiting.isValid())
                waiting.start();
            if (waiting.elapsed() >= m_spec.busyTimeout)
                break;
            sqlite3_sleep(20);
        }
    }
    sqlite3_backup_finish(backup);
    if (!heldBefore && inTransaction())
        RC_TRY(execute(u"ROLLBACK"_s)); // nothing was written
    RC_TRY(held);
    if (code != SQLITE_DONE)
        return errorFromCode(code, QString::fromUtf8(sqlite3_errstr(code)), {});
    return Done{};
}

/// From here on this connection reads one state, until it ends its transaction.
Result<Done> SqliteDatabase::holdState()
{
    if (inTransaction())
        return Done{};
    return execute(u"BEGIN; SELECT count(*) FROM sqlite_schema"_s);
}

Result<QStringList> SqliteDatabase::damageBy(QStringView check)
{
    const auto all = damageFoundBy(u"PRAGMA %1(1000)"_s.arg(check));
    if (all || all.error().kind != Error::Kind::Sql)
        return all;
    // A function, collation or module that is not known here stops the check of everything: then table by table,
    // without those that SQLite cannot even compile.
    const auto names = query(u"SELECT name FROM sqlite_schema WHERE type = 'table'"_s);
    RC_TRY(names);
    QStringList problems;
    for (const Row &name : *names) {
        QString quoted = QString::fromUtf8(name.at(0).bytes());
        quoted.replace(u'\'', u"''"_s);
        const auto found = damageFoundBy(u"PRAGMA %1('%2')"_s.arg(check, quoted));
        if (found)
            problems += *found;
        else if (found.error().kind != Error::Kind::Sql)
            return found.error();
    }
    return problems;
}

Result<QStringList> SqliteDatabase::damageFoundBy(const QString &check)
{
    // It also tells of rows that break a CHECK, a NOT NULL or a STRICT type: those are old sins, not a damaged file.
    static const QRegularExpression aboutRows(
        u"^(CHECK constraint failed in |NULL value in |(non-\\w+|NUMERIC|TEXT) value in )"_s);
    const auto rows = query(check);
    RC_TRY(rows);
    QStringList problems;
    for (const Row &row : *rows) {
        const QString problem = QString::fromUtf8(row.at(0).bytes());
        if (problem != u"ok" && !aboutRows.match(problem).hasMatch())
            problems += problem;
    }
    return problems;
}

} // namespace core::sqlite
