// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/dmlwriter.h"

#include "core/base/overloaded.h"
#include "core/edit/editwords.h"
#include "core/edit/exactrow.h"
#include "core/edit/keynames.h"
#include "core/edit/reusedkeys.h"
#include "core/edit/roworder.h"
#include "core/edit/rowvalues.h"
#include "core/edit/takenalong.h"

#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using CellsByColumn = QMap<QString, CellEdit>;

/// As the table shows them; by the place of the column, −1 for one it does not have.
QMultiMap<int, CellsByColumn::const_iterator> inTableOrder(const CellsByColumn &cells, const Table &table)
{
    QMultiMap<int, CellsByColumn::const_iterator> order;
    for (auto cell = cells.cbegin(); cell != cells.cend(); ++cell)
        order.insert(table.columnIndex(cell.key()), cell);
    return order;
}

class Writer {
public:
    Writer(const Schema &schema, const ChangeSet &changes, const Dialect &dialect, const UpdateStamps &stamps,
           const std::function<bool()> &isUnwanted)
        : m_schema(schema)
        , m_changes(changes)
        , m_dialect(dialect)
        , m_stamps(stamps)
        , m_isUnwanted(isUnwanted)
        , m_exact(dialect)
        , m_highestKeys(dialect)
    {
    }

    Result<QList<Statement>> statements()
    {
        const auto order = writeOrder(m_schema, m_changes, m_dialect);
        if (!order)
            return order.error();
        const QList<MustStay> staying = rowsThatMustStay(m_schema, m_changes, m_dialect);
        m_keys.addAsked(m_changes);
        m_keys.addMade(m_schema, m_changes, m_dialect);
        m_keys.addHalved(m_schema, m_changes, m_dialect, order->steps);
        RC_TRY(m_keys.addStaying(m_schema, m_changes, staying));
        QList<Statement> out;
        if (!order->checkLater.isEmpty())
            out.append(m_dialect.checkForeignKeysLater(whyCheckedLater(order->checkLater)));
        for (const Table *table : tablesReusingKeys(m_schema, m_changes, order->steps))
            out.append(m_highestKeys.remember(*table, m_keys.names()));
        for (const WriteStep &step : order->steps) {
            if (m_isUnwanted && m_isUnwanted())
                return Error::cancelled();
            auto written = statementFor(step);
            if (!written)
                return written.error();
            written->source = FromEdit{m_changes.rows().at(step.row).table, step.row};
            written->expect = TouchesRows{1};
            out.append(std::move(written).value());
        }
        for (const MustStay &stays : staying)
            out.append(stillThere(stays));
        return out;
    }

private:
    /// A key that is typed in and asked for before its row is there.
    [[nodiscard]] const Value *typedIn(const KeyOfInserted &key) const
    {
        const RowEdit *parent = m_changes.findInserted(key.table, key.insertId);
        if (!parent || m_written.contains(key.insertId))
            return nullptr;
        const auto cell = parent->cells.constFind(key.column);
        return cell == parent->cells.cend() ? nullptr : std::get_if<Value>(&cell->value);
    }

    /// What is bound for a staged value, as `:name`; nothing for the column's default.
    QString bound(const NewValue &value, const QString &column, ParameterNames &names,
                  QList<Parameter> &parameters) const
    {
        return std::visit(Overloaded{
                              [&](const Value &v) {
                                  parameters.append({names.next("new_"_L1, column), v});
                                  return QString(u':' + parameters.constLast().name);
                              },
                              [](const UseDefault &) { return QString(); },
                              [&](const KeyOfInserted &key) {
                                  if (const Value *given = typedIn(key)) {
                                      parameters.append({names.next("new_"_L1, column), *given});
                                      return QString(u':' + parameters.constLast().name);
                                  }
                                  const QString name = m_keys.of(key.insertId, key.column);
                                  const Parameter parameter{name, Captured{name}};
                                  if (!parameters.contains(parameter))
                                      parameters.append(parameter);
                                  return QString(u':' + name);
                              },
                          },
                          value);
    }

