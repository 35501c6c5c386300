// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/tablepage.h"

#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/changes/madevalues.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/columnheads.h"
#include "ui/grid/declaredheads.h"
#include "ui/grid/columnschooser.h"
#include "ui/grid/emptystate.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/filterchips.h"
#include "ui/grid/gotorow.h"
#include "ui/grid/gridview.h"
#include "ui/grid/largeediting.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/rowlocator.h"
#include "ui/grid/tablecommands.h"
#include "ui/grid/tablerelations.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

TablePage::TablePage(core::Session &session, EditStack &stack, core::QualifiedName table, QWidget *parent)
    : TablePage(session, stack, std::move(table), std::nullopt, parent)
{
}

TablePage::TablePage(core::Session &session, EditStack &stack, const RowScope &scope, QWidget *parent)
    : TablePage(session, stack, scope.relation.to, scope, parent)
{
}

TablePage::TablePage(core::Session &session, EditStack &stack, core::QualifiedName table, std::optional<RowScope> scope,
                     QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_stack(stack)
    , m_scope(std::move(scope))
{
    setObjectName(m_scope ? u"inner-table-page"_s : u"table-page"_s);
    m_query.table = std::move(table);
    takeMoved();
    m_source = m_session.makeRowSource(sourceQuery());
    m_model = std::make_unique<core::RowsModel>(*m_source, findTable(), m_session.dialect());
    if (m_scope)
        m_model->setInsertedFilter(
            [this](const core::RowEdit &edit) { return m_scope->holds(edit, *m_session.changes()); });
    m_model->setChanges(m_session.changes());
    m_since.start();

    plainLayout<QVBoxLayout>(this);
    createToolbar();
    createBars();
    createGrid();
    createEditing();
    m_relations = std::make_unique<TableRelations>(m_session, *m_model, nullptr);
    connect(m_relations.get(), &TableRelations::firstAnswered, this,
            [this] { m_grid->fitColumns(GridView::Fit::Relations); });
    createNested();
    connectSource();
    connectSession();
    recogniseMarks();
    decideReadOnly();
    updateHeads();
    updateState();
    if (m_scope) {
        hideParentColumns();
        connect(&m_session, &core::Session::changesChanged, this, &TablePage::takeMoved); // after the model
    }
    setFocusProxy(m_grid);
}

TablePage::~TablePage()
{
    // What is open below rows and over them looks at grid and model; the model goes before the grid does.
    delete std::exchange(m_peek, nullptr);
    delete std::exchange(m_references, nullptr);
    delete std::exchange(m_expansions, nullptr);
    m_grid->setModel(nullptr);
    m_source->disconnect(this);
    m_model->disconnect(this);
    m_relations.reset();
}

// Building --------------------------------------------------------------------------------------------------------

void TablePage::createToolbar()
{
    auto *bar = new QWidget(this);
    bar->setObjectName(u"table-toolbar"_s);
    bar->setFixedHeight(m_scope ? Theme::controlHeight + 8 : Theme::barHeight);
    setArea(bar, u"toolbar"_s);
    auto *row = plainLayout<QHBoxLayout>(bar, 0, 8);
    row->setContentsMargins(10, 0, 10, 0);
    const auto button = [&](const QString &name, const QString &text, Icon icon, const QString &action,
                            ButtonLook look) {
        auto *b = new TextButton(bar);
        b->setObjectName(name);
        b->setText(text);
        b->setIcon(Theme::current().icon(icon, look == ButtonLook::Primary ? Tone::AccentText : Tone::TextMuted));
        b->setFocusPolicy(Qt::TabFocus);
        setLook(b, look);
        connect(b, &QToolButton::clicked, this, [this, action] { performHere(action); });
        return b;
    };
    m_filterButton = button(u"filter-button"_s, u"Filter"_s, Icon::Filter, u"filter.show"_s, ButtonLook::Plain);
    m_filterButton->setToolTip(u"Filter rows (Ctrl+F)"_s);
    m_chips = new FilterChips(bar);
    m_columnsButton = button(u"columns-button"_s, u"Columns"_s, Icon::Columns, u"columns.choose"_s, ButtonLook::Plain);
    m_addButton = button(u"add-row-button"_s, u"Row"_s, Icon::Plus, u"row.insert"_s, ButtonLook::Primary);
    m_addButton->setToolTip(u"Insert a row (Ctrl+N)"_s);
    row->addWidget(m_filterButton);
    row->addWidget(m_chips, 1);
    row->addWidget(m_columnsButton);
    row->addWidget(m_addButton);
    if (m_scope)
        addScopeButtons(bar);
    layout()->addWidget(bar);
    connect(m_chips, &FilterChips::editRequested, this, &TablePage::openFilter);
    connect(m_chips, &FilterChips::addRequested, this, [this] {
        openFilter();
        m_filterBar->addCondition(m_model->columnAt(std::max(0, m_grid->currentColumn())).name);
    });
    connect(m_chips, &FilterChips::hidingEnded, this, [this] {
        setHidesDeleted(false);
        m_grid->setFocus();
    });
    connect(m_chips, &FilterChips::filterChanged, this, [this](const core::Filter &filter) {
        m_filterBar->setFilter(filter);
        setFilter(filter);
    });
}

void TablePage::createBars()
{
    m_filterBar = new FilterBar(m_session.dialect(), this);
    layout()->addWidget(m_filterBar);
    connect(m_filterBar, &FilterBar::applied, this, &TablePage::setFilter);
    connect(m_filterBar, &FilterBar::closed, this, [this] {
        m_filterBar->hide();
        m_filterBar->setFilter(m_query.filter); // what was not applied is not kept in secret
        m_grid->setFocus();
    });
    m_notice = new PlainLabel(PlainLabel::Role::Small);
    m_notice->setObjectName(u"table-notice"_s);
    m_notice->setContentsMargins(12, 5, 12, 5);
    m_notice->setWordWrap(true);
    setArea(m_notice, u"note"_s);
    layout()->addWidget(m_notice);
    m_notice->hide();
}

void TablePage::createGrid()
{
    m_grid = new GridView(this);
    m_grid->setModel(m_model.get());
    MadeValues &made = MadeValues::of(m_session);
    m_grid->setUnsetText([this, &made](qint64 insertId, int column) {
        const QString name = m_model->columnAt(column).name;
        if (made.isComing(m_query.table, insertId, name))
            return u"coming…"_s;
        return made.problem(m_query.table, insertId, name).isEmpty() ? QString() : u"not made"_s;
    });
    connect(&made, &MadeValues::changed, m_grid, &GridView::forgetLooks);
    m_grid->setAccessibleName(u"Rows of %1"_s.arg(m_query.table.display()));
    layout()->addWidget(m_grid);
    static_cast<QVBoxLayout *>(layout())->setStretchFactor(m_grid, 1);
    m_empty = new EmptyState(m_grid->viewport());
    m_chooser = new ColumnsChooser(*m_grid->header(), this);
    connect(m_chooser, &ColumnsChooser::relationsToggled, this, &TablePage::toggleRelationColumns);
    m_goTo = new GoToRow(this);
    connect(m_goTo, &GoToRow::chosen, this, [this](qint64 number) {
        if (!m_editing->finish())
            return;
        m_grid->setFocus();
        const auto before = whereabouts();
        m_grid->setCurrent(m_model->insertedRows() + number - 1, std::max(0, m_grid->currentColumn()));
        Q_EMIT placeLeft(*before);
    });
    connect(m_goTo, &GoToRow::cancelled, this, [this] { m_grid->setFocus(); });
    m_locator = new RowLocator(*m_model, this);

    connect(m_grid, &GridView::currentChanged, this, &TablePage::updateContext);
    connect(m_grid, &GridView::selectionChanged, this, [this] {
        updateContext();
        Q_EMIT statusChanged();
    });
    connect(m_grid, &GridView::commandRequested, this, &TablePage::performHere);
    connect(m_grid, &GridView::followRequested, this, &TablePage::follow);
    connect(m_grid, &GridView::menuRequested, this, &TablePage::showCellMenu);
    connect(m_grid->header(), &QWidget::customContextMenuRequested, this, &TablePage::showHeaderMenu);
    connect(m_grid->header(), &GridHeader::sortRequested, this, &TablePage::sortAsked);
    connect(m_grid->header(), &GridHeader::layoutChanged, this, &TablePage::layoutChanged);
    connect(m_locator, &RowLocator::found, this, &TablePage::placeCursor);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (!m_stopped && !m_error && m_query.filter.isEmpty() && hidesDeleted())
            return setHidesDeleted(false);
        if (m_stopped)
            performHere(u"view.refresh"_s);
        else if (m_error)
            performHere(m_query.filter.isEmpty() ? u"view.refresh"_s : u"filter.clear"_s);
        else
            performHere(m_query.filter.isEmpty() ? u"row.insert"_s : u"filter.clear"_s);
    });
}

