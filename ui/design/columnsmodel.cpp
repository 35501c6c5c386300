// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/columnsmodel.h"

#include "core/schema/namecase.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpart.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

bool isOnly(const QStringList &names, const QString &column, core::NameCase nameCase)
{
    return names.size() == 1 && core::foldedName(names.first(), nameCase) == core::foldedName(column, nameCase);
}

bool isUniqueAlone(const core::Table &table, const QString &column)
{
    return std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                       [&](const core::UniqueConstraint &u) {
                           return isOnly(u.columnNames(), column, core::nameCaseOf(table));
                       })
        || std::any_of(table.indexes.cbegin(), table.indexes.cend(), [&](const core::Index &i) {
               return i.unique && i.where.isEmpty() && isOnly(i.columnNames(), column, core::nameCaseOf(table));
           });
}

/// The foreign key of this column alone; nullptr if none.
const core::ForeignKey *keyOf(const core::Table &table, const QString &column)
{
    const auto it = std::find_if(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const core::ForeignKey &k) {
        return isOnly(k.columns, column, core::nameCaseOf(table));
    });
    return it == table.foreignKeys.cend() ? nullptr : &*it;
}

/// Its place in the primary key, from 1; 0 when it is not in it.
int placeInKey(const core::Table &table, const QString &column)
{
    const QStringList names = table.primaryKeyColumns();
    for (int i = 0; i < names.size(); ++i) {
        if (core::foldedName(names.at(i), core::nameCaseOf(table)) == core::foldedName(column, core::nameCaseOf(table)))
            return i + 1;
    }
    return 0;
}

QString identityText(const core::Column &column)
{
    if (!column.identity)
        return {};
    return column.identity->always ? u"always"_s : u"by default"_s;
}

QString freeName(const core::Table &table)
{
    for (int n = static_cast<int>(table.columns.size()) + 1;; ++n) {
        const QString name = u"column%1"_s.arg(n);
        if (!table.column(name))
            return name;
    }
}

} // namespace

QStringList ColumnsModel::titles() const
{
    return {tr("Name"),       tr("Type"),         tr("Not null"), tr("Default"),   tr("Key"),      tr("Unique"),
            tr("References"), tr("Generated as"), tr("Stored"),   tr("Collation"), tr("Identity"), tr("Comment")};
}

DesignRow ColumnsModel::rowOf(const core::Column &c) const
{
    const core::Table &table = *now();
    const core::Table *then = before();
    const core::Column *base = desk().design().state().baseColumn(this->table(), c.name);
    const core::Table *baseTable = desk().design().state().baseTable(this->table());
    // Under the new names, so that what only follows a rename is no change.
    const core::Column *was = base && then ? &then->columns.at(baseTable->columnIndex(base->name)) : nullptr;
    const auto differs = [&](auto member) { return was && !(was->*member == c.*member); };
    const core::ForeignKey *key = keyOf(table, c.name);
    const core::ForeignKey *oldKey = was ? keyOf(*then, c.name) : nullptr;
    const QString reference = key ? desk().rules().textOf(*key) : QString();
    const int place = placeInKey(table, c.name);
    const bool unique = isUniqueAlone(table, c.name);

    DesignRow row;
    row.id = base ? u"base "_s + base->name : u"new "_s + c.name;
    row.state = was ? DesignRow::State::Same : DesignRow::State::New;
    row.cells = {
        textCell(c.name, was && base->name != c.name),
        textCell(c.declaredType, differs(&core::Column::declaredType), tr("no type")),
        checkCell(c.notNull, differs(&core::Column::notNull)),
        textCell(c.defaultExpression.value_or(QString()), differs(&core::Column::defaultExpression)),
        checkCell(place > 0, was && place != placeInKey(*then, c.name)),
        checkCell(unique, was && unique != isUniqueAlone(*then, c.name)),
        textCell(reference, was && reference != (oldKey ? desk().rules().textOf(*oldKey) : QString())),
        textCell(c.generatedExpression, differs(&core::Column::generatedExpression)),
        checkCell(c.generation == core::Column::Generation::Stored, differs(&core::Column::generation),
                  c.isGenerated()),
        textCell(c.collation, differs(&core::Column::collation)),
        textCell(identityText(c), differs(&core::Column::identity)),
        textCell(c.comment, differs(&core::Column::comment)),
    };
    if (place > 0 && table.primaryKeyColumns().size() > 1)
        row.cells[Key].hint = QString::number(place);
    const auto changed = [](const DesignCell &cell) { return cell.changed; };
    if (was && std::any_of(row.cells.cbegin(), row.cells.cend(), changed))
        row.state = DesignRow::State::Changed;
    return row;
}

