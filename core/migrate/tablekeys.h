// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/namecase.h"
#include "core/schema/schema.h"

#include <QHash>
#include <QSet>

/// How the comparing of a dry run tells tables apart: two of one name in two schemas are two. All pure.
namespace core {

class Dialect;

/// "users", "app.users": what people see, folded where the system does not tell case apart. A key for maps; never
/// shown, never SQL.
[[nodiscard]] inline QString tableKey(const QualifiedName &table, NameCase nameCase)
{
    return foldedName(table.display(), nameCase);
}

/// The tables of a schema by their keys. Borrows the schema.
class TablesByKey {
public:
    explicit TablesByKey(const Schema &schema)
    {
        for (const Table &table : schema.tables)
            m_tables.insert(tableKey(table.name, nameCaseOf(schema)), &table);
    }
    [[nodiscard]] const Table *find(const QString &key) const { return m_tables.value(key); } ///< nullptr: none

private:
    QHash<QString, const Table *> m_tables;
};

/// Which table a statement means. Goes along with a script: what it makes is known from then on.
class WrittenNames {
public:
    WrittenNames(const Schema &before, const Dialect &dialect);

    /// With no schema, or the default one, it is the table there; where there is none, the only one of that name
    /// elsewhere, as a search path would find it.
    [[nodiscard]] QualifiedName meant(const QualifiedName &written) const;
    /// Where CREATE TABLE makes it, or a table comes under another name.
    QualifiedName made(const QualifiedName &written);

private:
    [[nodiscard]] QualifiedName standing(const QualifiedName &written) const; ///< without the default schema's name

    NameCase m_case;
    QString m_defaultSchema;
    QSet<QString> m_known; ///< keys
    QMultiHash<QString, QString> m_elsewhere; ///< folded name → schemas, but for the default one
};

} // namespace core
