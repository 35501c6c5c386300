// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
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
    /// What drizzle-kit says word by word where the Schema says the same in other words: "default public.users.tags",
    /// "generated public.users.loud", "where public.by_name", "check public.users.grown".
    QHash<QString, QString> texts;
    QSet<QString> explicitNames; ///< keys and indexes, "schema.table.name", whose name the project chose
    [[nodiscard]] QString textOf(const QString &what, const QString &otherwise) const
    {
        return texts.value(what, otherwise);
    }
    friend bool operator==(const SnapshotExtras &, const SnapshotExtras &) = default;
};

} // namespace core
