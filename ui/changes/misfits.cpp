// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/misfits.h"

#include "core/rows/columnlimits.h"
#include "core/rows/columnvalue.h"
#include "ui/changes/changetexts.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// What the declarations of the columns ask for, read once each.
class Limits {
public:
    explicit Limits(const core::Dialect &dialect)
        : m_dialect(dialect)
    {
    }
    /// The words without the full stop: more follows in the line.
    [[nodiscard]] QString refusal(const core::Value &value, const core::Table &table, const core::Column &column)
    {
        if (value.isNull() && table.rowIdAlias() == column.name)
            return {}; // the database makes one
        const auto key = std::pair(table.name, column.name);
        auto found = m_known.constFind(key);
        if (found == m_known.cend())
            found = m_known.insert(key, core::limitsOf(table, column, m_dialect));
        QString why = core::refusal(value, *found, m_dialect.typeFamily(column.valueType()));
        if (why.endsWith(u'.'))
            why.chop(1);
        return why;
    }

private:
    const core::Dialect &m_dialect;
    QHash<std::pair<core::QualifiedName, QString>, core::ColumnLimits> m_known;
};

/// How the columns are shown, or would be; guessed once each.
class Formats {
public:
    Formats(const core::Dialect &dialect, const QHash<core::QualifiedName, ColumnFormats> &shown)
        : m_dialect(dialect)
        , m_shown(shown)
    {
    }
    [[nodiscard]] core::ColumnFormat of(const core::Table &table, const core::Column &column)
    {
        ColumnFormats &known = m_shown[table.name];
        auto found = known.find(column.name);
        if (found == known.end())
            found = known.insert(column.name, core::guessFormat(table, column, m_dialect, {}));
        return *found;
    }

private:
    const core::Dialect &m_dialect;
    QHash<core::QualifiedName, ColumnFormats> m_shown;
};

} // namespace

QStringList misfits(const core::ChangeSet &changes, const core::Schema &schema, const core::Dialect &dialect,
                    const QHash<core::QualifiedName, ColumnFormats> &formats, int most)
{
    QStringList lines;
    Limits limits(dialect);
    Formats shown(dialect, formats);
    for (const core::RowEdit &row : changes.rows()) {
        const core::Table *table = row.kind == core::RowEdit::Kind::Delete ? nullptr : schema.table(row.table);
        if (!table)
            continue;
        for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
            const auto *value = std::get_if<core::Value>(&cell->value);
            const core::Column *column = value ? table->column(cell.key()) : nullptr;
            if (!column)
                continue;
            QString why = limits.refusal(*value, *table, *column);
            if (why.isEmpty())
                why = core::misfit(*value, *column, shown.of(*table, *column), dialect);
            if (!why.isEmpty())
                lines.append(u"%1, %2: %3"_s.arg(rowText(row), column->name, why));
            if (lines.size() >= most)
                return lines;
        }
    }
    return lines;
}

} // namespace ui
