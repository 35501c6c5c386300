// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/rowpanel.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/changes/madevalues.h"
#include "ui/changes/notice.h"
#include "ui/row/blobfiles.h"
#include "ui/row/fieldcolumns.h"
#include "ui/row/fieldrow.h"
#include "ui/row/relatedsection.h"
#include "ui/row/relationfields.h"
#include "ui/row/rowhead.h"
#include "ui/row/severalrows.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

/// There while the row could not be read.
static QToolButton *againOf(const RowPanel &panel)
{
    return panel.findChild<QToolButton *>(u"row-again"_s);
}

RowPanel::RowPanel(core::Session &session, EditStack &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_edits(edits)
    , m_changes(session.changes())
    , m_relations(new RelationFields(session, edits, this))
    , m_several(new SeveralRows(session, edits, this))
    , m_files(new BlobFiles(session, this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(u"row-panel"_s);
    setAccessibleName(tr("Row"));
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"panel"_s);
    setMinimumWidth(220);
    build();
    connectParts();
}

RowPanel::~RowPanel() = default;

void RowPanel::build()
{
    plainLayout<QVBoxLayout>(this)->addWidget(m_stack);
    auto *empty = new PlainLabel(PlainLabel::Role::Faint, tr("Put the cursor on a row to see it here."));
    empty->setObjectName(u"row-empty"_s);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_stack->addWidget(empty);

    auto *filled = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(filled);
    m_head = new RowHead(filled);
    all->addWidget(m_head);
    m_notice = new Notice(filled);
    m_notice->setObjectName(u"row-notice"_s);
    all->addWidget(m_notice);
    auto *again = new QToolButton(filled);
    again->setObjectName(u"row-again"_s);
    again->setText(tr("Try again"));
    setLook(again, ButtonLook::Plain);
    again->hide();
    all->addWidget(again, 0, Qt::AlignHCenter);
    auto *inside = new QWidget;
    auto *column = plainLayout<QVBoxLayout>(inside, 12, 10);
    column->setContentsMargins(12, 2, 12, 12);
    m_place = new FieldColumns(inside);
    column->addWidget(m_place);
    m_relatedPlace = new QWidget(inside);
    m_related = new RelatedSection(m_session, m_edits, m_relatedPlace);
    plainLayout<QVBoxLayout>(m_relatedPlace)->addWidget(m_related);
    column->addWidget(m_relatedPlace);
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
}

void RowPanel::connectParts()
{
    connect(m_head, &RowHead::backRequested, this, &RowPanel::goBack);
    connect(m_head, &RowHead::actionRequested, this, &RowPanel::actionRequested);
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
    connect(&m_session, &core::Session::reconnected, this, &RowPanel::read);
    auto *again = againOf(*this);
    connect(again, &QToolButton::clicked, this, &RowPanel::read);
    connect(again, &QToolButton::clicked, &m_session, &core::Session::reload); // what refers to the row, too
    connect(m_notice, &Notice::closed, again, &QWidget::hide);
    connect(&m_session, &core::Session::schemaChanged, this, [this] {
        rebuild();
        read();
    });
    connect(&m_session, &core::Session::relationsChanged, this, &RowPanel::takeRelations);
    connect(&MadeValues::of(m_session), &MadeValues::changed, this, [this] { showStates(false); });
    connect(m_several, &SeveralRows::aboutToChange, this, [this] {
        QStringList typed;
        for (FieldRow *field : std::as_const(m_fields)) {
            if (field->editor().typed())
                typed.append(field->field().column.name);
        }
        m_several->keepTypedOver(typed);
    });
    connect(m_several, &SeveralRows::changed, this, [this] {
        for (FieldRow *field : std::as_const(m_fields))
            field->setFormat(formatOf(field->field().column));
        showSeveral(m_freshSelection);
        m_freshSelection = false;
        if (!m_pickWhenRead.isEmpty())
            pick(std::exchange(m_pickWhenRead, {}));
    });
    const auto fail = [this](const core::Error &error) { m_notice->showError(error); };
    connect(m_several, &SeveralRows::failed, this, fail);
    connect(m_files, &BlobFiles::failed, this, fail);
    connect(m_files, &BlobFiles::saved, this,
            [this](const QString &path) { m_notice->showGood(tr("Saved %1.").arg(path)); });
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
    if (row == m_row && !m_several->isActive())
        return;
    commit();
    m_several->clear();
    m_relations->closePicker();
    m_trail.clear();
    showWayBack();
    m_pickWhenRead.clear();
    m_row = row;
    m_stored.clear();
    m_cutSizes.clear();
    m_wantWhole = false;
    m_notice->clear();
    againOf(*this)->hide();
    rebuild();
    showStates(true); // nothing of the row before stays
    read();
}

const core::Table *RowPanel::wantedTable() const
{
    const core::SchemaPtr schema = m_session.schema();
    if (!schema)
        return nullptr;
    if (m_several->isActive())
        return schema->table(m_several->table());
    return m_row ? schema->table(m_row->table) : nullptr;
}

void RowPanel::rebuild()
{
    const core::Table *table = wantedTable();
    m_stack->setCurrentIndex(table ? 1 : 0);
    if (!table) {
        m_row.reset();
        m_several->clear();
        return;
    }
    m_relatedPlace->setVisible(!m_several->isActive());
    if (m_table && *m_table == *table)
        return;
    m_table = *table;
    makeFields();
    m_relations->setTable(table->name);
    m_scroll->verticalScrollBar()->setValue(0);
}

void RowPanel::read()
{
    ++m_generation;
    if (m_several->isActive()) {
        m_loading = false;
        m_several->read();
        return;
    }
    m_loading = m_row && m_row->insertId == 0;
    showStates(m_loading && m_stored.isEmpty());
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
        if (!row.error().isCancelled()) {
            m_notice->showError(row.error());
            againOf(*this)->show();
        }
        showStates(first);
        return;
    }
    m_notice->clear();
    againOf(*this)->hide();
    m_stored = row->cells;
    m_cutSizes = row->cutSizes;
    for (FieldRow *field : std::as_const(m_fields))
        field->setFormat(formatOf(field->field().column));
    showStates(first);
    if (!m_pickWhenRead.isEmpty())
        pick(std::exchange(m_pickWhenRead, {}));
}