QList<DesignRow> ColumnsModel::makeRows() const
{
    QList<DesignRow> rows;
    for (const core::Column &c : now()->columns)
        rows.append(rowOf(c));
    const core::Table *base = desk().design().state().baseTable(table());
    const QList<core::Column> dropped = desk().design().state().droppedColumns(table());
    for (const core::Column &c : dropped) {
        DesignRow row;
        row.id = u"base "_s + c.name;
        row.state = DesignRow::State::Dropped;
        row.cells = {textCell(c.name, false),
                     textCell(c.declaredType, false),
                     checkCell(c.notNull, false),
                     textCell(c.defaultExpression.value_or(QString()), false),
                     checkCell(placeInKey(*base, c.name) > 0, false),
                     checkCell(isUniqueAlone(*base, c.name), false),
                     textCell(keyOf(*base, c.name) ? desk().rules().textOf(*keyOf(*base, c.name)) : QString(), false),
                     textCell(c.generatedExpression, false),
                     checkCell(c.generation == core::Column::Generation::Stored, false),
                     textCell(c.collation, false),
                     textCell(identityText(c), false),
                     textCell(c.comment, false)};
        // Behind the one it stood behind.
        qsizetype at = 0;
        for (int i = base->columnIndex(c.name) - 1; i >= 0 && at == 0; --i) {
            const QString before = u"base "_s + base->columns.at(i).name;
            const auto it =
                std::find_if(rows.cbegin(), rows.cend(), [&](const DesignRow &r) { return r.id == before; });
            at = it == rows.cend() ? 0 : it - rows.cbegin() + 1;
        }
        rows.insert(at, row);
    }
    addProblems(rows);
    return rows;
}

void ColumnsModel::addProblems(QList<DesignRow> &rows) const
{
    using Facet = core::DesignProblem::Facet;
    QList<qsizetype> places; // of the target's columns
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (rows.at(i).state != DesignRow::State::Dropped)
            places.append(i);
    }
    for (const core::DesignProblem &p : desk().problemsOf(table())) {
        if (p.part != core::DesignProblem::Part::Column || p.item < 0 || p.item >= places.size())
            continue;
        const Column column = p.facet == Facet::Type ? Type
            : p.facet == Facet::Default              ? Default
            : p.facet == Facet::Generated            ? Generated
            : p.facet == Facet::Collation            ? Collation
                                                     : Name;
        DesignCell &cell = rows[places.at(p.item)].cells[column];
        cell.problem = p.sentence;
        cell.isNote = p.isNote;
    }
}

const core::Column *ColumnsModel::columnAt(int row) const
{
    if (row < 0 || row >= rows().size() || rows().at(row).state == DesignRow::State::Dropped)
        return nullptr;
    return now()->column(rows().at(row).cells.at(Name).text);
}

int ColumnsModel::rowOfColumn(const QString &name) const
{
    for (int i = 0; i < rows().size(); ++i) {
        if (rows().at(i).state != DesignRow::State::Dropped && rows().at(i).cells.at(Name).text == name)
            return i;
    }
    return -1;
}

QStringList ColumnsModel::choices(int row, int column) const
{
    Q_UNUSED(row)
    switch (column) {
    case Type:
        return desk().rules().types(now()->strict) + desk().rules().typesOf(desk().design().target());
    case Default:
        return desk().rules().defaults();
    case References:
        return referenceChoices(desk());
    case Collation:
        return desk().rules().collations();
    case Identity:
        return {u"always"_s, u"by default"_s};
    default:
        return {};
    }
}

core::Result<core::Done> ColumnsModel::alter(const core::Column &from, const core::Column &to)
{
    return desk().push({core::design::AlterColumn{table(), from, to}});
}

core::Result<core::Done> ColumnsModel::set(int row, int column, const QString &text)
{
    const core::Column c = *columnAt(row);
    core::Column to = c;
    switch (column) {
    case Name:
        return desk().push({core::design::RenameColumn{table(), c.name, text.trimmed()}});
    case Type:
        to.declaredType = text.simplified();
        return alter(c, to);
    case Default: {
        const auto expression = desk().rules().defaultFromText(text);
        RC_TRY(expression);
        to.defaultExpression = *expression;
        return alter(c, to);
    }
    case References:
        return setReference(c, text);
    case Generated:
        return setGenerated(c, text);
    case Collation:
        to.collation = text.trimmed();
        return alter(c, to);
    case Identity:
        return setIdentity(c, text);
    case Comment:
        to.comment = text;
        return alter(c, to);
    default:
        return core::Error::invalid(tr("This cannot be typed."));
    }
}

core::Result<core::Done> ColumnsModel::setGenerated(const core::Column &c, const QString &text)
{
    core::Column to = c;
    if (text.trimmed().isEmpty()) {
        to.generation = core::Column::Generation::None;
        to.generatedExpression.clear();
        return alter(c, to);
    }
    const auto expression = desk().rules().expressionFromText(text);
    RC_TRY(expression);
    to.generatedExpression = *expression;
    if (!c.isGenerated())
        to.generation = desk().rules().generations().value(0, core::Column::Generation::Stored);
    return alter(c, to);
}

