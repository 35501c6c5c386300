// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/enumvaluesmodel.h"

#include "core/design/designrepairs.h"
#include "ui/changes/changetexts.h"
#include "ui/design/designdesk.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

EnumValuesModel::EnumValuesModel(core::Session &session, DesignDesk &desk, QObject *parent)
    : DesignModel(desk, parent)
    , m_counts(new ProbeCounts(session, this))
{
    connect(&desk, &DesignDesk::changed, this, &EnumValuesModel::count);
    connect(m_counts, &ProbeCounts::changed, this, &EnumValuesModel::refresh);
    connect(&session, &core::Session::changedOutside, m_counts, &ProbeCounts::forget);
}

const core::EnumType *EnumValuesModel::type() const
{
    return desk().design().target().enumType(table());
}

QStringList EnumValuesModel::titles() const
{
    return {tr("Value"), tr("In the database"), tr("Rows that hold it become")};
}

QString EnumValuesModel::nameNow(const QString &before) const
{
    const core::EnumOrigin *origin = desk().design().state().enumOrigin(table());
    return origin ? origin->values.key(before) : QString();
}

DesignRow EnumValuesModel::valueRow(const QString &value) const
{
    const core::EnumOrigin *origin = desk().design().state().enumOrigin(table());
    const bool isOld = origin && origin->values.contains(value);
    const QString before = isOld ? origin->values.value(value) : QString();
    const core::EnumType *base = origin ? desk().design().base()->enumType(origin->type) : nullptr;
    DesignRow row;
    row.id = isOld ? u"base "_s + before : u"new "_s + value;
    DesignCell was = textCell(before, false, isOld ? QString() : tr("new"));
    DesignCell none = textCell({}, false);
    was.editable = false;
    none.editable = false;
    row.cells = {textCell(value, isOld && before != value), was, none};
    row.state = !isOld ? DesignRow::State::New : before != value ? DesignRow::State::Changed : DesignRow::State::Same;
    // One of the old ones that stands elsewhere among them.
    if (base && isOld && before == value) {
        QStringList order;
        for (const QString &v : type()->values) {
            if (origin->values.contains(v))
                order.append(origin->values.value(v));
        }
        QStringList then = base->values;
        then.removeIf([&order](const QString &v) { return !order.contains(v); });
        if (then.indexOf(before) != order.indexOf(before))
            row.state = DesignRow::State::Changed;
    }
    return row;
}

DesignRow EnumValuesModel::droppedRow(const QString &value) const
{
    const QString by = desk().design().state().insteadOf(table(), value);
    DesignRow row;
    row.id = u"dropped "_s + value;
    row.state = DesignRow::State::Dropped;
    DesignCell instead = textCell(by.isEmpty() ? QString() : nameNow(by), false, countText(value));
    instead.ofDropped = true;
    row.cells = {textCell(value, false), textCell(value, false), instead};
    return row;
}

/// Over all columns of the type.
QString EnumValuesModel::countText(const QString &dropped) const
{
    qint64 rows = 0;
    const QList<core::Probe> probes = core::rowsHolding(desk().design(), table(), dropped);
    for (const core::Probe &probe : probes) {
        const ProbeCounts::Count count = m_counts->countOf(queryOf(probe));
        if (count.state == ProbeCounts::Count::State::Asking)
            return tr("counting rows…");
        if (count.state != ProbeCounts::Count::State::Known)
            return tr("rows not counted: type a value");
        rows += count.rows;
    }
    return rows == 0 ? tr("no row holds it")
        : rows == 1  ? tr("1 row: type a value")
                     : tr("%1 rows: type a value").arg(ui::countText(rows));
}

QList<DesignRow> EnumValuesModel::makeRows() const
{
    QList<DesignRow> rows;
    for (const QString &value : type()->values)
        rows.append(valueRow(value));
    const core::EnumOrigin *origin = desk().design().state().enumOrigin(table());
    const core::EnumType *base = origin ? desk().design().base()->enumType(origin->type) : nullptr;
    const QStringList dropped = desk().design().state().droppedValues(table());
    for (const QString &value : dropped) {
        // Behind the one it stood behind.
        qsizetype at = 0;
        for (qsizetype i = base->values.indexOf(value) - 1; i >= 0 && at == 0; --i) {
            const QString id = base->values.at(i);
            const auto it = std::find_if(rows.cbegin(), rows.cend(), [&id](const DesignRow &r) {
                return r.id == u"base "_s + id || r.id == u"dropped "_s + id;
            });
            at = it == rows.cend() ? 0 : it - rows.cbegin() + 1;
        }
        rows.insert(at, droppedRow(value));
    }
    if (m_draft) {
        DesignRow row;
        row.id = u"draft"_s;
        row.state = DesignRow::State::New;
        DesignCell none = textCell({}, false);
        none.editable = false;
        row.cells = {textCell({}, false, tr("type the value")), none, none};
        rows.insert(std::min<qsizetype>(*m_draft, rows.size()), row);
    }
    return rows;
}

