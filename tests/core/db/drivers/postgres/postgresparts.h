// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/sql/script.h"

#include <QTest>

#include <memory>

/// What tests of the driver have in common.
namespace postgresparts {

using DatabasePtr = std::unique_ptr<core::Database>;

inline core::ConnectionSpec specOf(const QString &location, core::ConnectionSpec::Mode mode, int busyTimeout = 5000)
{
    return {core::serverDriver(), location, mode, busyTimeout};
}

/// Null, with a warning that fails the test, when it cannot be opened.
inline DatabasePtr openAt(const QString &location, core::ConnectionSpec::Mode mode = core::ConnectionSpec::Mode::Write,
                          int busyTimeout = 5000)
{
    auto database = core::driverByName(core::serverDriver())->open(specOf(location, mode, busyTimeout));
    if (!database) {
        qWarning("%s", qPrintable(database.error().message));
        return nullptr;
    }
    return std::move(*database);
}

inline core::Statement statement(const QString &sql, core::Statement::Role role,
                                 const QList<core::Parameter> &parameters = {})
{
    core::Statement one;
    one.sql = sql;
    one.role = role;
    one.parameters = parameters;
    return one;
}

/// The statements as one transaction.
inline core::Script transactionOf(const QStringList &body)
{
    using Role = core::Statement::Role;
    core::Script script;
    script.title = QStringLiteral("test");
    script.statements += statement(QStringLiteral("BEGIN"), Role::Begin);
    for (const QString &sql : body)
        script.statements += statement(sql, Role::Body);
    script.statements += statement(QStringLiteral("COMMIT"), Role::Commit);
    return script;
}

} // namespace postgresparts
