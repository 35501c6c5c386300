// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/namecase.h"
#include "core/migrate/altertable.h"
#include "core/sql/script.h"

#include <QHash>
#include <QSet>

namespace core {

class Dialect;
struct Schema;

/// A column that a script gives another type, as both were called before it.
struct RetypedColumn {
    QString table; ///< tableKey()
    QString column; ///< folded
    Retyping as;
};

/// What a script says of itself, by its statements' words. Tables by tableKey(), columns folded, objects by
/// objectKey().
struct Announced {
    QSet<QString> dropped; ///< DROP TABLE
    QSet<QString> droppedWith = {}; ///< partitions of those, and partitions of partitions
    QSet<QString> rebuilt; ///< dropped, and another table renamed to its name
    QSet<QString> madeAgain = {}; ///< dropped first, and then made by a CREATE TABLE of its name
    QSet<QString> made = {}; ///< what CREATE TABLE and RENAME make
    QSet<QString> updated = {}; ///< UPDATE, of it or of the one that takes its name
    QSet<QString> droppedObjects; ///< indexes, triggers, views …
    QSet<QString> createdObjects; ///< likewise
    QSet<QString> altered; ///< tables whose values are looked at: rebuilt, or with a column dropped or renamed
    QSet<QString> droppedColumns; ///< "table column", both as they were called before
    QHash<QString, QString> renamedColumns; ///< "table column" → its new name
    QSet<QString> droppedConstraints = {}; ///< "table constraint", as they are called when they go
    QSet<QString> newSchemas = {}; ///< what schemas are called by a RENAME; names not folded
    QList<RetypedColumn> retyped = {};
    QSet<QString> alteredColumns = {}; ///< "table column" of ALTER COLUMN, as they were called before
    QSet<QString> alteredObjects = {}; ///< objectKey() of ALTER DOMAIN, TYPE, SEQUENCE …
    bool silencesKeys = false; ///< something in it switches the checks of foreign keys off
    QSet<QString> rowsNamed = {}; ///< tables of INSERT, UPDATE, DELETE and TRUNCATE
    [[nodiscard]] bool isMadeAnew(const QString &table) const
    {
        return dropped.contains(table) && made.contains(table);
    }
    /// Whether its words are about rows that are there.
    [[nodiscard]] bool mayLoseRows() const
    {
        return reachesFurther || !dropped.isEmpty() || !altered.isEmpty() || !rowsNamed.isEmpty();
    }
    NameCase nameCase = NameCase::Ignored; ///< how these names are told apart
    bool reachesFurther = false; ///< some statement does more than its words say, see ProbeSql::reachesFurther()
};
/// `before`: the schema that the script will find. Pure.
[[nodiscard]] Announced announcedBy(const Script &script, const Schema &before, const Dialect &dialect);

/// "index app.name"; with `on`, where names are a table's own, "trigger name on app.users". For comparing only.
[[nodiscard]] QString objectKey(const QString &kind, const QualifiedName &name, NameCase nameCase,
                                const QString &on = {});

} // namespace core
