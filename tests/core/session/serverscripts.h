// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"

#include <QStringList>

#include <memory>

/// A script of these statements, in one transaction or without.
inline std::shared_ptr<const core::Script> scriptOf(const QStringList &body, bool inTransaction = true)
{
    core::Script made;
    made.title = QStringLiteral("test");
    const auto add = [&made](const QString &sql, core::Statement::Role role) {
        core::Statement one;
        one.sql = sql;
        one.role = role;
        made.statements += one;
    };
    if (inTransaction)
        add(QStringLiteral("BEGIN"), core::Statement::Role::Begin);
    for (const QString &sql : body)
        add(sql, core::Statement::Role::Body);
    if (inTransaction)
        add(QStringLiteral("COMMIT"), core::Statement::Role::Commit);
    return std::make_shared<const core::Script>(made);
}
