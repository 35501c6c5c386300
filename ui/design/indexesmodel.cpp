// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/indexesmodel.h"

#include "ui/design/designdesk.h"
#include "ui/design/designpart.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString nameOfIndex(const core::Index &i)
{
    return i.name;
}
QString nameOfUnique(const core::UniqueConstraint &u)
{
    return u.name;
}

void mark(DesignRow &row, bool isNew)
{
    const auto changed = [](const DesignCell &cell) { return cell.changed; };
    row.state = isNew                                                ? DesignRow::State::New
        : std::any_of(row.cells.cbegin(), row.cells.cend(), changed) ? DesignRow::State::Changed
                                                                     : DesignRow::State::Same;
}

DesignCell quiet(DesignCell cell)
{
    cell.editable = false;
    return cell;
}

DesignCell none()
{
    return quiet(DesignCell{});
}

QString deferralText(core::KeyDeferral deferral)
{
    return deferral == core::KeyDeferral::None     ? QString()
        : deferral == core::KeyDeferral::Immediate ? u"deferrable"_s
                                                   : u"deferred"_s;
}

core::Result<core::KeyDeferral> deferralFrom(const QString &text)
{
    const QString word = text.simplified().toLower();
    if (word.isEmpty())
        return core::KeyDeferral::None;
    if (word == u"deferrable")
        return core::KeyDeferral::Immediate;
    if (word == u"deferred")
        return core::KeyDeferral::Deferred;
    return core::Error::invalid(
        IndexesModel::tr("A key is “deferrable” (a transaction may put its check off), “deferred” (it is put off) or "
                         "neither."));
}

core::Result<QStringList> includedFrom(const QString &text, const core::DesignRules &rules)
{
    return text.trimmed().isEmpty() ? core::Result<QStringList>(QStringList()) : rules.namesFromText(text);
}

/// Method, included columns, whether NULLs are the same, and whether the check can be put off; of `was` what it was.
template <typename T>
QList<DesignCell> furtherCells(const T &item, const T *was, const core::DesignRules &rules, const QString &usualMethod)
{
    const auto text = [](const QString &shown, bool changed, const QString &hint) {
        DesignCell cell;
        cell.text = shown;
        cell.changed = changed;
        cell.hint = hint;
        return cell;
    };
    DesignCell method = none();
    DesignCell nulls = none();
    DesignCell deferral = none();
    if constexpr (requires { item.method; })
        method = text(item.method, was && was->method != item.method, usualMethod);
    if constexpr (requires { item.nullsNotDistinct; }) {
        nulls.checked = item.nullsNotDistinct;
        nulls.editable = true;
        nulls.changed = was && was->nullsNotDistinct != item.nullsNotDistinct;
    }
    if constexpr (requires { item.unique; })
        nulls.editable = item.unique;
    if constexpr (requires { item.deferral; })
        deferral =
            text(deferralText(item.deferral), was && was->deferral != item.deferral, IndexesModel::tr("at once"));
    const DesignCell included = text(rules.textOf(item.include), was && was->include != item.include, {});
    return {method, included, nulls, deferral};
}

} // namespace

QStringList IndexesModel::titles() const
{
    return {tr("Kind"),   tr("Name"),    tr("Columns"),     tr("Unique"),       tr("Only rows where"),
            tr("Method"), tr("Include"), tr("NULLs equal"), tr("Check put off")};
}

QList<core::UniqueConstraint> IndexesModel::oldConstraints() const
{
    return before() ? droppedOf(before()->uniques, now()->uniques, nameOfUnique) : QList<core::UniqueConstraint>();
}

QList<core::Index> IndexesModel::oldIndexes() const
{
    return before() ? droppedOf(before()->indexes, now()->indexes, nameOfIndex) : QList<core::Index>();
}

QList<IndexesModel::Place> IndexesModel::places() const
{
    QList<Place> out{{What::Key, -1}};
    const auto add = [&out](What what, qsizetype count) {
        for (int i = 0; i < count; ++i)
            out.append({what, i});
    };
    add(What::Constraint, now()->uniques.size());
    add(What::OldConstraint, oldConstraints().size());
    add(What::Index, now()->indexes.size());
    add(What::OldIndex, oldIndexes().size());
    if (m_draft)
        out.append({What::Draft, -1});
    return out;
}

