// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/sql/script.h"

#include <QHash>

namespace core {

/// What a statement that expects ReturnsNothingNew gave before the script ran. On the database's thread.
class CheckBaseline {
public:
    /// Runs the statement, or where one key that leads nowhere makes it fail, the same check table by table.
    [[nodiscard]] static Result<CheckBaseline> take(Database &database, const Statement &statement);

    [[nodiscard]] bool isByTable() const { return m_byTable; }
    /// The check table by table as it is now. Error::Constraint where a table can no longer be checked.
    [[nodiscard]] Result<std::vector<Row>> rowsByTable(Database &database) const;
    /// The rows that were not there before, for people.
    [[nodiscard]] QStringList fresh(const std::vector<Row> &rows, const Statement &statement) const;

private:
    QHash<QList<Value>, int> m_known; ///< how often which row
    QMap<QString, QString> m_unchecked;
    bool m_byTable = false;
};

} // namespace core
