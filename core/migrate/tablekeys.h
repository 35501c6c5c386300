// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/namecase.h"
#include "core/schema/schema.h"
#include "core/sql/lexer.h"

#include <QHash>
#include <QSet>

/// How the comparing of a dry run tells tables apart: two of one name in two schemas are two. All pure.
namespace core {

class Dialect;
struct StatementKind;

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

    /// With no schema it is the first one on the search path that has such a table. Where the path is not known, the
    /// default schema's, else the only one of that name.
    [[nodiscard]] QualifiedName meant(const QualifiedName &written) const;
    /// Where CREATE TABLE makes it, or a table comes under another name.
    QualifiedName made(const QualifiedName &written);
    /// After each statement: what it says of the search path, and what it drops.
    void take(const StatementKind &kind, const QString &sql);

private:
    [[nodiscard]] QualifiedName standing(const QualifiedName &written) const; ///< without the default schema's name

    [[nodiscard]] QStringList pathIn(const QStringList &names) const;
    void setPath(const QStringList &names, bool forTransaction);

    LexRules m_rules;
    NameCase m_case;
    QString m_defaultSchema;
    QStringList m_sessionPath; ///< what the session has by itself; empty: not known
    QStringList m_path; ///< of the statement at hand, with an empty name for the default schema; empty: not known
    QStringList m_pathAfter; ///< once the transaction ends
    QSet<QString> m_known; ///< keys
    QMultiHash<QString, QString> m_elsewhere; ///< folded name → schemas, but for the default one
};

} // namespace core