DesignRow IndexesModel::keyRow() const
{
    const auto textOf = [this](const core::Table *t) {
        return t && t->primaryKey ? desk().rules().textOf(t->primaryKey->columns) : QString();
    };
    const auto nameOf = [](const core::Table *t) { return t && t->primaryKey ? t->primaryKey->name : QString(); };
    DesignRow row;
    row.id = u"key"_s;
    row.cells = {quiet(textCell(tr("primary key"), false)),
                 textCell(nameOf(now()), before() && nameOf(now()) != nameOf(before()), tr("unnamed")),
                 textCell(textOf(now()), before() && textOf(now()) != textOf(before()), tr("none")),
                 checkCell(true, false, false), quiet(textCell({}, false))};
    const core::PrimaryKey *was = before() && before()->primaryKey ? &*before()->primaryKey : nullptr;
    row.cells += now()->primaryKey ? furtherCells(*now()->primaryKey, was, desk().rules(), {})
                                   : QList<DesignCell>{none(), none(), none(), none()};
    mark(row, !before());
    return row;
}

DesignRow IndexesModel::constraintRow(int item) const
{
    const core::UniqueConstraint &u = now()->uniques.at(item);
    const core::UniqueConstraint *was = before() ? counterpartOf(u, before()->uniques, nameOfUnique) : nullptr;
    DesignRow row;
    row.id = u"unique "_s + (u.name.isEmpty() ? desk().rules().textOf(u.columns) : u.name);
    row.cells = {quiet(textCell(tr("unique"), false)), textCell(u.name, was && was->name != u.name, tr("unnamed")),
                 textCell(desk().rules().textOf(u.columns), was && was->columns != u.columns),
                 checkCell(true, false, false), quiet(textCell({}, false))};
    row.cells += furtherCells(u, was, desk().rules(), {});
    mark(row, !was);
    return row;
}

DesignRow IndexesModel::indexRow(int item) const
{
    const core::Index &i = now()->indexes.at(item);
    const core::Index *was = before() ? counterpartOf(i, before()->indexes, nameOfIndex) : nullptr;
    DesignRow row;
    row.id = u"index "_s + i.name;
    row.cells = {quiet(textCell(tr("index"), false)), textCell(i.name, was && was->name != i.name),
                 textCell(desk().rules().textOf(i.columns), was && was->columns != i.columns),
                 checkCell(i.unique, was && was->unique != i.unique),
                 textCell(i.where, was && was->where != i.where, tr("all rows"))};
    row.cells += furtherCells(i, was, desk().rules(), desk().rules().indexMethods().value(0));
    mark(row, !was);
    return row;
}

QList<DesignRow> IndexesModel::makeRows() const
{
    QList<DesignRow> rows;
    const QList<core::DesignProblem> problems = desk().problemsOf(table());
    const QList<core::UniqueConstraint> goneUniques = oldConstraints();
    const QList<core::Index> goneIndexes = oldIndexes();
    const auto problemOf = [&](core::DesignProblem::Part part, int item) {
        const auto it = std::find_if(problems.cbegin(), problems.cend(),
                                     [&](const core::DesignProblem &p) { return p.part == part && p.item == item; });
        return it == problems.cend() ? QString() : it->sentence;
    };
    for (const Place &place : places()) {
        DesignRow row;
        switch (place.what) {
        case What::Key:
            row = keyRow();
            row.problem = problemOf(core::DesignProblem::Part::PrimaryKey, -1);
            break;
        case What::Constraint:
            row = constraintRow(place.item);
            row.problem = problemOf(core::DesignProblem::Part::Unique, place.item);
            break;
        case What::Index:
            row = indexRow(place.item);
            row.problem = problemOf(core::DesignProblem::Part::Index, place.item);
            break;
        case What::OldConstraint: {
            const core::UniqueConstraint &u = goneUniques.at(place.item);
            row.id = u"dropped unique %1"_s.arg(place.item);
            row.state = DesignRow::State::Dropped;
            row.cells = {textCell(tr("unique"), false), textCell(u.name, false),
                         textCell(desk().rules().textOf(u.columns), false), checkCell(true, false),
                         textCell({}, false)};
            row.cells += furtherCells<core::UniqueConstraint>(u, nullptr, desk().rules(), {});
            break;
        }
        case What::OldIndex: {
            const core::Index &i = goneIndexes.at(place.item);
            row.id = u"dropped index "_s + i.name;
            row.state = DesignRow::State::Dropped;
            row.cells = {textCell(tr("index"), false), textCell(i.name, false),
                         textCell(desk().rules().textOf(i.columns), false), checkCell(i.unique, false),
                         textCell(i.where, false)};
            row.cells += furtherCells<core::Index>(i, nullptr, desk().rules(), {});
            break;
        }
        case What::Draft:
            row.id = u"draft"_s;
            row.state = DesignRow::State::New;
            row.cells = {quiet(textCell(m_draft->constraint ? tr("unique") : tr("index"), false)),
                         textCell(m_draft->name, false, tr("named by its columns")),
                         textCell({}, false, tr("type the columns")),
                         checkCell(m_draft->constraint || m_draft->unique, false, !m_draft->constraint),
                         textCell(m_draft->where, false),
                         m_draft->constraint ? none()
                                             : textCell(m_draft->method, false, desk().rules().indexMethods().value(0)),
                         none(),
                         none(),
                         none()};
            break;
        }
        rows.append(row);
    }
    return rows;
}

