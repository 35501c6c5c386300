// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/wranglerfolder.h"

#include "core/base/utf8.h"
#include "core/drizzle/pendingfiles.h"
#include "core/drizzle/wrangler.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <iterator>
#include <limits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestWranglerFile = 256LL * 1024 * 1024; ///< bytes; beyond it is no text of statements
const QString wranglersForm = u"d1"_s; ///< stands where a journal of drizzle-kit names its dialect

/// The number that a name begins with; those without one come last.
qint64 leadingNumber(const QString &name)
{
    qsizetype digits = 0;
    while (digits < name.size() && name.at(digits) >= u'0' && name.at(digits) <= u'9')
        ++digits;
    bool isNumber = false;
    const qint64 number = name.left(digits).toLongLong(&isNumber);
    return isNumber ? number : std::numeric_limits<qint64>::max();
}

void readWranglerFile(MigrationFile &migration, QStringList &warnings)
{
    QFile file(migration.path);
    if (!file.open(QFile::ReadOnly) || file.size() > largestWranglerFile) {
        warnings += u"Cannot read %1: %2."_s.arg(
            migration.fileName(), file.isOpen() ? u"it is larger than any migration"_s : file.errorString());
        return;
    }
    migration.bytes = file.readAll();
    migration.hash = QCryptographicHash::hash(*migration.bytes, QCryptographicHash::Sha256).toHex();
    if (!textFromUtf8(*migration.bytes))
        warnings += notUtf8(migration.fileName());
}

} // namespace

Result<MigrationsFolder> readWranglerFolder(const QString &path)
{
    const QDir dir(path);
    QStringList names = dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    if (names.isEmpty())
        return Error::invalid(u"There is no migration (.sql) in %1."_s.arg(dir.absolutePath()));
    std::stable_sort(names.begin(), names.end(),
                     [](const QString &a, const QString &b) { return leadingNumber(a) < leadingNumber(b); });
    MigrationsFolder folder;
    folder.path = QDir::cleanPath(dir.absolutePath());
    folder.dialect = wranglersForm;
    for (const QString &name : std::as_const(names)) {
        MigrationFile migration;
        migration.path = dir.absoluteFilePath(name);
        migration.tag = QFileInfo(name).completeBaseName();
        readWranglerFile(migration, folder.warnings);
        folder.migrations.append(migration);
    }
    folder.byWrangler = true;
    folder.warnings += orderRemarks(folder, {});
    return folder;
}

bool isWranglersForm(const MigrationsFolder &folder)
{
    return folder.dialect == wranglersForm;
}

namespace {

bool comesBeforeForWrangler(const MigrationFile &a, const MigrationFile &b)
{
    return leadingNumber(a.tag) < leadingNumber(b.tag);
}

/// Without what both begin and end with.
void trimCommon(QStringList &a, QStringList &b)
{
    while (!a.isEmpty() && !b.isEmpty() && a.first() == b.first()) {
        a.removeFirst();
        b.removeFirst();
    }
    while (!a.isEmpty() && !b.isEmpty() && a.last() == b.last()) {
        a.removeLast();
        b.removeLast();
    }
}

bool isNamedByWrangler(const QString &path)
{
    const QString config = wranglerConfigAbove(path);
    const auto read = config.isEmpty() ? Result<WranglerConfig>(Error::cancelled()) : readWranglerConfig(config);
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return read && std::any_of(read->databases.cbegin(), read->databases.cend(), [&](const D1Binding &d1) {
               return QFileInfo(d1.migrationsPath).canonicalFilePath() == canonical;
           });
}

} // namespace

bool isUnnamed(const MigrationFile &file, const MigrationsFolder &folder)
{
    return folder.byWrangler && folder.layout == MigrationsFolder::Layout::Classic && !isWranglersForm(folder)
        && file.when == 0; // the journal dates what it names
}

QString unnamedRemark(const QString &fileName)
{
    return u"%1 is not in the folder's journal, so that drizzle-kit knows nothing of it; wrangler applies it all the "
           "same."_s.arg(fileName);
}

QStringList orderRemarks(const MigrationsFolder &byWrangler, const QStringList &named)
{
    QStringList out;
    QStringList order;
    for (const MigrationFile &file : byWrangler.migrations) {
        if (named.contains(file.tag))
            order.append(file.tag);
    }
    QStringList journals = named;
    trimCommon(order, journals);
    if (!order.isEmpty() && order.size() == journals.size())
        out.append(u"The folder's journal has another order than wrangler, which goes by the numbers that file names "
                   "begin with and applies %1; the journal has %2."_s.arg(order.join(u", "_s), journals.join(u", "_s)));
    const QList<MigrationFile> &all = byWrangler.migrations;
    for (auto from = all.cbegin(); from != all.cend();) {
        const auto to =
            std::find_if(from, all.cend(), [&](const MigrationFile &m) { return comesBeforeForWrangler(*from, m); });
        QStringList same;
        for (auto it = from; it != to; ++it) {
            if (!same.contains(it->fileName()))
                same.append(it->fileName());
        }
        const bool hasNumber = leadingNumber(from->tag) != std::numeric_limits<qint64>::max();
        if (!hasNumber && all.size() > 1)
            out.append(u"%1 begins with no number, so that wrangler has no certain place for it."_s.arg(
                same.join(u" and "_s)));
        else if (same.size() > 1)
            out.append(
                u"%1 begin with the same number: which of them wrangler applies first depends on its version and "
                "on the file system."_s.arg(same.join(u" and "_s)));
        from = to;
    }
    return out;
}

MigrationsFolder inWranglersOrder(MigrationsFolder folder)
{
    folder.byWrangler = true;
    if (folder.layout != MigrationsFolder::Layout::Classic || isWranglersForm(folder))
        return folder;
    QStringList named;
    for (const MigrationFile &file : std::as_const(folder.migrations)) {
        named.append(file.tag);
        folder.warnings.removeAll(skippedByDateRemark(file.tag));
    }
    for (const QFileInfo &info : QDir(folder.path).entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        if (named.contains(info.completeBaseName()))
            continue;
        MigrationFile migration;
        migration.path = info.absoluteFilePath();
        migration.tag = info.completeBaseName();
        folder.warnings.removeAll(neverAppliedRemark(info.fileName()));
        folder.warnings.append(unnamedRemark(info.fileName()));
        readWranglerFile(migration, folder.warnings);
        folder.migrations.append(migration);
    }
    std::stable_sort(folder.migrations.begin(), folder.migrations.end(), comesBeforeForWrangler);
    folder.warnings += orderRemarks(folder, named);
    return folder;
}

Result<MigrationsFolder> readFolderAsMigrated(const QString &path)
{
    auto folder = readMigrationsFolder(path);
    if (!isNamedByWrangler(path))
        return folder;
    return folder ? Result<MigrationsFolder>(inWranglersOrder(*folder)) : readWranglerFolder(path);
}

} // namespace core