/// A column that counts by itself is never NULL and has no other default.
core::Result<core::Done> ColumnsModel::setIdentity(const core::Column &c, const QString &text)
{
    core::Column to = c;
    const QString word = text.simplified().toLower();
    if (word.isEmpty()) {
        to.identity.reset();
        return alter(c, to);
    }
    if (word != u"always" && word != u"by default")
        return core::Error::invalid(
            tr("An identity is “always” (the server gives the numbers) or “by default” (unless one is given)."));
    if (!to.identity) {
        to.identity = core::Identity{};
        to.identity->options.type = c.declaredType;
    }
    to.identity->always = word == u"always";
    to.notNull = true;
    to.defaultExpression.reset();
    return alter(c, to);
}

core::Result<core::Done> ColumnsModel::setReference(const core::Column &c, const QString &text)
{
    const core::ForeignKey *there = keyOf(*now(), c.name);
    const std::optional<core::ForeignKey> from = there ? std::optional(*there) : std::nullopt;
    if (text.trimmed().isEmpty())
        return from ? desk().push({core::design::PutForeignKey{table(), from, std::nullopt}})
                    : core::Result<core::Done>(core::Done{});
    const auto typed = desk().rules().referenceFromText(text);
    RC_TRY(typed);
    core::ForeignKey to = from.value_or(core::ForeignKey());
    to.columns = {c.name};
    to.column = from ? from->column : c.name;
    to.target = typed->target;
    to.targetColumns = typed->targetColumns;
    return desk().push({core::design::PutForeignKey{table(), from, to}});
}

core::Result<core::Done> ColumnsModel::check(int row, int column, bool checked)
{
    const core::Column c = *columnAt(row);
    core::Column to = c;
    switch (column) {
    case NotNull:
        to.notNull = checked;
        return alter(c, to);
    case Key:
        return setKey(c.name, checked);
    case Unique:
        return setUnique(c.name, checked);
    case Stored:
        to.generation = checked ? core::Column::Generation::Stored : core::Column::Generation::Virtual;
        return alter(c, to);
    default:
        return DesignModel::check(row, column, checked);
    }
}

core::Result<core::Done> ColumnsModel::setKey(const QString &column, bool inKey)
{
    core::PrimaryKey key = now()->primaryKey.value_or(core::PrimaryKey());
    if (inKey)
        key.columns.append({column, {}, {}, core::SortOrder::Unspecified});
    else
        key.columns.removeIf([&](const core::IndexedColumn &c) {
            return core::foldedName(c.column, core::nameCaseOf(*now()))
                == core::foldedName(column, core::nameCaseOf(*now()));
        });
    return desk().push({core::design::SetPrimaryKey{table(), settledKey(key)}});
}

core::Result<core::Done> ColumnsModel::setUnique(const QString &column, bool unique)
{
    if (unique) {
        core::UniqueConstraint u;
        u.columns = {{column, {}, {}, core::SortOrder::Unspecified}};
        u.column = column;
        return desk().push({core::design::PutUnique{table(), std::nullopt, u}});
    }
    QList<core::DesignStep> steps;
    for (const core::UniqueConstraint &u : now()->uniques) {
        if (isOnly(u.columnNames(), column, core::nameCaseOf(*now())))
            steps.append(core::design::PutUnique{table(), u, std::nullopt});
    }
    for (const core::Index &i : now()->indexes) {
        if (i.unique && i.where.isEmpty() && isOnly(i.columnNames(), column, core::nameCaseOf(*now())))
            steps.append(core::design::PutIndex{table(), i, std::nullopt});
    }
    return desk().push(steps);
}

core::Result<int> ColumnsModel::insertBelow(int row)
{
    core::Column c;
    c.name = freeName(*now());
    c.declaredType = desk().rules().types(now()->strict).value(1);
    // A table that is there gets its new columns at the end: anywhere else it would have to be made anew.
    int at = -1;
    if (!desk().design().state().origin(table())) {
        const core::Column *above = columnAt(row);
        at = above ? now()->columnIndex(above->name) + 1 : -1;
    }
    RC_TRY(desk().push({core::design::AddColumn{table(), c, at}}));
    return rowOfColumn(c.name);
}

core::Result<core::Done> ColumnsModel::drop(int row)
{
    if (row < 0 || row >= rows().size())
        return core::Done{};
    if (const core::Column *c = columnAt(row))
        return desk().push({core::design::DropColumn{table(), c->name}});
    desk().restore(desk().design().state().origin(table())->table, rows().at(row).cells.at(Name).text);
    return core::Done{};
}

core::Result<core::Done> ColumnsModel::move(int row, int step)
{
    const core::Column *c = columnAt(row);
    if (!c)
        return core::Done{};
    if (!desk().rules().movesColumns() && desk().design().state().origin(table()))
        return core::Error::invalid(
            tr("The columns of %1 stay in the order in which they came.").arg(table().display()));
    const int to = now()->columnIndex(c->name) + step;
    if (to < 0 || to >= now()->columns.size())
        return core::Done{};
    return desk().push({core::design::MoveColumn{table(), c->name, to}});
}

} // namespace ui

#include "moc_columnsmodel.cpp"
