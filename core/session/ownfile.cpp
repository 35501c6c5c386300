// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/ownfile.h"

#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Changing the journal mode needs the file for oneself; another Raincheck may be doing the same just now.
Result<Done> switchToWal(Database &database, const OwnFile &file)
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
    return mode.ok() ? Error::io(u"The %1 could not be switched to write-ahead logging."_s.arg(file.what))
                     : mode.error();
}

Result<Done> bringUpToDate(Database &database, const OwnFile &file)
{
    RC_TRY(database.run(u"BEGIN IMMEDIATE"_s));
    const auto upgrade = [&]() -> Result<Done> {
        const auto version = database.queryValue(u"PRAGMA user_version"_s);
        RC_TRY(version);
        if (version->toInteger() > file.version())
            return Error::invalid(u"The %1 was written by a newer Raincheck: use that one."_s.arg(file.what));
        if (version->toInteger() == file.version())
            return Done{};
        for (qint64 from = version->toInteger(); from < file.version(); ++from)
            for (const QString &statement : from == 0 ? file.create : file.upgrades.at(from - 1))
                RC_TRY(database.run(statement));
        RC_TRY(database.run(u"PRAGMA user_version = %1"_s.arg(file.version())));
        return Done{};
    }();
    const auto ended = database.run(upgrade ? u"COMMIT"_s : u"ROLLBACK"_s);
    RC_TRY(upgrade);
    RC_TRY(ended);
    return Done{};
}

} // namespace

Result<ConnectionSpec> placeOf(const OwnFile &file)
{
    const int descriptor = ::open(QFile::encodeName(file.path).constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        ::close(descriptor);
    else if (errno != EEXIST)
        return Error::io(u"The %1 “%2” could not be made: %3."_s.arg(file.what, file.path, qt_error_string(errno)));
    return ConnectionSpec{fileDriver(), file.path, ConnectionSpec::Mode::Write};
}

Result<Done> setUp(Database &database, const OwnFile &file)
{
    RC_TRY(switchToWal(database, file));
    RC_TRY(database.execute(u"PRAGMA synchronous = FULL"_s));
    return bringUpToDate(database, file);
}

} // namespace core