void TablePage::createEditing()
{
    const GridServices services{
        [this](const core::EditOp &op, const QString &text) { return m_stack.push(op, text); },
        [this] { return m_session.changes(); },
        [this](const core::RowKey &key, const QStringList &columns) {
            return m_session.readCells(m_query.table, key, columns);
        },
        m_scope ? [this](const core::InsertRow &row) {
            return core::addChild(*m_session.schema(), m_scope->relation, *m_session.changes(), m_scope->parent, row.cells);
        } : std::function<core::Result<core::EditOp>(const core::InsertRow &)>(),
        [this](const QList<core::RelatedCells::Question> &questions) {
            auto cells = m_session.makeRelatedCells();
            cells->setQuestions(m_session.schema(), questions);
            return cells;
        },
    };
    m_editing = new CellEditing(*m_grid, services, m_session.dialect(), this);
    m_commands = new TableCommands(*m_grid, *m_model, *m_editing, services, m_session.dialect(), this);
    m_large = new LargeEditing(*m_grid, services, m_session.dialect(), this);
    connect(m_large, &LargeEditing::message, this, &Page::noteRequested);
    connect(m_large, &LargeEditing::failed, this, &Page::errorOccurred);
    connect(m_large, &LargeEditing::staged, this, &Page::pinRequested);
    connect(m_editing, &CellEditing::message, this, &Page::noteRequested);
    connect(m_editing, &CellEditing::failed, this, &Page::errorOccurred);
    connect(m_editing, &CellEditing::staged, this, &Page::pinRequested);
    connect(m_editing, &CellEditing::pickRequested, this, [this] {
        const core::Relation *relation = m_relations->relationAt(m_grid->currentColumn());
        if (relation && relation->kind == core::Relation::Kind::One && m_editing->finish())
            perform(u"row.pick"_s);
    });
    connect(m_commands, &TableCommands::message, this, &Page::noteRequested);
    connect(m_commands, &TableCommands::done, this, &Page::messageRequested);
    connect(m_commands, &TableCommands::failed, this, &Page::errorOccurred);
    connect(m_commands, &TableCommands::staged, this, &Page::pinRequested);
    connect(m_locator, &RowLocator::notFound, this, [this](const core::RowKey &key) {
        if (std::exchange(m_looksQuietly, false))
            return;
        Q_EMIT noteRequested((hidesDeleted()                ? u"%1 has no row %2, or it is among the hidden deleted rows."_s
                              : m_query.filter.isEmpty() ? u"%1 has no row %2."_s
                                                         : u"The filter of %1 leaves row %2 out."_s)
                                    .arg(m_query.table.display(), keyText(key)));
    });
}

