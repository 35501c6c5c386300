// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitefile.h"

#include <QFile>
#include <QtEndian>

#include <cerrno>
#include <cstdlib>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

/// SQLite's 512 bytes for a path, less what the longest name beside it (…-journal) needs.
constexpr qsizetype longestPath = 504;

Error missingOrHidden(int reason, const QString &shown)
{
    if (reason == ENOENT || reason == ENOTDIR)
        return Error::io(u"There is no file “%1”: check the name."_s.arg(shown));
    if (reason == EACCES)
        return Error::io(
            u"“%1” cannot be reached: you may not enter a folder on the way to it; ask its owner."_s.arg(shown));
    if (reason == ELOOP)
        return Error::io(u"“%1” is a link that leads back to itself."_s.arg(shown));
    return Error::io(u"“%1” could not be looked at: %2."_s.arg(shown, qt_error_string(reason)));
}

bool allowed(const QByteArray &path, int mode)
{
    return ::faccessat(AT_FDCWD, path.constData(), mode, AT_EACCESS) == 0;
}

qint64 sizeOf(const QByteArray &path)
{
    struct stat info = {};
    return ::stat(path.constData(), &info) == 0 && S_ISREG(info.st_mode) ? info.st_size : 0;
}

/// Whether the rollback journal names a super-journal: rolling it back would delete the file of that name,
/// wherever it is. Reading the journal is safe: SQLite's locks are on the database, not on it.
bool namesSuperJournal(const QByteArray &journal)
{
    static const QByteArray magic("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
    QFile file(QFile::decodeName(journal));
    if (sizeOf(journal) < 16 || !file.open(QFile::ReadOnly))
        return false;
    return file.seek(file.size() - magic.size()) && file.read(magic.size()) == magic;
}

/// Whether rolling this journal back can do no harm: SQLite first cuts the database to the length that the journal
/// names, and only then finds out that its pages are not whole. True where there is nothing to roll back.
bool fitsDatabase(const QByteArray &journal, qint64 databaseBytes)
{
    static const QByteArray magic("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
    QFile file(QFile::decodeName(journal));
    if (sizeOf(journal) == 0 || !file.open(QFile::ReadOnly))
        return true;
    const QByteArray header = file.read(28);
    if (header.size() < 28 || !header.startsWith(magic))
        return true; // not taken for a journal
    const auto number = [&header](int offset) { return qFromBigEndian<quint32>(header.constData() + offset); };
    const quint32 salt = number(12);
    const quint32 pages = number(16);
    const quint32 sector = number(20);
    const quint32 pageSize = number(24);
    if (pageSize < 512 || pageSize > 65536 || sector > (1u << 20))
        return false;
    if (qint64(pages) * pageSize == databaseBytes)
        return true; // cuts off nothing; pages that are not whole are left alone
    const QByteArray record = file.seek(sector) ? file.read(qint64(pageSize) + 8) : QByteArray();
    if (record.size() < qsizetype(pageSize) + 8)
        return false;
    quint32 sum = salt;
    for (int i = int(pageSize) - 200; i > 0; i -= 200)
        sum += static_cast<unsigned char>(record.at(4 + i));
    return sum == qFromBigEndian<quint32>(record.constData() + 4 + pageSize);
}

/// A journal that somebody is writing with right now does not fit for a moment: its transaction is soon over. Locks
/// cannot be asked: closing the file would give up those that this process has on it.
bool fitsSoon(const DatabaseFile &file)
{
    constexpr int attempts = 25;
    constexpr useconds_t pause = 20'000;
    const QByteArray journal = file.path + "-journal";
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (fitsDatabase(journal, attempt == 0 ? file.bytes : sizeOf(file.path)))
            return true;
        ::usleep(pause);
    }
    return false;
}

/// SQLite opens what lies beside the database under these names; a pipe there would keep it waiting for ever.
Result<Done> checkBeside(const DatabaseFile &file)
{
    for (const char *suffix : {"-journal", "-wal", "-shm"}) {
        struct stat info = {};
        const QByteArray beside = file.path + suffix;
        if (::lstat(beside.constData(), &info) != 0 || S_ISREG(info.st_mode))
            continue;
        return Error::io(u"“%1%2” is not an ordinary file (a pipe, link, folder or device), so “%1” is not opened: "
                         "move it away."_s.arg(file.shown, QLatin1StringView(suffix)));
    }
    return Done{};
}

Result<Done> checkWritable(const DatabaseFile &file)
{
    if (!allowed(file.path, W_OK))
        return Error::io(
            u"“%1” may not be written to: change its permissions, or open it for reading."_s.arg(file.shown));
    if (!file.folderWritable)
        return Error::io(u"The folder of “%1” may not be written to, so no change there could be made safely: "
                         "change its permissions, or open the file for reading."_s.arg(file.shown));
    if (namesSuperJournal(file.path + "-journal"))
        return Error::io(
            u"“%1-journal” would delete another file when it is rolled back: open the database with "
            "the program that left it, or move the journal away if you do not trust it."_s.arg(file.shown));
    if (!fitsSoon(file))
        return Error::io(u"“%1-journal” does not fit “%1” and would cut it short: move it away if it belongs to "
                         "another database."_s.arg(file.shown));
    return Done{};
}

} // namespace

bool hasContent(const QByteArray &path)
{
    return sizeOf(path) > 0;
}

Result<DatabaseFile> examine(const ConnectionSpec &spec)
{
    DatabaseFile file;
    file.shown = spec.location;
    const QByteArray named = QFile::encodeName(spec.location);
    if (named.isEmpty() || named.contains('\0'))
        return Error::invalid(u"The name of a database file is missing."_s);

    struct stat info = {};
    if (::stat(named.constData(), &info) != 0)
        return missingOrHidden(errno, file.shown);
    if (S_ISDIR(info.st_mode))
        return Error::io(u"“%1” is a folder, not a database file: choose a file in it."_s.arg(file.shown));
    if (!S_ISREG(info.st_mode))
        return Error::io(
            u"“%1” is not an ordinary file (a pipe, socket or device), so it cannot be a database."_s.arg(file.shown));
    if (info.st_size > 0 && info.st_size < 100) // SQLite takes a file of one byte for a new one
        return Error::io(u"“%1” is not an SQLite database: it is too short for one."_s.arg(file.shown));
    if (!allowed(named, R_OK))
        return Error::io(u"“%1” may not be read: change its permissions, or ask its owner."_s.arg(file.shown));

    const std::unique_ptr<char, decltype(&::free)> real(::realpath(named.constData(), nullptr), &::free);
    if (!real)
        return missingOrHidden(errno, file.shown);
    file.path = real.get();
    if (file.path.size() > longestPath)
        return Error::io(u"The whole path of “%1” is longer than SQLite takes (%2 bytes): move it nearer to the root."_s
                             .arg(file.shown)
                             .arg(longestPath));
    RC_TRY(checkBeside(file));
    file.bytes = info.st_size;
    file.walBeside = hasContent(file.path + "-wal");
    file.folderWritable = allowed(file.path.first(qMax<qsizetype>(1, file.path.lastIndexOf('/'))), W_OK | X_OK);
    if (!spec.isReadOnly())
        RC_TRY(checkWritable(file));
    return file;
}

QString uriFor(const DatabaseFile &file, const char *options)
{
    return QString::fromLatin1("file:" + file.path.toPercentEncoding("/") + '?' + options);
}

} // namespace core::sqlite
