// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/checkbaseline.h"

#include "core/base/qualifiedname.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

    /// As a foreign_key_check gives them: table, row, the table referred to, which key.
    std::vector<Row> asRows(const ForeignKeyCheck &check)
    {
        std::vector<Row> rows;
        for (const ForeignKeyViolation &v : check.violations)
            rows.push_back({Value::text(v.table), v.rowId, Value::text(v.target), Value::integer(v.foreignKey)});
        return rows;
    }

    /// What makes a row of a check the same as one before.
    QList<Value> identity(const Row &row, const Statement &statement)
    {
        QList<Value> cells(row.begin(), row.end());
        const auto *expected = std::get_if<ReturnsNothingNew>(&statement.expect);
        if (expected && cells.size() == 4 && expected->remade.contains(foldedName(cells.first().display())))
            return {Value::text(foldedName(cells.at(0).display())), Value::text(foldedName(cells.at(2).display()))};
        return cells;
    }

    QString display(const Row &row)
    {
        QStringList cells;
        for (const Value &value : row)
            cells += value.display(40);
        return cells.join(u", "_s);
    }

} // namespace

Result<CheckBaseline> CheckBaseline::take(Database &database, const Statement &statement)
{
    CheckBaseline baseline;
    auto rows = database.query(statement.sql);
    if (!rows && rows.error().kind != Error::Kind::Sql)
        return rows.error();
    if (!rows) {
        const auto check = database.checkForeignKeys();
        RC_TRY(check);
        if (check->unchecked.isEmpty()) // then it failed for another reason
            return rows.error();
        baseline.m_byTable = true;
        baseline.m_unchecked = check->unchecked;
        rows = asRows(*check);
    }
    for (const Row &row : *rows)
        ++baseline.m_known[identity(row, statement)];
    return baseline;
}

Result<std::vector<Row>> CheckBaseline::rowsByTable(Database &database) const
{
    const auto check = database.checkForeignKeys();
    RC_TRY(check);
    for (auto it = check->unchecked.begin(); it != check->unchecked.end(); ++it) {
        if (m_unchecked.contains(it.key()))
            continue;
        Error error;
        error.kind = Error::Kind::Constraint;
        error.message = u"The foreign keys of “%1” can no longer be checked: %2"_s.arg(it.key(), it.value());
        return error;
    }
    return asRows(*check);
}

QStringList CheckBaseline::fresh(const std::vector<Row> &rows, const Statement &statement) const
{
    QHash<QList<Value>, int> known = m_known;
    QStringList fresh;
    for (const Row &row : rows) {
        if (--known[identity(row, statement)] < 0)
            fresh += display(row);
    }
    return fresh;
}

} // namespace core
