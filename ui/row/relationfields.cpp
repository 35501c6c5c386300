// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relationfields.h"

#include "core/rows/columnvalue.h"
#include "core/rows/labelrule.h"
#include "core/edit/generatedkey.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/row/fieldrow.h"
#include "ui/row/relationpicker.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The values the cells have; none when one of them is no value yet.
std::optional<core::RelatedCells::Key> knownValues(const QStringList &columns,
                                                   const QMap<QString, core::NewValue> &cells)
{
    core::RelatedCells::Key key;
    for (const QString &column : columns) {
        const auto cell = cells.constFind(column);
        const auto *value = cell == cells.cend() ? nullptr : std::get_if<core::Value>(&*cell);
        if (!value || value->isNull())
            return std::nullopt;
        key.append(*value);
    }
    return key;
}

/// Whether the staged new row has these values.
bool isCalled(const core::RowEdit &row, const QStringList &columns, const core::RelatedCells::Key &key)
{
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const auto cell = row.cells.constFind(columns.at(i));
        const auto *value = cell == row.cells.cend() ? nullptr : std::get_if<core::Value>(&cell->value);
        if (!value || *value != key.value(i))
            return false;
    }
    return true;
}

} // namespace

core::EditOp withSeen(core::EditOp op, const QMap<QString, core::Value> &seen)
{
    if (auto *cell = std::get_if<core::SetCell>(&op))
        cell->seen = seen;
    else if (auto *several = std::get_if<core::CompoundEdit>(&op)) {
        for (core::EditOp &one : several->ops)
            one = withSeen(one, seen);
    }
    return op;
}

RelationFields::RelationFields(core::Session &session, EditStack &edits, QWidget *panel)
    : QObject(panel)
    , m_session(session)
    , m_edits(edits)
    , m_panel(panel)
    , m_cells(session.makeRelatedCells())
{
    connect(m_cells.get(), &core::RelatedCells::changed, this, &RelationFields::labelsChanged);
    connect(&session, &core::Session::schemaChanged, this, &RelationFields::ask);
    connect(&session, &core::Session::relationsChanged, this, &RelationFields::ask);
}

RelationFields::~RelationFields()
{
    delete m_picker.data();
}

void RelationFields::setTable(const core::QualifiedName &table)
{
    m_table = table;
    ask();
}

void RelationFields::ask()
{
    QList<core::RelatedCells::Question> questions;
    const core::LabelRules &rules = m_session.labelRules();
    for (const core::Relation &relation : m_session.relations().of(m_table)) {
        if (relation.kind == core::Relation::Kind::One)
            questions.append({core::RelatedCells::Question::Kind::Label, relation, rules.value(relation.to).columns});
    }
    m_cells->setQuestions(m_session.schema(), questions);
    Q_EMIT labelsChanged();
}

bool RelationFields::isSettled() const
{
    return !m_cells->isBusy() && (!m_picker || m_picker->isSettled());
}

QString RelationFields::stagedLabel(const core::QualifiedName &table, const core::RowEdit &row) const
{
    QList<core::Value> parts;
    for (const QString &column : m_session.labelRules().value(table).columns) {
        const auto cell = row.cells.constFind(column);
        if (const auto *value = cell == row.cells.cend() ? nullptr : std::get_if<core::Value>(&cell->value))
            parts.append(*value);
    }
    return core::labelText(parts);
}

QString RelationFields::labelOf(const core::Relation &relation, const QMap<QString, core::NewValue> &shown)
{
    const auto changes = m_session.changes();
    for (const QString &column : relation.fromColumns) {
        const auto cell = shown.constFind(column);
        const auto *key = cell == shown.cend() ? nullptr : std::get_if<core::KeyOfInserted>(&*cell);
        const core::RowEdit *row = key ? changes->findInserted(key->table, key->insertId) : nullptr;
        if (row)
            return stagedLabel(relation.to, *row);
    }
    const auto key = knownValues(relation.fromColumns, shown);
    if (!key)
        return {};
    for (const core::RowEdit *row : changes->inserted(relation.to)) {
        if (isCalled(*row, relation.toColumns, *key))
            return stagedLabel(relation.to, *row);
    }
    const auto &questions = m_cells->questions();
    const auto question = std::find_if(questions.cbegin(), questions.cend(),
                                       [&](const auto &asked) { return asked.relation == relation; });
    if (question == questions.cend())
        return {};
    const core::RelatedCell cell = m_cells->cell(int(question - questions.cbegin()), *key);
    if (cell.state != core::RelatedCell::State::Ready)
        return {};
    return cell.exists ? cell.label : tr("no such row");
}

