// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/exactrow.h"

#include "core/edit/editwords.h"
#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// All of them. Many are put into groups, because a chain nests as deep as it is long, and databases limit that.
QString conjunction(const QStringList &terms)
{
    constexpr qsizetype most = 100;
    if (terms.size() <= most)
        return terms.join(u" AND "_s);
    QStringList groups;
    for (qsizetype i = 0; i < terms.size(); i += most)
        groups.append(u'(' + terms.mid(i, most).join(u" AND "_s) + u')');
    return groups.join(u" AND "_s);
}

/// An edit of the parent, applied before, may have changed it rightly.
bool followsItsParent(const Table &table, const Column &column)
{
    using Action = ForeignKeyAction;
    const auto follows = [](std::optional<Action> action) {
        return action == Action::Cascade || action == Action::SetNull || action == Action::SetDefault;
    };
    return std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKey &key) {
        return containsName(key.columns, column.name, nameCaseOf(table))
            && (follows(key.onUpdate) || follows(key.onDelete));
    });
}

} // namespace

ExactRow::ExactRow(const Dialect &dialect)
    : m_dialect(dialect)
{
}

QMap<QString, Value> ExactRow::rowIdContext(const Table &table, const RowEdit &row) const
{
    QMap<QString, Value> old;
    if (identityOf(table).kind != RowIdentity::Kind::RowId)
        return old;
    for (auto cell = row.context.cbegin(); cell != row.context.cend(); ++cell) {
        const Column *column = table.column(cell.key());
        if (column && !followsItsParent(table, *column)) // what is gone can tell nothing
            old.insert(column->name, *cell);
    }
    return old;
}

Result<QString> ExactRow::where(const Table &table, const RowEdit &row, const QMap<QString, Value> &old,
                                ParameterNames &names, QList<Parameter> &parameters) const
{
    const RowIdentity &identity = identityOf(table);
    if (!identity.isEditable()) {
        return Error::invalid(u"Rows of table %1 cannot be told apart for certain, so they cannot be edited: %2"_s.arg(
            table.name.display(), identity.noneBecause));
    }
    if (identity.columns.size() != row.key.values.size()) {
        return Error::invalid(u"The key of table %1 has changed since this row was read; refresh and edit again."_s.arg(
            table.name.display()));
    }
    QStringList terms;
    for (qsizetype i = 0; i < identity.columns.size(); ++i) {
        const QString &column = identity.columns.at(i);
        const Value &value = row.key.values.at(i);
        const QString parameter = names.next("key_"_L1, column);
        terms.append(m_dialect.keyIs(table, column, value, parameter, parameters));
    }
    for (auto cell = old.cbegin(); cell != old.cend(); ++cell) {
        const Column *column = table.column(cell.key());
        if (!column) {
            return Error::invalid(
                u"Table %1 has no column %2 any more; refresh and edit again."_s.arg(table.name.display(), cell.key()));
        }
        const qsizetype part = identity.columns.indexOf(column->name);
        if (part >= 0 && row.key.values.at(part) == cell.value())
            continue;
        terms.append(m_dialect.exactly(column->name, cell.value(), names.next("old_"_L1, column->name), parameters));
    }
    return conjunction(terms);
}

const RowIdentity &ExactRow::identityOf(const Table &table) const
{
    auto known = m_identities.find(&table);
    if (known == m_identities.end())
        known = m_identities.insert(&table, m_dialect.identityOf(table));
    return *known;
}

QString ExactRow::inWords(const Table &table, const RowEdit &row) const
{
    const QStringList &columns = identityOf(table).columns;
    QStringList parts;
    for (qsizetype i = 0; i < columns.size(); ++i)
        parts.append(core::inWords(columns.at(i), row.key.values.at(i)));
    return parts.join(u", "_s);
}

} // namespace core
