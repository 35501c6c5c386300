// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/severalrows.h"

#include "core/base/whendone.h"
#include "ui/changes/editstack.h"

#include <QLocale>
#include <QSet>
#include <QTimer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int pause = 40; ///< milliseconds that a selection rests before it is read

} // namespace

SeveralRows::SeveralRows(core::Session &session, EditStack &edits, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_edits(edits)
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(pause);
    connect(m_timer, &QTimer::timeout, this, &SeveralRows::startReading);
}

void SeveralRows::show(const RowSelection &selection)
{
    clear();
    m_selection = selection;
    read(); // what is not whole is followed by another
}

void SeveralRows::clear()
{
    m_selection = {};
    m_rows.clear();
    m_typedOver.clear();
    ++m_generation;
    m_loading = false;
    m_timer->stop();
    m_reading.cancel(); // nobody waits for it any more
}

void SeveralRows::read()
{
    if (!isActive() || m_selection.rows.size() != m_selection.count || !reason().isEmpty())
        return;
    m_loading = true;
    ++m_generation; // what is under way is older than what this was called for
    m_reading.cancel();
    m_timer->start();
}

void SeveralRows::startReading()
{
    const quint64 generation = ++m_generation;
    QList<core::RowKey> keys;
    for (const RowAddress &row : std::as_const(m_selection.rows)) {
        if (row.insertId == 0)
            keys.append(row.key);
    }
    if (keys.isEmpty()) {
        take(QList<core::CutRow>());
        return;
    }
    m_reading = m_session.readRowsCut(table(), keys, cellLimit);
    core::whenDone(m_reading, this, [this, generation](const core::Result<QList<core::CutRow>> &rows) {
        if (generation == m_generation)
            take(rows);
    });
}

void SeveralRows::take(const core::Result<QList<core::CutRow>> &rows)
{
    m_loading = false;
    Q_EMIT aboutToChange();
    m_rows.clear();
    if (!rows) {
        if (!rows.error().isCancelled())
            Q_EMIT failed(rows.error());
        Q_EMIT changed();
        return;
    }
    qsizetype read = 0;
    for (const RowAddress &row : std::as_const(m_selection.rows))
        m_rows.append(row.insertId == 0 ? rows->value(read++) : core::CutRow());
    Q_EMIT changed();
}

core::QualifiedName SeveralRows::table() const
{
    return m_selection.table;
}

QString SeveralRows::title() const
{
    return tr("%1 rows of %2").arg(QLocale().toString(m_selection.count), table().display());
}

QString SeveralRows::reason() const
{
    if (m_selection.count > RowSelection::most)
        return tr("Up to %1 rows are edited as one. Select fewer, or put the cursor on one row.")
            .arg(RowSelection::most);
    return {};
}

const core::RowEdit *SeveralRows::editOf(qsizetype row) const
{
    const RowAddress &address = m_selection.rows.at(row);
    const auto changes = m_session.changes();
    return address.insertId != 0 ? changes->findInserted(address.table, address.insertId)
                                 : changes->find(address.table, address.key);
}

bool SeveralRows::isGone(qsizetype row) const
{
    return m_selection.rows.at(row).insertId != 0 ? editOf(row) == nullptr : m_rows.value(row).cells.isEmpty();
}

bool SeveralRows::isEdited() const
{
    for (qsizetype row = 0; row < m_selection.rows.size(); ++row) {
        if (editOf(row))
            return true;
    }
    return false;
}

int SeveralRows::deleted() const
{
    int count = 0;
    for (qsizetype row = 0; row < m_selection.rows.size(); ++row) {
        const core::RowEdit *edit = editOf(row);
        count += edit && edit->kind == core::RowEdit::Kind::Delete ? 1 : 0;
    }
    return count;
}

SeveralRows::Shown SeveralRows::shownAt(qsizetype row, const QString &column) const
{
    if (const core::RowEdit *edit = editOf(row)) {
        if (const auto cell = edit->cells.constFind(column); cell != edit->cells.cend())
            return {cell->value, false, true};
    }
    return {m_rows.value(row).cells.value(column), m_selection.rows.at(row).insertId != 0, false};
}

QString SeveralRows::lockedBecause(const Field &field) const
{
    if (field.limits.key)
        return tr("A key: it has to differ from row to row.");
    if (field.limits.unique)
        return tr("Unique: no two rows may have the same value.");
    for (const core::CutRow &row : m_rows) {
        if (row.cutSizes.contains(field.column.name))
            return tr("Some of these values are long; edit them row by row.");
    }
    return {};
}