void RelationFields::pick(FieldRow &field, const QList<Subject> &subjects, const QString &text)
{
    const core::SchemaPtr schema = m_session.schema();
    if (!schema || !field.field().relation || subjects.isEmpty())
        return;
    const Subject subject = subjects.constFirst();
    const core::Relation relation = *field.field().relation;
    RelationPicker &list = picker();
    const QPointer<FieldRow> at = &field;
    connect(&list, &RelationPicker::chosen, this, [this, at, subjects](const core::RowEnd &end) {
        if (at)
            stage(*at, subjects, end);
    });
    connect(&list, &RelationPicker::createRequested, this, [this, at, subject](const QString &typed) {
        if (at)
            create(*at, subject, typed);
    });
    RelationPicker::Request request;
    request.relation = relation;
    request.nullable = core::emptyForbidden(*schema, relation).isEmpty();
    request.creatable = subjects.size() == 1 && schema->table(relation.to) != nullptr;
    if (subjects.size() == 1 || field.state().mixed == 0)
        request.current = knownValues(relation.fromColumns, subject.shown).value_or(core::RelatedCells::Key());
    request.text = text;
    list.open(request, &field.editor());
}

RelationPicker &RelationFields::picker()
{
    if (m_picker && m_picker->parentWidget() != m_panel->window())
        delete m_picker.data();
    if (!m_picker)
        m_picker = new RelationPicker(m_session, m_panel->window());
    m_picker->disconnect(this);
    return *m_picker;
}

void RelationFields::closePicker()
{
    if (m_picker)
        m_picker->closePicker();
}

core::Result<core::EditOp> RelationFields::choice(const core::Relation &relation, const core::ChangeSet &changes,
                                                  const Subject &subject, const core::RowEnd &end) const
{
    QList<core::Value> base;
    for (const QString &column : relation.fromColumns) {
        if (const auto stored = subject.stored.constFind(column); stored != subject.stored.cend())
            base.append(*stored);
    }
    const auto op = core::chooseParent(*m_session.schema(), relation, changes, subject.row, base, end);
    RC_TRY(op);
    return withSeen(*op, subject.seen);
}

void RelationFields::stage(FieldRow &field, const QList<Subject> &subjects, const core::RowEnd &end)
{
    const core::Relation &relation = *field.field().relation;
    const QString columns = relation.fromColumns.join(u", "_s);
    const core::RowRef &row = subjects.constFirst().row;
    core::CompoundEdit all;
    all.text = subjects.size() == 1
        ? setCellText(row.table, row.key, columns)
        : tr("Set %1 of %2 rows of %3").arg(columns).arg(subjects.size()).arg(row.table.display());
    for (const Subject &subject : subjects) {
        const auto op = choice(relation, *m_session.changes(), subject, end);
        if (!op) {
            field.showError(op.error().message);
            return;
        }
        all.ops.append(*op);
    }
    const auto staged = m_edits.push(all.ops.size() == 1 ? all.ops.constFirst() : core::EditOp(all), all.text);
    field.showError(staged ? QString() : staged.error().message);
}

QMap<QString, core::NewValue> RelationFields::cellsOf(const core::Relation &relation, const QString &text) const
{
    const core::Table *table = m_session.schema()->table(relation.to);
    QStringList columns = m_session.labelRules().value(relation.to).columns;
    if (columns.isEmpty())
        columns = relation.toColumns;
    const core::Column *column = table && columns.size() == 1 ? table->column(columns.constFirst()) : nullptr;
    if (text.isEmpty() || !column || column->isGenerated() || core::isGeneratedKey(*table, *column))
        return {};
    return {{column->name, core::valueTyped(text, *column, m_session.dialect(), core::Value())}};
}

void RelationFields::create(FieldRow &field, const Subject &subject, const QString &text)
{
    const core::Relation relation = *field.field().relation;
    const auto changes = m_session.changes();
    const core::InsertRow insert{relation.to, changes->nextInsertId(), cellsOf(relation, text), -1};
    core::ChangeSet after = *changes; // the reference is judged with the new row there
    const auto inserted = after.apply(insert);
    const auto op = inserted ? choice(relation, after, subject, {{}, insert.insertId})
                             : core::Result<core::EditOp>(inserted.error());
    if (!op) {
        field.showError(op.error().message);
        return;
    }
    const QString what = tr("Create a row of %1").arg(relation.to.display());
    const auto staged = m_edits.push(core::CompoundEdit{what, {insert, *op}}, what);
    field.showError(staged ? QString() : staged.error().message);
    if (staged)
        Q_EMIT created({relation.to, {}, insert.insertId});
}

} // namespace ui

#include "moc_relationfields.cpp"