    Result<Statement> statementFor(const WriteStep &step)
    {
        const RowEdit &row = m_changes.rows().at(step.row);
        const Table *table = m_schema.table(row.table);
        if (!table)
            return missingTable(row.table);
        if (!table->brokenBecause.isEmpty()) {
            return Error::invalid(u"Table %1 cannot be edited: the database cannot read it (%2)."_s.arg(
                table->name.display(), table->brokenBecause));
        }
        if (table->shadow || table->internal) {
            return Error::invalid(
                u"Table %1 belongs to the database itself and cannot be edited."_s.arg(table->name.display()));
        }
        using Part = WriteStep::Part;
        if (row.kind == RowEdit::Kind::Insert) {
            if (step.part == Part::Later)
                return fillStatement(*table, row, step.columns);
            m_written.insert(row.insertId);
            return insertStatement(*table, partOf(row, step));
        }
        if (row.kind == RowEdit::Kind::Update || step.part == Part::Vacated) {
            auto written = updateStatement(*table, partOf(row, step), stampOf(*table, row, step));
            const auto number = m_keys.numberOf(step.row);
            if (written && number && !m_numbered.contains(step.row)) {
                m_numbered.insert(step.row); // a second statement of the row need not say it again
                written->sql += u"\n RETURNING "_s + m_dialect.identifier(number->column);
                written->captures.append(number->name);
            }
            return written;
        }
        return deleteStatement(*table, partOf(row, step));
    }

    /// The column that says when the row was changed, once per row; nullptr: there is none, or the person set it.
    const UpdateStamp *stampOf(const Table &table, const RowEdit &row, const WriteStep &step)
    {
        const auto stamp = m_stamps.constFind(table.name);
        if (stamp == m_stamps.cend() || row.kind != RowEdit::Kind::Update || step.part == WriteStep::Part::Vacated
            || m_stamped.contains(step.row))
            return nullptr;
        const Column *column = table.column(stamp->column);
        if (!column || column->isGenerated() || row.cells.contains(column->name))
            return nullptr;
        m_stamped.insert(step.row);
        return &*stamp;
    }

    Error missingTable(const QualifiedName &name) const
    {
        if (m_schema.view(name))
            return Error::invalid(u"%1 is a view; edit the tables it reads from."_s.arg(name.display()));
        return Error::invalid(u"Table %1 is not in the database any more; discard its edits."_s.arg(name.display()));
    }

    Result<const Column *> writable(const Table &table, const QString &name) const
    {
        const Column *column = table.column(name);
        if (!column) {
            return Error::invalid(
                u"Table %1 has no column %2 any more; discard this edit."_s.arg(table.name.display(), name));
        }
        if (column->isGenerated()) {
            return Error::invalid(u"Column %1 of table %2 is computed by the database and cannot be set."_s.arg(
                column->name, table.name.display()));
        }
        return column;
    }

    QString orAbort(const Table &table) const { return hidesConflicts(table) ? u" OR ABORT"_s : QString(); }

    Result<Statement> insertStatement(const Table &table, const RowEdit &row) const
    {
        Statement s;
        ParameterNames names(&m_keys.names());
        QStringList columns;
        QStringList given;
        QStringList values;
        QStringList said;
        const bool aboveAll = m_highestKeys.areNeededBy(table, row);
        if (aboveAll) {
            columns.append(m_dialect.identifier(table.rowIdAlias()));
            values.append(m_highestKeys.above(table, s.parameters));
        }
        const auto cells = inTableOrder(row.cells, table);
        for (const auto &cell : cells) {
            const auto column = writable(table, cell.key());
            if (!column)
                return column.error();
            if (aboveAll && (*column)->name == table.rowIdAlias())
                continue;
            const QString value = bound(cell->value, (*column)->name, names, s.parameters);
            if (value.isEmpty()) // the column's default comes by not naming it
                continue;
            columns.append(m_dialect.identifier((*column)->name));
            given.append((*column)->name);
            values.append(value);
            said.append(inWords((*column)->name, cell->value));
        }
        s.sql = u"INSERT%1 INTO "_s.arg(orAbort(table)) + m_dialect.qualified(table.name);
        s.sql += columns.isEmpty()
            ? QString(u" DEFAULT VALUES"_s)
            : QString(u" ("_s + columns.join(u", "_s) + u')' + m_dialect.insertOverride(table, given) + u" VALUES ("_s
                      + values.join(u", "_s) + u')');
        QStringList returned;
        const QMap<QString, QString> keys = m_keys.of(row.insertId);
        for (auto key = keys.cbegin(); key != keys.cend(); ++key) {
            const auto asked = givenBack(table, row, key.key());
            RC_TRY(asked);
            returned.append(m_dialect.identifier(*asked));
            s.captures.append(*key);
        }
        if (!returned.isEmpty())
            s.sql += u"\n RETURNING "_s + returned.join(u", "_s);
        s.purpose = u"Insert a row into "_s + table.name.display();
        s.purpose +=
            said.isEmpty() ? QString(u" with its defaults"_s) : QString(u": "_s + said.mid(0, 3).join(u", "_s));
        if (said.size() > 3)
            s.purpose += u", …"_s;
        return s;
    }