void TablePage::connectSource()
{
    connect(m_source.get(), &core::RowSource::failed, this, &TablePage::showError);
    connect(m_source.get(), &core::RowSource::busyChanged, this, [this] { updateState(); });
    connect(m_source.get(), &core::RowSource::readTimed, this, [this](qint64 microseconds) {
        m_readMicroseconds = microseconds;
        Q_EMIT statusChanged();
    });
    connect(m_source.get(), &core::RowSource::pageReady, this, [this] {
        if (!m_sampled)
            recogniseMarks();
        m_error.reset();
        updateState();
    });
    connect(m_model.get(), &core::RowsModel::rowsChanged, this, &TablePage::updateState);
    connect(m_model.get(), &core::RowsModel::rowsChanged, this, &TablePage::goToSpot);
    connect(m_model.get(), &core::RowsModel::contentChanged, this, &TablePage::updateContext);
    connect(m_model.get(), &core::RowsModel::formatsChanged, this, &TablePage::updateHeads);
    connect(&m_session, &core::Session::projectSchemaChanged, this, &TablePage::updateHeads);
    connect(m_model.get(), &core::RowsModel::formatsChanged, this, &Page::columnFormatsChanged);
}

void TablePage::connectSession()
{
    connect(&m_session, &core::Session::changesChanged, this, [this] { m_model->setChanges(m_session.changes()); });
    connect(&m_session, &core::Session::editsApplied, this, &TablePage::takeApplied);
    connect(&m_session, &core::Session::schemaChanged, this, &TablePage::takeSchema);
    connect(&m_session, &core::Session::relationsChanged, this, &TablePage::takeLabels);
    connect(&m_session, &core::Session::dataChanged, this, &TablePage::readAgain);
    connect(&m_session, &core::Session::changedOutside, this, &TablePage::readAgain);
}