QStringList IndexesModel::choices(int row, int column) const
{
    Q_UNUSED(row)
    QStringList names;
    if (column == Method)
        return desk().rules().indexMethods();
    if (column == Deferral)
        return {u"deferrable"_s, u"deferred"_s};
    if (column == Columns || column == Include) {
        for (const core::Column &c : now()->columns)
            names.append(desk().rules().textOf(QStringList{c.name}));
    }
    return names;
}

core::Result<core::Done> IndexesModel::set(int row, int column, const QString &text)
{
    const Place place = places().value(row);
    switch (place.what) {
    case What::Key:
        if (column == Columns)
            return setKey(text);
        if (now()->primaryKey)
            return setKeyPart(*now()->primaryKey, column, text);
        return core::Error::invalid(tr("There is no primary key to be named: type its columns first."));
    case What::Constraint:
        return setConstraint(now()->uniques.at(place.item), column, text);
    case What::Index:
        return setIndex(now()->indexes.at(place.item), column, text);
    case What::Draft:
        return setDraft(column, text);
    case What::OldConstraint:
    case What::OldIndex:
        break;
    }
    return core::Error::invalid(tr("It is dropped: Delete takes that back."));
}

core::Result<core::Done> IndexesModel::setKey(const QString &text)
{
    core::PrimaryKey key = now()->primaryKey.value_or(core::PrimaryKey());
    key.columns.clear();
    if (!text.trimmed().isEmpty()) {
        const auto columns = desk().rules().indexedColumnsFromText(text);
        RC_TRY(columns);
        key.columns = *columns;
    }
    return desk().push({core::design::SetPrimaryKey{table(), settledKey(key)}});
}

core::Result<core::Done> IndexesModel::setKeyPart(core::PrimaryKey key, int column, const QString &text)
{
    if (column == Include) {
        const auto names = includedFrom(text, desk().rules());
        RC_TRY(names);
        key.include = *names;
    } else if (column == Deferral) {
        const auto deferral = deferralFrom(text);
        RC_TRY(deferral);
        key.deferral = *deferral;
    } else {
        key.name = text.trimmed();
    }
    return desk().push({core::design::SetPrimaryKey{table(), key}});
}

core::Result<core::Done> IndexesModel::setConstraint(const core::UniqueConstraint &from, int column,
                                                     const QString &text)
{
    core::UniqueConstraint to = from;
    if (column == Name) {
        to.name = text.trimmed();
    } else if (column == Include) {
        const auto names = includedFrom(text, desk().rules());
        RC_TRY(names);
        to.include = *names;
    } else if (column == Deferral) {
        const auto deferral = deferralFrom(text);
        RC_TRY(deferral);
        to.deferral = *deferral;
    } else {
        const auto columns = desk().rules().indexedColumnsFromText(text);
        RC_TRY(columns);
        to.columns = *columns;
        to.column =
            to.columns.size() == 1 && to.columns.first().collation.isEmpty() ? to.columns.first().column : QString();
    }
    return desk().push({core::design::PutUnique{table(), from, to}});
}