FieldState SeveralRows::stateOf(const Field &field) const
{
    const QString &column = field.column.name;
    FieldState state;
    state.unknown = m_rows.isEmpty();
    state.locked = state.unknown;
    if (state.unknown)
        return state;
    QSet<core::Value> values;
    QList<Shown> others; // unset, DEFAULT, keys of new rows: few kinds
    for (qsizetype row = 0; row < m_selection.rows.size(); ++row) {
        const core::RowEdit *edit = editOf(row);
        state.locked = state.locked || isGone(row) || (edit && edit->kind == core::RowEdit::Kind::Delete);
        Shown shown = shownAt(row, column);
        state.modified = state.modified || std::exchange(shown.modified, false);
        const auto *value = std::get_if<core::Value>(&shown.value);
        if (value && !shown.unset)
            values.insert(*value);
        else if (!others.contains(shown))
            others.append(shown);
        if (state.stored.isNull())
            state.stored = m_rows.at(row).cells.value(column);
    }
    const auto different = values.size() + others.size();
    if (different > 1) {
        state.mixed = int(different);
    } else if (!others.isEmpty()) {
        state.value = others.constFirst().value;
        state.unset = others.constFirst().unset;
    } else {
        state.value = *values.cbegin();
    }
    state.lockedBecause = lockedBecause(field);
    return state;
}

QMap<QString, core::NewValue> SeveralRows::common() const
{
    QMap<QString, core::NewValue> same;
    if (m_rows.isEmpty())
        return same;
    for (auto cell = m_rows.constFirst().cells.cbegin(); cell != m_rows.constFirst().cells.cend(); ++cell) {
        const Shown first = shownAt(0, cell.key());
        bool all = !m_rows.constFirst().cutSizes.contains(cell.key());
        for (qsizetype row = 1; all && row < m_rows.size(); ++row)
            all = shownAt(row, cell.key()).value == first.value && !m_rows.at(row).cutSizes.contains(cell.key());
        if (all)
            same.insert(cell.key(), first.value);
    }
    return same;
}

QList<core::Value> SeveralRows::sampleOf(const QString &column) const
{
    QList<core::Value> sample;
    for (const core::CutRow &row : m_rows) {
        if (!row.cutSizes.contains(column))
            sample.append(row.cells.value(column));
    }
    return sample;
}

/// As the database gave it, without what was not read whole or follows from the rest.
QMap<QString, core::Value> SeveralRows::seenOf(qsizetype row) const
{
    const core::Table *found = m_session.schema()->table(table());
    QMap<QString, core::Value> seen = m_rows.value(row).cells;
    seen.removeIf([&](const std::pair<const QString &, core::Value &> &cell) {
        const core::Column *column = found ? found->column(cell.first) : nullptr;
        return m_rows.at(row).cutSizes.contains(cell.first) || !column || column->isGenerated();
    });
    return seen;
}

QList<RelationFields::Subject> SeveralRows::subjects() const
{
    QList<RelationFields::Subject> subjects;
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        const RowAddress &address = m_selection.rows.at(row);
        RelationFields::Subject subject;
        subject.row = {address.table, address.key, address.insertId};
        subject.stored = subject.seen = seenOf(row);
        for (auto cell = subject.stored.cbegin(); cell != subject.stored.cend(); ++cell)
            subject.shown.insert(cell.key(), shownAt(row, cell.key()).value);
        subjects.append(subject);
    }
    return subjects;
}

void SeveralRows::keepTypedOver(const QStringList &columns)
{
    m_typedOver.removeIf(
        [&](const std::pair<const QString &, QList<core::Value> &> &kept) { return !columns.contains(kept.first); });
    if (m_rows.isEmpty())
        return;
    for (const QString &column : columns) {
        if (m_typedOver.contains(column))
            continue;
        QList<core::Value> &values = m_typedOver[column];
        for (const core::CutRow &row : std::as_const(m_rows))
            values.append(row.cells.value(column));
    }
}

core::Result<core::Done> SeveralRows::push(const QString &column, const std::optional<core::NewValue> &value)
{
    if (m_loading || m_rows.size() != m_selection.rows.size())
        return core::Error::invalid(tr("The rows are being read; try again in a moment."));
    core::CompoundEdit all;
    all.text = tr("Set %1 of %2").arg(column, title());
    const QList<core::Value> typedOver = m_typedOver.value(column);
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        const RowAddress &address = m_selection.rows.at(row);
        const Shown shown = shownAt(row, column);
        const bool same = value ? *value == shown.value && !shown.unset : !shown.modified;
        if (same)
            continue;
        if (address.insertId != 0) {
            all.ops.append(core::SetInsertedCell{address.table, address.insertId, column, value});
            continue;
        }
        const core::Value base = typedOver.value(row, m_rows.at(row).cells.value(column));
        QMap<QString, core::Value> seen = seenOf(row);
        if (seen.contains(column))
            seen.insert(column, base);
        all.ops.append(core::SetCell{address.table, address.key, column, base, value, -1, seen});
    }
    if (!all.ops.isEmpty())
        RC_TRY(m_edits.push(all, all.text));
    m_typedOver.remove(column);
    return core::Done{};
}

} // namespace ui

#include "moc_severalrows.cpp"