const core::RowEdit *RowPanel::stagedEdit() const
{
    if (!m_row || !m_changes)
        return nullptr;
    return m_row->insertId != 0 ? m_changes->findInserted(m_row->table, m_row->insertId)
                                : m_changes->find(m_row->table, m_row->key);
}

/// What is staged may be as large as what is stored: laid out whole it would stop the window with each undo.
static void cutStaged(FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    if (!value || value->kind() != core::Value::Kind::Text || value->bytes().size() <= RowPanel::cellLimit
        || !value->isEditableText())
        return;
    state.cutSize = value->bytes().size();
    state.value = core::Value::text(value->display(int(RowPanel::cellLimit)));
}

FieldState RowPanel::stateOf(const core::Column &column, const core::RowEdit *edit) const
{
    const bool inserted = m_row->insertId != 0;
    FieldState state;
    state.locked =
        (!inserted && m_stored.isEmpty()) || (edit && edit->kind == core::RowEdit::Kind::Delete) || (inserted && !edit);
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
        if (!m_wantWhole)
            cutStaged(state);
    }
    if (state.unset) {
        const MadeValues &made = MadeValues::of(m_session);
        state.problem = made.problem(m_row->table, m_row->insertId, column.name);
        state.isMade = state.problem.isEmpty() && made.isMade(m_row->table, column.name);
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
    if (m_several->isActive()) {
        showSeveral(force);
        return;
    }
    if (!m_row || !m_table)
        return;
    m_scroll->show();
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
    m_head->setTitle(
        u"%1 / %2"_s.arg(visibleName(m_row->table.display()), inserted ? tr("new row") : keyText(m_row->key)));
    if (!edit)
        m_head->setPill(PillKind::Amber, {});
    else if (edit->kind == Kind::Insert)
        m_head->setPill(PillKind::Green, tr("new"));
    else if (edit->kind == Kind::Delete)
        m_head->setPill(PillKind::Red, tr("deleted"));
    else
        m_head->setPill(PillKind::Amber, tr("edited"));
    const QString because = readOnlyBecause();
    m_head->setReason(because.isEmpty() ? QString() : tr("Read-only: %1").arg(because));
}

core::Result<core::Done> RowPanel::push(const QString &column, const std::optional<core::NewValue> &value)
{
    if (m_several->isActive())
        return m_several->push(column, value);
    if (!m_row)
        return core::Error::invalid(tr("There is no row any more."));
    core::EditOp op = core::SetInsertedCell{m_row->table, m_row->insertId, column, value};
    if (m_row->insertId == 0) {
        // What the field showed when the typing began: the row may have been read anew meanwhile.
        const FieldRow *at = field(column);
        const core::Value base = at ? at->state().stored : m_stored.value(column);
        QMap<QString, core::Value> seen = seenValues();
        if (seen.contains(column))
            seen.insert(column, base);
        op = core::SetCell{m_row->table, m_row->key, column, base, value, -1, seen};
    }
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
    return !isLoading() && m_relations->isSettled() && m_related->isSettled();
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
