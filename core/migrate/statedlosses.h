// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/tablekeys.h"
#include "core/sql/namesinsql.h"

#include <QSet>

namespace core {

/// What the statements of a script say themselves that they drop or empty: H01, H02 and H06. Reads them in order, and
/// knows which name stands for which table at each, so that neither a rebuild nor a helper of the script is called a
/// loss. Borrows the schema.
class StatedLosses {
public:
    StatedLosses(const Schema &schema, const Dialect &dialect);

    /// The next statement. `index` is the one it has in the script.
    void take(const QString &sql, const StatementKind &kind, int index);
    /// Of all statements that were taken. Many dropped tables are one finding, so that a reset has one question to ask.
    [[nodiscard]] QList<Finding> findings() const;

    /// The table that is written so now; nullptr: the script made it, or there is none.
    [[nodiscard]] const Table *tableNow(const QualifiedName &written) const;
    [[nodiscard]] bool isDropped(const Table &table) const { return m_gone.contains(&table); }

private:
    void drop(const QualifiedName &written, int index);
    void changeColumns(const StatementKind &kind, int index);
    void deleteAll(const QualifiedName &written, int index);
    [[nodiscard]] QString keyOf(const QualifiedName &written) const
    {
        return tableKey(m_names.meant(written), nameCaseOf(m_rules));
    }
    void rememberReads(const QString &sql);

    TablesByKey m_before;
    WrittenNames m_names;
    LexRules m_rules;
    QHash<QString, const Table *>
        m_now; ///< by tableKey(, nameCaseOf(m_rules)), of those the script has made, renamed or dropped
    QSet<const Table *> m_read; ///< copied from, into a table
    QSet<const Table *> m_gone;
    QHash<QString, QString>
        m_renamed; ///< "table column", as keys: the table before the script, the column now → before
    QList<std::pair<const Table *, int>> m_drops; ///< and their statements
    QList<Finding> m_findings; ///< but for those drops
};

} // namespace core
