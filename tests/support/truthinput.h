// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/truthboard.h"
#include "support/schemadb.h"

#include <QCryptographicHash>

/// What a truth board is made of, put together by hand: files, journal rows, snapshots, live schema.
namespace truthinput {

inline constexpr qint64 start = 1'700'000'000'000;

[[nodiscard]] inline QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// "0001_tags: CREATE TABLE tags(id)"; without a text: the journal names a file that is gone.
[[nodiscard]] inline core::MigrationFile file(const QString &line, qint64 when)
{
    core::MigrationFile f;
    f.tag = line.section(QLatin1String(": "), 0, 0);
    f.path = QStringLiteral("/p/drizzle/") + f.tag + QStringLiteral(".sql");
    f.when = when;
    if (line.contains(QLatin1String(": "))) {
        f.bytes = line.section(QLatin1String(": "), 1).toUtf8();
        f.hash = hashOf(*f.bytes);
    }
    return f;
}

/// The n-th file is dated `start` + 10 n.
[[nodiscard]] inline core::MigrationsFolder folder(const QStringList &files)
{
    core::MigrationsFolder out;
    out.path = QStringLiteral("/p/drizzle");
    for (const QString &line : files)
        out.migrations.append(file(line, start + 10 * out.migrations.size()));
    return out;
}

/// "0001_tags": its row; "0001_tags!": with another hash; anything else: of no file, dated between.
[[nodiscard]] inline core::MigrationJournal journal(const QStringList &rows, const core::MigrationsFolder &of)
{
    core::MigrationJournal out;
    out.tableExists = !rows.isEmpty();
    for (const QString &row : rows) {
        core::JournalRow made{hashOf(row.toUtf8()), start + 5, {}};
        for (const core::MigrationFile &f : of.migrations) {
            if (row == f.tag || row == f.tag + QLatin1Char('!'))
                made = {row == f.tag && f.bytes ? f.hash : QByteArray("another"), f.when, {}};
        }
        out.rows.append(made);
    }
    std::stable_sort(out.rows.begin(), out.rows.end(),
                     [](const core::JournalRow &a, const core::JournalRow &b) { return a.createdAt < b.createdAt; });
    return out;
}

/// "0001_tags 2 1": its snapshot with that id, made from that one.
[[nodiscard]] inline QList<core::MigrationSnapshot> snapshots(const QStringList &lines)
{
    QList<core::MigrationSnapshot> out;
    for (const QString &line : lines) {
        core::MigrationSnapshot made;
        made.tag = line.section(QLatin1Char(' '), 0, 0);
        made.name = made.tag.section(QLatin1Char('_'), 0, 0) + QStringLiteral("_snapshot.json");
        made.id = line.section(QLatin1Char(' '), 1, 1);
        if (const QString previous = line.section(QLatin1Char(' '), 2, 2); !previous.isEmpty())
            made.previous = QStringList{previous};
        made.snapshot = core::DrizzleSnapshot();
        out.append(made);
    }
    return out;
}

} // namespace truthinput