    /// The column of a new row whose value flows into others; it must have one.
    Result<QString> givenBack(const Table &table, const RowEdit &row, const QString &name) const
    {
        const Column *column = table.column(name);
        const bool isNumber =
            m_exact.identityOf(table).columns.contains(name) || m_keys.isRowNumber(row.insertId, name);
        if (!column && isNumber)
            return name;
        if (!column) {
            return Error::invalid(u"Table %1 has no column %2 any more, which other new rows refer to."_s.arg(
                table.name.display(), name));
        }
        if (column->isGenerated() || column->name == table.rowIdAlias())
            return column->name;
        const auto cell = row.cells.constFind(column->name);
        const bool unset = cell == row.cells.cend() || std::holds_alternative<UseDefault>(cell->value);
        const auto *value = unset ? nullptr : std::get_if<Value>(&cell->value);
        if ((unset && !column->defaultExpression && !column->identity) || (value && value->isNull())) {
            return Error::invalid(u"The new row %1 of table %2 has no %3, which other rows refer to: fill it in."_s.arg(
                QString::number(row.insertId), table.name.display(), column->name));
        }
        return column->name;
    }

    /// What a new row could not have at first, because the row it refers to was not there yet.
    Result<Statement> fillStatement(const Table &table, const RowEdit &row, const QStringList &columns) const
    {
        Statement s;
        ParameterNames names(&m_keys.names());
        QStringList sets;
        QStringList said;
        for (const QString &name : columns) {
            const auto column = writable(table, name);
            RC_TRY(column);
            const NewValue value = row.cells.value(name).value;
            sets.append(m_dialect.identifier((*column)->name) + u" = "_s + bound(value, name, names, s.parameters));
            said.append(inWords((*column)->name, value));
        }
        QStringList terms;
        for (const QString &column : m_exact.identityOf(table).columns) {
            const QString name = m_keys.of(row.insertId, column);
            const Parameter parameter{name, Captured{name}};
            if (!s.parameters.contains(parameter))
                s.parameters.append(parameter);
            terms.append(m_dialect.identifier(column) + u" = :"_s + name);
        }
        s.sql = u"UPDATE%1 "_s.arg(orAbort(table)) + m_dialect.qualified(table.name) + u" SET "_s + sets.join(u", "_s)
            + u"\n WHERE "_s + terms.join(u" AND "_s);
        s.purpose = u"Now that it is there, let the new row %1 of %2 refer to it: %3"_s.arg(
            QString::number(row.insertId), table.name.display(), said.join(u", "_s));
        return s;
    }

    Result<Statement> updateStatement(const Table &table, const RowEdit &row, const UpdateStamp *stamp) const
    {
        Statement s;
        ParameterNames names(&m_keys.names());
        QStringList sets;
        QStringList said;
        QMap<QString, Value> old = m_exact.rowIdContext(table, row);
        const auto cells = inTableOrder(row.cells, table);
        for (const auto &cell : cells) {
            const auto found = writable(table, cell.key());
            if (!found)
                return found.error();
            const Column &column = *found.value();
            old.insert(column.name, cell->base);
            said.append(column.name);
            const QString target = m_dialect.identifier(column.name) + u" = "_s;
            const QString value = bound(cell->value, column.name, names, s.parameters);
            sets.append(target + (value.isEmpty() ? m_dialect.defaultSql(column) : value));
        }
        if (stamp)
            sets.append(m_dialect.identifier(table.column(stamp->column)->name) + u" = "_s
                        + m_dialect.stampSql(*table.column(stamp->column), stamp->notation));
        const auto where = m_exact.where(table, row, old, names, s.parameters);
        if (!where)
            return where.error();
        s.sql = u"UPDATE%1 "_s.arg(orAbort(table)) + m_dialect.qualified(table.name) + u" SET "_s + sets.join(u", "_s)
            + u"\n WHERE "_s + *where;
        s.purpose = u"Set %1 of the row of %2 where %3"_s.arg(said.join(u", "_s), table.name.display(),
                                                              m_exact.inWords(table, row));
        if (stamp)
            s.purpose += u"; stamp %1 with the time it runs"_s.arg(stamp->column);
        return s;
    }

