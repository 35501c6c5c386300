// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/dialect/dialect.h"
#include "core/sql/script.h"

#include <QTemporaryDir>

#include <sqlite3.h>

/// Real databases in temporary folders, and plain ways to run what is tested.
namespace scratch {

/// A new database file with this content; its path.
[[nodiscard]] inline QString makeDatabase(const QTemporaryDir &dir, const QString &name, const QString &sql)
{
    const QString path = dir.filePath(name);
    sqlite3 *handle = nullptr;
    const bool made = sqlite3_open(path.toUtf8().constData(), &handle) == SQLITE_OK
        && sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    if (!made)
        qWarning("%s", sqlite3_errmsg(handle));
    sqlite3_close(handle);
    return made ? path : QString();
}

[[nodiscard]] inline core::Result<std::unique_ptr<core::Database>>
open(const QString &path, core::ConnectionSpec::Mode mode = core::ConnectionSpec::Mode::Write)
{
    core::ConnectionSpec spec;
    spec.driver = QStringLiteral("sqlite");
    spec.location = path;
    spec.mode = mode;
    return core::driverByName(spec.driver)->open(spec);
}

[[nodiscard]] inline const core::Dialect &sqlite()
{
    return *core::dialectByName(QStringLiteral("sqlite"));
}

/// One statement, with parameters found by name; the rows it changed by itself.
[[nodiscard]] inline core::Result<qint64> run(core::Database &database, const core::Statement &statement)
{
    auto prepared = database.prepare(statement.sql);
    if (!prepared)
        return prepared.error();
    for (const core::Parameter &parameter : statement.parameters) {
        const int index = (*prepared)->parameterIndex(parameter.name);
        const auto *value = std::get_if<core::Value>(&parameter.value);
        if (index < 0 || !value)
            return core::Error::invalid(QStringLiteral("parameter ") + parameter.name);
        RC_TRY((*prepared)->bind(index, *value));
    }
    for (;;) {
        const auto row = (*prepared)->step();
        if (!row)
            return row.error();
        if (!*row)
            return database.changes();
    }
}

/// The whole script; every TouchesRows is looked at, a failure rolls back.
[[nodiscard]] inline core::Result<core::Done> run(core::Database &database, const core::Script &script)
{
    for (const core::Statement &statement : script.statements) {
        auto changed = run(database, statement);
        const auto *touches = std::get_if<core::TouchesRows>(&statement.expect);
        if (changed && touches && *changed != touches->count)
            changed = core::Error{core::Error::Kind::Conflict, QStringLiteral("not one row"), {}, {}, statement.sql};
        if (!changed) {
            if (database.inTransaction())
                RC_TRY(database.execute(QStringLiteral("ROLLBACK")));
            return changed.error();
        }
    }
    return core::Done{};
}

} // namespace scratch
