// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/trust.h"

#include "core/db/connection.h"
#include "core/session/ownfile.h"

#include <QDateTime>
#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

OwnFile trustFile(const QString &stateFolder)
{
    return {u"record of trusted files"_s,
            stateFolder + u"/trust.db"_s,
            {u"CREATE TABLE trusted (database TEXT PRIMARY KEY, device INTEGER NOT NULL, inode INTEGER NOT NULL,"
             " born INTEGER NOT NULL, since INTEGER NOT NULL) STRICT"_s},
            {}};
}

/// Path, device, inode, and when the file was made (in nanoseconds, 0 where the file system does not know): an inode
/// alone is soon given to the next file of that name.
Result<QList<Value>> identityOf(const QString &location)
{
    struct statx info = {};
    if (::statx(AT_FDCWD, QFile::encodeName(location).constData(), 0, STATX_INO | STATX_BTIME, &info) != 0)
        return Error::io(u"“%1” could not be looked at: %2."_s.arg(location, qt_error_string(errno)));
    const qint64 born = (info.stx_mask & STATX_BTIME) != 0
        ? qint64(info.stx_btime.tv_sec) * 1'000'000'000 + qint64(info.stx_btime.tv_nsec)
        : 0;
    return QList<Value>{Value::text(location), Value::integer(qint64(makedev(info.stx_dev_major, info.stx_dev_minor))),
                        Value::integer(qint64(info.stx_ino)), Value::integer(born)};
}

template <typename T, typename Job> Result<T> inRecord(const QString &stateFolder, Job job)
{
    const OwnFile own = trustFile(stateFolder);
    const auto spec = placeOf(own);
    RC_TRY(spec);
    const auto connection = Connection::open(*spec);
    RC_TRY(connection);
    return (*connection)
        ->submit([own, job](Database &record, JobContext &) -> Result<T> {
            RC_TRY(setUp(record, own));
            return job(record);
        })
        .result();
}

Result<bool> isRecorded(Database &record, const QList<Value> &identity)
{
    const auto found = record.queryValue(u"SELECT count(*) FROM trusted WHERE database = :database AND device = :device"
                                         " AND inode = :inode AND born = :born"_s,
                                         identity);
    RC_TRY(found);
    return found->toInteger() > 0;
}

} // namespace

Error needsTrust(const QString &message)
{
    Error error;
    error.kind = Error::Kind::Refused;
    error.code = u"untrusted"_s;
    error.message = message;
    return error;
}

bool isForWantOfTrust(const Error &error)
{
    return error.kind == Error::Kind::Refused && error.code == "untrusted"_L1;
}

Result<bool> isTrustedFile(const QString &stateFolder, const QString &location)
{
    if (!QFile::exists(trustFile(stateFolder).path))
        return false;
    const auto identity = identityOf(location);
    RC_TRY(identity);
    return inRecord<bool>(stateFolder,
                          [identity = *identity](Database &record) { return isRecorded(record, identity); });
}

Result<Done> rememberTrust(const QString &stateFolder, const QString &location)
{
    const auto identity = identityOf(location);
    RC_TRY(identity);
    return inRecord<Done>(stateFolder, [identity = *identity](Database &record) -> Result<Done> {
        const auto known = isRecorded(record, identity);
        RC_TRY(known);
        if (*known)
            return Done{};
        RC_TRY(record.run(u"INSERT OR REPLACE INTO trusted (database, device, inode, born, since)"
                          " VALUES (:database, :device, :inode, :born, :since)"_s,
                          identity + QList{Value::integer(QDateTime::currentMSecsSinceEpoch())}));
        return Done{};
    });
}

} // namespace core
