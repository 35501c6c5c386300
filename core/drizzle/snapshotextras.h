// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>

namespace core {

/// What a project for a server says and no Schema can; its snapshots say it, and drizzle-kit compares it. Names are as
/// drizzle-kit writes them, with the schema's real name: "public.users", "public.users.name". Plain values.
struct SnapshotExtras {
    QList<QJsonObject> roles; ///< as the 1.0 form describes them, as far as it was said
    QList<QJsonObject> policies; ///< of tables that are not the project's own; as the classic form describes them
    QHash<QString, QJsonObject> existingViews; ///< only declared; as the classic form describes them
    QHash<QString, QString> viewMethods; ///< USING of a materialized view
    QHash<QString, QString> viewTablespaces;
    QSet<QString> concurrentIndexes; ///< by "schema.index"
    QSet<QString> securedTables; ///< row security said by itself, beside policies
    QSet<QString> textDefaults; ///< columns whose DEFAULT is SQL although it looks like a plain number or boolean
    /// What drizzle-kit says word by word where the Schema says the same in other words; see kitTextKey(). Texts, but
    /// for defaults that 0.31 says as JSON.
    QHash<QString, QJsonValue> texts;
    QHash<QString, QJsonArray> viewColumns; ///< of a view, as the classic form lists them, in their order
    QSet<QString> shadowedUniques; ///< "table.column": see leaveForgottenUniques()
    QSet<QString> explicitNames; ///< keys and indexes, "schema.table.name", whose name the project chose
    [[nodiscard]] QString textOf(const QString &what, const QString &otherwise) const
    {
        return texts.value(what).toString(otherwise);
    }
    friend bool operator==(const SnapshotExtras &, const SnapshotExtras &) = default;
};

/// What a text of SnapshotExtras is about: "default" and "generated" of a column, "where" of an index (which stands for
/// its own table), "part" of one by its place, "check", "using" and "withCheck" of a constraint or policy.
[[nodiscard]] inline QString kitTextKey(const char *what, const QualifiedName &name, const QString &part = {})
{
    const QString schema = name.schema.isEmpty() ? QStringLiteral("public") : name.schema;
    return QLatin1StringView(what) + QLatin1Char(' ') + schema + QLatin1Char('.') + name.name
        + (part.isEmpty() ? QString() : QString(QLatin1Char('.') + part));
}

} // namespace core