    Result<Statement> deleteStatement(const Table &table, const RowEdit &row) const
    {
        Statement s;
        ParameterNames names;
        const auto where = m_exact.where(table, row, row.seen, names, s.parameters);
        if (!where)
            return where.error();
        s.sql = u"DELETE FROM "_s + m_dialect.qualified(table.name) + u"\n WHERE "_s + *where;
        s.purpose = u"Delete the row of %1 where %2"_s.arg(table.name.display(), m_exact.inWords(table, row));
        return s;
    }

    Statement stillThere(const MustStay &stays) const
    {
        const RowEdit &row = m_changes.rows().at(stays.row);
        const Table &table = *m_schema.table(row.table);
        Statement s;
        s.role = Statement::Role::Check;
        ParameterNames names(&m_keys.names());
        QStringList terms;
        for (qsizetype c = 0; c < stays.key.size(); ++c) {
            const QString &column = stays.columns.at(c);
            terms.append(m_dialect.identifier(column) + u" = "_s + bound(stays.key.at(c), column, names, s.parameters));
        }
        if (const auto number = m_keys.numberOf(stays.row)) {
            s.parameters.append({number->name, Captured{number->name}});
            terms.append(m_dialect.identifier(number->column) + u" = :"_s + number->name);
        }
        s.sql = u"SELECT count(*) FROM "_s + m_dialect.qualified(table.name) + u"\n WHERE "_s + terms.join(u" AND "_s);
        const bool isNew = row.kind == RowEdit::Kind::Insert;
        const QString which = isNew
            ? u"the new row %1 of %2"_s.arg(QString::number(row.insertId), table.name.display())
            : u"the row of %1 where %2"_s.arg(table.name.display(), m_exact.inWords(table, row));
        s.purpose = u"Check that no deletion takes along "_s + which;
        s.expect = ReadsBack{
            Value::integer(1),
            isNew
                ? u"What is staged contradicts itself: %1 refers to a row that is to be deleted, and would go with it. "
                  "Let it refer to another row, take it back, or do not delete; nothing was changed."_s.arg(which)
                : u"What is staged contradicts itself: %1 is edited, but goes with a row that is to be deleted. "
                  "Take back the edit or the deletion; nothing was changed."_s.arg(which)};
        s.source = FromEdit{row.table, stays.row};
        return s;
    }

    const Schema &m_schema;
    const ChangeSet &m_changes;
    const Dialect &m_dialect;
    const UpdateStamps &m_stamps;
    const std::function<bool()> &m_isUnwanted;
    QSet<int> m_stamped; ///< rows, by their number
    KeyNames m_keys;
    QSet<int> m_numbered; ///< stored rows whose number was given back
    QSet<qint64> m_written; ///< new rows whose INSERT stands already
    const ExactRow m_exact;
    HighestKeys m_highestKeys;
};

} // namespace

Result<Script> editScript(const Schema &schema, const ChangeSet &changes, const Dialect &dialect,
                          const UpdateStamps &stamps, const std::function<bool()> &isUnwanted)
{
    if (changes.isEmpty())
        return Script();
    auto statements = Writer(schema, changes, dialect, stamps, isUnwanted).statements();
    if (!statements)
        return statements.error();
    const QString title = u"Apply %1 in %2"_s.arg(counted(changes.rows().size(), "edit"_L1, "edits"_L1),
                                                  counted(changes.tables().size(), "table"_L1, "tables"_L1));
    return dialect.inTransaction(title, std::move(statements).value(), Dialect::ForeignKeys::Enforced);
}

} // namespace core