core::Result<core::Done> IndexesModel::setIndex(const core::Index &from, int column, const QString &text)
{
    core::Index to = from;
    if (column == Name) {
        to.name = text.trimmed();
    } else if (column == Columns) {
        const auto columns = desk().rules().indexedColumnsFromText(text);
        RC_TRY(columns);
        to.columns = *columns;
        if (from.name == indexName(table(), from.columns))
            to.name = indexName(table(), to.columns);
    } else if (column == Method) {
        const QString method = text.trimmed().toLower();
        to.method = method == desk().rules().indexMethods().value(0) ? QString() : method;
    } else if (column == Include) {
        const auto names = includedFrom(text, desk().rules());
        RC_TRY(names);
        to.include = *names;
    } else {
        to.where.clear();
        if (!text.trimmed().isEmpty()) {
            const auto where = desk().rules().expressionFromText(text);
            RC_TRY(where);
            to.where = *where;
        }
    }
    return desk().push({core::design::PutIndex{table(), from, to}});
}

core::Result<core::Done> IndexesModel::setDraft(int column, const QString &text)
{
    if (column == Name) {
        m_draft->name = text.trimmed();
    } else if (column == Where) {
        m_draft->where = text.trimmed();
    } else if (column == Method) {
        const QString method = text.trimmed().toLower();
        m_draft->method = method == desk().rules().indexMethods().value(0) ? QString() : method;
    } else {
        const auto columns = desk().rules().indexedColumnsFromText(text);
        RC_TRY(columns);
        const Draft draft = *m_draft;
        core::DesignStep step;
        if (draft.constraint) {
            const bool single = columns->size() == 1 && columns->first().collation.isEmpty();
            step = core::design::PutUnique{table(), std::nullopt,
                                           core::UniqueConstraint{draft.name, *columns, core::ConflictClause::None,
                                                                  single ? columns->first().column : QString()}};
        } else {
            const QString name = draft.name.isEmpty() ? indexName(table(), *columns) : draft.name;
            step = core::design::PutIndex{table(), std::nullopt,
                                          core::Index{name, *columns, draft.unique, draft.where, {}, draft.method}};
        }
        m_draft.reset();
        const auto done = desk().push({step});
        if (!done)
            m_draft = draft;
        return done;
    }
    refresh();
    return core::Done{};
}

core::Result<core::Done> IndexesModel::check(int row, int column, bool checked)
{
    const Place place = places().value(row);
    if (place.what == What::Draft) {
        m_draft->unique = checked;
        refresh();
        return core::Done{};
    }
    if (place.what == What::Constraint && column == NullsEqual) {
        const core::UniqueConstraint unique = now()->uniques.at(place.item);
        core::UniqueConstraint changed = unique;
        changed.nullsNotDistinct = checked;
        return desk().push({core::design::PutUnique{table(), unique, changed}});
    }
    if (place.what != What::Index || (column != Unique && column != NullsEqual))
        return DesignModel::check(row, column, checked);
    const core::Index from = now()->indexes.at(place.item);
    core::Index to = from;
    if (column == NullsEqual)
        to.nullsNotDistinct = checked;
    else
        to.unique = checked;
    to.nullsNotDistinct = to.nullsNotDistinct && to.unique;
    return desk().push({core::design::PutIndex{table(), from, to}});
}

core::Result<int> IndexesModel::insertBelow(int)
{
    m_draft = Draft();
    refresh();
    return rowCount() - 1;
}

int IndexesModel::insertUnique()
{
    m_draft = Draft{true, {}, true, {}, {}};
    refresh();
    return rowCount() - 1;
}

core::Result<core::Done> IndexesModel::drop(int row)
{
    const Place place = places().value(row);
    switch (place.what) {
    case What::Key:
        return now()->primaryKey ? desk().push({core::design::SetPrimaryKey{table(), std::nullopt}})
                                 : core::Result<core::Done>(core::Done{});
    case What::Constraint:
        return desk().push({core::design::PutUnique{table(), now()->uniques.at(place.item), std::nullopt}});
    case What::Index:
        return desk().push({core::design::PutIndex{table(), now()->indexes.at(place.item), std::nullopt}});
    case What::OldConstraint:
        return desk().push({core::design::PutUnique{table(), std::nullopt, oldConstraints().at(place.item)}});
    case What::OldIndex:
        return desk().push({core::design::PutIndex{table(), std::nullopt, oldIndexes().at(place.item)}});
    case What::Draft:
        m_draft.reset();
        refresh();
        break;
    }
    return core::Done{};
}

} // namespace ui

#include "moc_indexesmodel.cpp"