core::Table TablePage::findTable() const
{
    const core::SchemaPtr schema = m_session.schema();
    if (const core::Table *table = schema->table(m_query.table))
        return *table;
    if (const core::View *view = schema->view(m_query.table))
        return tableLike(*view);
    core::Table missing;
    missing.name = m_query.table;
    return missing;
}

bool TablePage::isGone(const core::FilterTerm &term) const
{
    if (const auto *through = std::get_if<core::RelatedCondition>(&term.condition)) {
        const core::Relation *now = m_session.relations().byName(m_query.table, through->path.value(0).name);
        return !now || *now != through->path.value(0);
    }
    const auto *condition = std::get_if<core::Condition>(&term.condition);
    return condition && findTable().columnIndex(condition->column) < 0;
}

void TablePage::takeSchema()
{
    const core::Table table = findTable();
    m_exists = m_session.schema()->table(m_query.table) || m_session.schema()->view(m_query.table);
    std::ignore = m_editing->finish();
    m_model->setSchemaTable(table);
    m_sampled = false;
    recogniseMarks();
    // A filter or sort by a column that is gone would only fail.
    const core::RowQuery before = m_query;
    m_query.sort.removeIf([&](const core::SortKey &k) { return table.columnIndex(k.column) < 0; });
    renameSort();
    m_query.filter.terms.removeIf([&](const core::FilterTerm &t) { return isGone(t); });
    if (m_exists && m_query != before)
        applyQuery();
    else if (!m_exists)
        showError(core::Error::invalid(u"%1 is not in the database any more."_s.arg(m_query.table.display())));
    decideReadOnly();
}

void TablePage::decideReadOnly()
{
    m_readOnlyBecause.clear();
    const core::RowIdentity &identity = m_source->identity();
    if (m_session.isReadOnly())
        m_readOnlyBecause = m_session.readOnlyBecause();
    else if (m_session.schema()->view(m_query.table))
        m_readOnlyBecause = u"%1 is a view; its rows can be looked at, not edited."_s.arg(m_query.table.display());
    else if (!m_exists)
        m_readOnlyBecause = u"%1 is not in the database any more."_s.arg(m_query.table.display());
    else if (const core::Table *table = m_session.schema()->table(m_query.table); !table->brokenBecause.isEmpty())
        m_readOnlyBecause = u"%1 cannot be read: %2"_s.arg(m_query.table.display(), table->brokenBecause);
    else if (!identity.isEditable())
        m_readOnlyBecause = identity.noneBecause.isEmpty() ? u"The rows of this table cannot be told apart for certain."_s
                                                           : identity.noneBecause;
    m_editing->setReadOnlyBecause(m_readOnlyBecause);
    m_large->setReadOnlyBecause(m_readOnlyBecause);
    m_commands->setReadOnlyBecause(m_readOnlyBecause);
    m_addButton->setEnabled(m_readOnlyBecause.isEmpty());
    m_notice->setText(u"Read-only: %1"_s.arg(m_readOnlyBecause));
    m_notice->setVisible(!m_readOnlyBecause.isEmpty());
    updateContext();
}

void TablePage::updateHeads()
{
    QList<ColumnHead> heads = headsOf(*m_model);
    tellDeclared(heads, m_session.projectSchema(), m_query.table);
    for (ColumnHead &head : heads) {
        if (m_stamp && head.name == m_stamp->column && m_session.updateStamps().contains(m_query.table))
            head.type += u" · stamped"_s;
    }
    m_grid->setHeads(heads);
    m_grid->header()->setSort(m_query.sort);
    m_filterBar->setColumns(filterColumnsOf(*m_model));
    m_filterBar->setRelations({m_session.relations().of(m_query.table),
                               [this](const core::Relation &relation, core::RelatedCondition::Quantifier quantifier,
                                      const QString &rest) {
                                   return core::parseAlong(relation, quantifier, rest, m_session.filterWorld());
                               }});
    m_chips->setFilter(m_query.filter, m_filterBar->columns());
}

void TablePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_grid->hasFocus() && m_expansions->at(m_grid->currentRow())
        && m_expansions->close(m_grid->currentRow()))
        return;
    if (event->key() == Qt::Key_Escape && m_filterBar->isVisible())
        Q_EMIT m_filterBar->closed();
    else
        Page::keyPressEvent(event);
}

} // namespace ui

#include "moc_tablepage.cpp"
