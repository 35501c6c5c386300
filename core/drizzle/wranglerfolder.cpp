// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/wranglerfolder.h"

#include "core/base/utf8.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
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
    return folder;
}

bool isWranglersForm(const MigrationsFolder &folder)
{
    return folder.dialect == wranglersForm;
}

} // namespace core
