// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/rowpanel.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/changes/notice.h"
#include "ui/row/fieldrow.h"
#include "ui/row/relatedsection.h"
#include "ui/row/relationfields.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

RowPanel::RowPanel(core::Session &session, EditStack &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_edits(edits)
    , m_changes(session.changes())
    , m_relations(new RelationFields(session, edits, this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(u"row-panel"_s);
    setAccessibleName(tr("Row"));
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"panel"_s);
    setMinimumWidth(220);
    plainLayout<QVBoxLayout>(this)->addWidget(m_stack);

    auto *empty = new PlainLabel(PlainLabel::Role::Faint, tr("Put the cursor on a row to see it here."));
    empty->setObjectName(u"row-empty"_s);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_stack->addWidget(empty);

    auto *filled = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(filled);
    all->addWidget(makeHead());
    m_notice = new Notice(filled);
    m_notice->setObjectName(u"row-notice"_s);
    all->addWidget(m_notice);
    auto *inside = new QWidget;
    auto *column = plainLayout<QVBoxLayout>(inside, 12, 10);
    column->setContentsMargins(12, 2, 12, 12);
    m_place = plainLayout<QVBoxLayout>(nullptr, 0, 10);
    column->addLayout(m_place);
    m_related = new RelatedSection(session, edits, inside);
    column->addWidget(m_related);
    column->addStretch(1);
    m_scroll = new QScrollArea(filled);
    m_scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->installEventFilter(this); // it would scroll by Alt+Left
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(inside);
    inside->setAutoFillBackground(false); // setWidget() turns it on
    m_scroll->viewport()->setAutoFillBackground(false);
    all->addWidget(m_scroll, 1);
    m_stack->addWidget(filled);

    connect(m_related, &RelatedSection::openRequested, this, &RowPanel::open);
    connect(m_related, &RelatedSection::rowRequested, this, &RowPanel::visit);
    connect(m_related, &RelatedSection::destinationRequested, this,
            [this](const Destination &destination) { Q_EMIT openRequested(destination, false); });
    connect(&m_edits, &EditStack::commitRequested, this, &RowPanel::commit);
    connect(&m_session, &core::Session::changesChanged, this, [this] {
        m_changes = m_session.changes();
        showStates(false);
        leaveRowThatWent();
    });
    connect(m_relations, &RelationFields::labelsChanged, this, &RowPanel::showLabels);
    connect(m_relations, &RelationFields::created, this, &RowPanel::visit);
    connect(&m_session, &core::Session::dataChanged, this, &RowPanel::read);
    connect(&m_session, &core::Session::changedOutside, this, &RowPanel::read);
    connect(&m_session, &core::Session::schemaChanged, this, [this] {
        rebuild();
        read();
    });
}

RowPanel::~RowPanel() = default;

QWidget *RowPanel::makeHead()
{
    auto *head = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(head, 12, 4);
    all->setContentsMargins(12, 10, 12, 6);
    auto *line = new QHBoxLayout;
    m_title = new PlainLabel(PlainLabel::Role::Title);
    m_title->setObjectName(u"row-title"_s);
    m_title->setElided(true);
    line->addWidget(m_title, 1);
    m_pill = new Pill(PillKind::Amber, {}, head);
    m_pill->setObjectName(u"row-pill"_s);
    line->addWidget(m_pill);
    all->addLayout(line);
    m_back = new QToolButton(head);
    m_back->setObjectName(u"row-back"_s);
    m_back->setIcon(Theme::current().icon(Icon::Back));
    m_back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_back->hide();
    setLook(m_back, ButtonLook::Flat);
    connect(m_back, &QToolButton::clicked, this, &RowPanel::goBack);
    all->addWidget(m_back, 0, Qt::AlignLeft);
    m_reason = new PlainLabel(PlainLabel::Role::Small);
    m_reason->setObjectName(u"row-reason"_s);
    m_reason->setWordWrap(true);
    all->addWidget(m_reason);
    return head;
}

void RowPanel::commit()
{
    const QList<FieldRow *> fields = m_fields; // an edit may rebuild them
    for (FieldRow *field : fields)
        field->commit();
    m_related->commit();
}

void RowPanel::showRow(const std::optional<RowAddress> &row)
{
    if (row == m_row)
        return;
    commit();
    m_relations->closePicker();
    m_trail.clear();
    showWayBack();
    m_pickWhenRead.clear();
    m_row = row;
    m_stored.clear();
    m_cutSizes.clear();
    m_wantWhole = false;
    m_notice->clear();
    rebuild();
    read();
}

void RowPanel::rebuild()
{
    const core::SchemaPtr schema = m_session.schema();
    const core::Table *table = m_row && schema ? schema->table(m_row->table) : nullptr;
    m_stack->setCurrentIndex(table ? 1 : 0);
    if (!table) {
        m_row.reset();
        return;
    }
    if (m_table && *m_table == *table)
        return;
    m_table = *table;
    for (FieldRow *field : m_fields) {
        m_place->removeWidget(field);
        field->hide();
        field->deleteLater();
    }
    m_fields.clear();
    for (const core::Column &column : table->columns) {
        if (column.hidden)
            continue;
        auto *field = new FieldRow(
            makeField(*table, column, m_session.dialect(), m_session.relations(), formatOf(column)),
            m_session.dialect(),
            [this, name = column.name](const std::optional<core::NewValue> &value) { return push(name, value); });
        connect(field, &FieldRow::followRequested, this, [this, field](bool newTab) {
            if (field->field().relation)
                open(*field->field().relation, newTab);
        });
        connect(field, &FieldRow::pickRequested, this,
                [this, field](const QString &text) { openPicker(*field, text); });
        connect(field, &FieldRow::wholeRequested, this, [this] {
            m_wantWhole = true;
            read();
        });
        m_place->addWidget(field);
        m_fields.append(field);
    }
    m_relations->setTable(table->name);
    m_scroll->verticalScrollBar()->setValue(0);
}

void RowPanel::read()
{
    ++m_generation;
    m_loading = m_row && m_row->insertId == 0;
    showStates(m_stored.isEmpty());
    if (!m_loading)
        return;
    // The cursor may rest on a row with hundreds of megabytes in it: all of that only when asked for.
    const qint64 limit = m_wantWhole ? std::numeric_limits<int>::max() : cellLimit;
    core::whenDone(m_session.readRowCut(m_row->table, m_row->key, limit), this,
                   [this, generation = m_generation](const core::Result<core::CutRow> &row) {
                       if (generation == m_generation)
                           take(row);
                   });
}

void RowPanel::take(const core::Result<core::CutRow> &row)
{
    m_loading = false;
    const bool first = m_stored.isEmpty();
    m_stored.clear();
    m_cutSizes.clear();
    if (!row) {
        if (!row.error().isCancelled())
            m_notice->showError(row.error());
        showStates(first);
        return;
    }
    m_notice->clear();
    m_stored = row->cells;
    m_cutSizes = row->cutSizes;
    for (FieldRow *field : std::as_const(m_fields))
        field->setFormat(formatOf(field->field().column));
    showStates(first);
    if (!m_pickWhenRead.isEmpty())
        pick(std::exchange(m_pickWhenRead, {}));
}

core::ColumnFormat RowPanel::formatOf(const core::Column &column) const
{
    const auto &told = m_formats.value(m_table->name);
    if (const auto chosen = told.constFind(column.name); chosen != told.cend())
        return *chosen;
    const core::Value stored = m_stored.value(column.name);
    return core::guessFormat(*m_table, column, m_session.dialect(),
                             stored.isNull() ? QList<core::Value>() : QList<core::Value>{stored});
}

void RowPanel::setFormats(const core::QualifiedName &table, const QHash<QString, core::ColumnFormat> &formats)
{
    if (m_formats.value(table) == formats)
        return;
    m_formats.insert(table, formats);
    if (!m_table || m_table->name != table)
        return;
    for (FieldRow *field : std::as_const(m_fields))
        field->setFormat(formatOf(field->field().column));
}

const core::RowEdit *RowPanel::stagedEdit() const
{
    if (!m_row || !m_changes)
        return nullptr;
    return m_row->insertId != 0 ? m_changes->findInserted(m_row->table, m_row->insertId)
                                : m_changes->find(m_row->table, m_row->key);
}

FieldState RowPanel::stateOf(const core::Column &column, const core::RowEdit *edit) const
{
    const bool inserted = m_row->insertId != 0;
    FieldState state;
    state.locked = (!inserted && m_stored.isEmpty()) || (edit && edit->kind == core::RowEdit::Kind::Delete)
        || (inserted && !edit);
    state.value = state.stored = m_stored.value(column.name);
    if (const auto size = m_cutSizes.constFind(column.name); size != m_cutSizes.cend())
        state.cutSize = *size;
    state.unset = inserted;
    state.unknown = !inserted && m_stored.isEmpty();
    if (!edit)
        return state;
    if (const auto cell = edit->cells.constFind(column.name); cell != edit->cells.cend()) {
        state.value = cell->value;
        state.unset = false;
        state.unknown = false;
        state.modified = true;
        state.cutSize.reset();
    }
    return state;
}

QString RowPanel::readOnlyBecause() const
{
    if (m_session.isReadOnly())
        return m_session.readOnlyBecause();
    const core::RowIdentity identity = m_session.dialect().identityOf(*m_table);
    return identity.isEditable() ? QString() : identity.noneBecause;
}

void RowPanel::showStates(bool force)
{
    if (!m_row || !m_table)
        return;
    const core::RowEdit *edit = stagedEdit();
    showHead(edit);
    const QString because = readOnlyBecause();
    for (FieldRow *field : std::as_const(m_fields)) {
        field->setRowReadOnly(because);
        field->setState(stateOf(field->field().column, edit), force);
    }
    showLabels();
    showRelated();
}

void RowPanel::showHead(const core::RowEdit *edit)
{
    using Kind = core::RowEdit::Kind;
    const bool inserted = m_row->insertId != 0;
    m_title->setText(u"%1 / %2"_s.arg(m_row->table.display(), inserted ? tr("new row") : keyText(m_row->key)));
    m_pill->setVisible(edit != nullptr);
    if (edit) {
        m_pill->setKind(edit->kind == Kind::Insert       ? PillKind::Green
                            : edit->kind == Kind::Delete ? PillKind::Red
                                                         : PillKind::Amber);
        m_pill->setText(edit->kind == Kind::Insert       ? tr("new")
                            : edit->kind == Kind::Delete ? tr("deleted")
                                                         : tr("edited"));
    }
    const QString because = readOnlyBecause();
    m_reason->setText(because.isEmpty() ? QString() : tr("Read-only: %1").arg(because));
    m_reason->setVisible(!because.isEmpty());
}

core::Result<core::Done> RowPanel::push(const QString &column, const std::optional<core::NewValue> &value)
{
    if (!m_row)
        return core::Error::invalid(tr("There is no row any more."));
    core::EditOp op;
    if (m_row->insertId != 0)
        op = core::SetInsertedCell{m_row->table, m_row->insertId, column, value};
    else
        op = core::SetCell{m_row->table, m_row->key, column, m_stored.value(column), value, -1, seenValues()};
    return m_edits.push(op, setCellText(m_row->table, m_row->key, column));
}

/// The row as the database gave it, without what was not read whole or follows from the rest.
QMap<QString, core::Value> RowPanel::seenValues() const
{
    QMap<QString, core::Value> seen = m_stored;
    seen.removeIf([this](const std::pair<const QString &, core::Value &> &cell) {
        const core::Column *column = m_table->column(cell.first);
        return m_cutSizes.contains(cell.first) || !column || column->isGenerated();
    });
    return seen;
}

FieldRow *RowPanel::field(const QString &column) const
{
    for (FieldRow *field : m_fields) {
        if (field->field().column.name == column)
            return field;
    }
    return nullptr;
}

bool RowPanel::isSettled() const
{
    return !m_loading && m_relations->isSettled() && m_related->isSettled();
}

void RowPanel::focusField(const QString &column)
{
    if (FieldRow *shown = field(column)) {
        m_scroll->ensureWidgetVisible(shown);
        shown->editor().setFocus();
    }
}

} // namespace ui

#include "moc_rowpanel.cpp"