QString EnumValuesModel::valueAt(int row) const
{
    return rows().value(row).cells.value(Value).text;
}

QStringList EnumValuesModel::choices(int row, int column) const
{
    QStringList out;
    if (column != Instead || stateOf(row) != DesignRow::State::Dropped)
        return out;
    const core::EnumOrigin *origin = desk().design().state().enumOrigin(table());
    for (const QString &value : type()->values) {
        if (origin && origin->values.contains(value))
            out.append(value);
    }
    return out;
}

core::Result<core::Done> EnumValuesModel::setInstead(const QString &dropped, const QString &text)
{
    const core::EnumOrigin *origin = desk().design().state().enumOrigin(table());
    const QString by = text.trimmed();
    if (!by.isEmpty() && !(origin && origin->values.contains(by)))
        return core::Error::invalid(
            type()->values.contains(by)
                ? tr("%1 is new: rows can get it once it is there. Choose one that stays, or rename %2 to it.")
                      .arg(by, dropped)
                : tr("%1 has no value %2 that stays.").arg(table().display(), by));
    return desk().push({core::design::ReplaceEnumValue{table(), dropped, origin ? origin->values.value(by) : by}});
}

core::Result<core::Done> EnumValuesModel::set(int row, int column, const QString &text)
{
    if (rows().at(row).id == u"draft") {
        // Among the values that are there: dropped ones have rows as well.
        int at = 0;
        for (int i = 0; i < row; ++i)
            at += rows().at(i).state == DesignRow::State::Dropped ? 0 : 1;
        const std::optional<int> draft = m_draft;
        m_draft.reset();
        const auto done = desk().push({core::design::AddEnumValue{table(), text.trimmed(), at}});
        if (!done)
            m_draft = draft;
        return done;
    }
    const QString value = valueAt(row);
    if (column == Instead)
        return setInstead(value, text);
    return desk().push({core::design::RenameEnumValue{table(), value, text.trimmed()}});
}

core::Result<int> EnumValuesModel::insertBelow(int row)
{
    m_draft = row < 0 ? rowCount() : row + 1;
    refresh();
    return std::min(*m_draft, rowCount() - 1);
}

core::Result<core::Done> EnumValuesModel::drop(int row)
{
    if (row < 0 || row >= rows().size())
        return core::Done{};
    if (rows().at(row).id == u"draft") {
        m_draft.reset();
        refresh();
        return core::Done{};
    }
    const QString value = valueAt(row);
    if (stateOf(row) != DesignRow::State::Dropped)
        return desk().push({core::design::DropEnumValue{table(), value}});
    int at = 0; // where it is shown is where it stood
    for (int i = 0; i < row; ++i)
        at += stateOf(i) == DesignRow::State::Dropped ? 0 : 1;
    return desk().push({core::design::AddEnumValue{table(), value, at}});
}

core::Result<core::Done> EnumValuesModel::move(int row, int step)
{
    if (row < 0 || row >= rows().size() || stateOf(row) == DesignRow::State::Dropped || rows().at(row).id == u"draft")
        return core::Done{};
    const QString value = valueAt(row);
    const qsizetype to = type()->values.indexOf(value) + step;
    if (to < 0 || to >= type()->values.size())
        return core::Done{};
    return desk().push({core::design::MoveEnumValue{table(), value, static_cast<int>(to)}});
}

void EnumValuesModel::count()
{
    QList<core::RowQuery> queries;
    const QStringList dropped = type() ? desk().design().state().droppedValues(table()) : QStringList();
    for (const QString &value : dropped) {
        for (const core::Probe &probe : core::rowsHolding(desk().design(), table(), value))
            queries.append(queryOf(probe));
    }
    m_counts->want(queries);
}

} // namespace ui

#include "moc_enumvaluesmodel.cpp"
