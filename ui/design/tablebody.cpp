// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/tablebody.h"

#include "ui/design/checksmodel.h"
#include "ui/design/columnsmodel.h"
#include "ui/design/designdesk.h"
#include "ui/design/designgrid.h"
#include "ui/design/foreignkeysmodel.h"
#include "ui/design/indexesmodel.h"
#include "ui/design/triggerspane.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using OptionKind = core::DesignRules::Option::Kind;

constexpr int nameWidth = 240;
constexpr std::array<int, ColumnsModel::ColumnCount> columnWidths{150, 170, 76, 150, 56, 66, 180, 140, 72, 90};
constexpr std::array<int, IndexesModel::ColumnCount> indexWidths{110, 230, 260, 70, 220};
constexpr std::array<int, ForeignKeysModel::ColumnCount> keyWidths{190, 200, 120, 120, 84, 180};
constexpr std::array<int, ChecksModel::ColumnCount> checkWidths{460, 200};

template <std::size_t count> void setWidths(DesignGrid &grid, const std::array<int, count> &widths)
{
    for (int i = 0; i < static_cast<int>(count); ++i)
        grid.setColumnWidth(i, widths[std::size_t(i)]);
}

bool isOn(const core::Table &table, OptionKind kind)
{
    switch (kind) {
    case OptionKind::Strict:
        return table.strict;
    case OptionKind::WithoutRowId:
        return table.withoutRowId;
    case OptionKind::AutoIncrement:
        return table.primaryKey && table.primaryKey->autoIncrement;
    }
    return false;
}

} // namespace

TableBody::TableBody(DesignDesk &desk, QWidget *parent)
    : DesignBody(parent)
    , m_desk(desk)
    , m_parts(new QTabWidget(this))
    , m_columns(new ColumnsModel(desk, this))
    , m_indexes(new IndexesModel(desk, this))
    , m_keys(new ForeignKeysModel(desk, this))
    , m_checks(new ChecksModel(desk, this))
{
    auto *layout = plainLayout<QVBoxLayout>(this);
    layout->addWidget(makeHead());
    m_parts->setObjectName(u"design-parts"_s);
    m_parts->setDocumentMode(true);
    layout->addWidget(m_parts, 1);
    setWidths(*addGrid(*m_columns, tr("Columns"), u"design-columns"_s), columnWidths);
    setWidths(*addGrid(*m_indexes, tr("Keys && indexes"), u"design-indexes"_s), indexWidths);
    setWidths(*addGrid(*m_keys, tr("Foreign keys"), u"design-foreign-keys"_s), keyWidths);
    setWidths(*addGrid(*m_checks, tr("Checks"), u"design-checks"_s), checkWidths);
    m_triggers = new TriggersPane(desk, m_parts);
    connect(m_triggers, &TriggersPane::refused, this, &DesignBody::refused);
    m_parts->addTab(m_triggers, tr("Triggers"));
    layout->addWidget(makeButtons());
    connect(m_parts, &QTabWidget::currentChanged, this, &TableBody::showButtons);
    connect(&desk, &DesignDesk::changed, this, &TableBody::refresh);
}

QWidget *TableBody::makeHead()
{
    auto *head = new QWidget(this);
    setArea(head, u"toolbar"_s);
    head->setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 12);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    auto *label = new PlainLabel(PlainLabel::Role::Muted, tr("Table"), head);
    m_nameField = new QLineEdit(head);
    m_nameField->setObjectName(u"design-name"_s);
    m_nameField->setMinimumWidth(120);
    m_nameField->setMaximumWidth(nameWidth);
    m_nameField->setFont(Theme::current().monospace());
    m_nameField->setAccessibleName(tr("Name of the table"));
    m_nameField->installEventFilter(this);
    connect(m_nameField, &QLineEdit::editingFinished, this, &TableBody::rename);
    connect(m_nameField, &QLineEdit::returnPressed, this, [this] {
        rename();
        focusFirst(false);
    });
    line->addWidget(label);
    line->addWidget(m_nameField);
    makeOptions(line);
    line->addStretch(1);
    return head;
}

void TableBody::makeOptions(QHBoxLayout *line)
{
    for (const core::DesignRules::Option &option : m_desk.rules().options()) {
        auto *box = new QCheckBox(option.text, this);
        box->setObjectName(u"design-option-"_s + option.text.toLower().replace(u' ', u'-'));
        box->setToolTip(plainToolTip(option.why));
        connect(box, &QCheckBox::clicked, this, [this, kind = option.kind](bool on) { setOption(kind, on); });
        line->addWidget(box);
        m_options.append({option.kind, box});
    }
}

DesignGrid *TableBody::addGrid(DesignModel &model, const QString &title, const QString &objectName)
{
    auto *grid = new DesignGrid(model, m_parts);
    grid->setObjectName(objectName);
    grid->setAccessibleName(title);
    connect(grid, &DesignGrid::refused, this, &DesignBody::refused);
    connect(grid->selectionModel(), &QItemSelectionModel::currentChanged, this, &TableBody::showButtons);
    m_grids.append(grid);
    m_parts->addTab(grid, title);
    return grid;
}

QWidget *TableBody::makeButtons()
{
    auto *bar = new QWidget(this);
    auto *line = plainLayout<QHBoxLayout>(bar, 8, 8);
    const auto button = [&](const QString &name, const QString &text, const QString &keys, auto act) {
        auto *made = new QPushButton(text, bar);
        made->setObjectName(name);
        made->setToolTip(plainToolTip(keys));
        connect(made, &QPushButton::clicked, this, act);
        line->addWidget(made);
        return made;
    };
    m_add = button(u"design-add"_s, {}, tr("Insert"), [this] { perform(u"design.add"_s); });
    m_addUnique = button(u"design-add-unique"_s, tr("Add unique constraint"), {}, [this] {
        m_grids.at(1)->setFocus(Qt::OtherFocusReason);
        m_grids.at(1)->editCell(m_indexes->insertUnique(), IndexesModel::Columns);
    });
    m_drop = button(u"design-drop"_s, tr("Drop"), tr("Delete"), [this] { perform(u"design.drop"_s); });
    m_up = button(u"design-up"_s, tr("Move up"), tr("Ctrl+Up"), [this] { perform(u"design.moveUp"_s); });
    m_down = button(u"design-down"_s, tr("Move down"), tr("Ctrl+Down"), [this] { perform(u"design.moveDown"_s); });
    line->addStretch(1);
    return bar;
}

DesignGrid *TableBody::currentGrid() const
{
    return m_grids.value(m_parts->currentIndex());
}

void TableBody::showButtons()
{
    static const QStringList adds{tr("Add column"), tr("Add index"), tr("Add foreign key"), tr("Add check"),
                                  tr("Add trigger")};
    const int part = m_parts->currentIndex();
    m_add->setText(adds.value(part));
    m_addUnique->setVisible(part == 1);
    const bool moves = m_desk.rules().movesColumns() || !m_desk.design().state().origin(m_name);
    m_up->setVisible(part == 0 && moves);
    m_down->setVisible(part == 0 && moves);
    const DesignGrid *grid = currentGrid();
    const QModelIndex at = grid ? grid->currentIndex() : QModelIndex();
    const bool dropped = grid && at.isValid() && grid->designModel().stateOf(at.row()) == DesignRow::State::Dropped;
    m_drop->setText(dropped ? tr("Keep after all") : tr("Drop"));
    m_drop->setEnabled(!grid || at.isValid());
    m_up->setEnabled(at.isValid() && !dropped);
    m_down->setEnabled(at.isValid() && !dropped);
}

void TableBody::setName(const core::QualifiedName &name)
{
    m_name = name;
    m_columns->setTable(name);
    m_indexes->setTable(name);
    m_keys->setTable(name);
    m_checks->setTable(name);
    m_triggers->setName(name);
    refresh();
}

void TableBody::refresh()
{
    const core::Table *table = m_desk.design().target().table(m_name);
    if (!table)
        return;
    if (!m_nameField->isModified() || !m_nameField->hasFocus()) {
        m_nameField->setText(m_name.name);
        m_nameField->setModified(false);
    }
    const core::DesignOrigin *origin = m_desk.design().state().origin(m_name);
    const bool renamed = origin && !(origin->table == m_name);
    m_nameField->setProperty("state", renamed ? QVariant(u"modified"_s) : QVariant());
    m_nameField->style()->polish(m_nameField);
    m_nameField->setToolTip(renamed ? plainToolTip(tr("Called %1 in the database.").arg(origin->table.display()))
                                    : QString());
    for (const auto &[kind, box] : std::as_const(m_options))
        box->setChecked(isOn(*table, kind));
    const QList<std::pair<QString, qsizetype>> counts{
        {tr("Columns"), table->columns.size()},
        {tr("Keys && indexes"), table->indexes.size() + table->uniques.size() + (table->primaryKey ? 1 : 0)},
        {tr("Foreign keys"), table->foreignKeys.size()},
        {tr("Checks"), table->checks.size()},
        {tr("Triggers"), table->triggers.size()}};
    for (int i = 0; i < counts.size(); ++i)
        m_parts->setTabText(i,
                            counts.at(i).second == 0 ? counts.at(i).first
                                                     : u"%1  %2"_s.arg(counts.at(i).first).arg(counts.at(i).second));
    showButtons();
}

void TableBody::rename()
{
    if (!m_nameField->isModified())
        return;
    const QString to = m_nameField->text().trimmed();
    m_nameField->setModified(false);
    if (to == m_name.name)
        return;
    const auto done = m_desk.push({core::design::RenameTable{m_name, to}});
    if (!done) {
        m_nameField->setText(m_name.name);
        Q_EMIT refused(done.error());
    }
}

void TableBody::setOption(OptionKind kind, bool on)
{
    const core::Table table = *m_desk.design().target().table(m_name);
    core::Result<core::Done> done = core::Done{};
    if (kind == OptionKind::AutoIncrement) {
        if (!table.primaryKey) {
            done = core::Error::invalid(tr("%1 has no primary key that could count by itself.").arg(m_name.display()));
        } else {
            core::PrimaryKey key = *table.primaryKey;
            key.autoIncrement = on;
            done = m_desk.push({core::design::SetPrimaryKey{m_name, key}});
        }
    } else {
        done = m_desk.push({core::design::SetOptions{m_name, kind == OptionKind::Strict ? on : table.strict,
                                                     kind == OptionKind::WithoutRowId ? on : table.withoutRowId}});
    }
    if (!done)
        Q_EMIT refused(done.error());
    refresh();
}

bool TableBody::finishEditing()
{
    rename();
    for (int i = 0; i < m_grids.size(); ++i) {
        if (!m_grids.at(i)->finishEditing()) {
            m_parts->setCurrentIndex(i);
            return false;
        }
    }
    if (m_triggers->finishEditing())
        return true;
    m_parts->setCurrentWidget(m_triggers);
    return false;
}

bool TableBody::perform(const QString &id)
{
    DesignGrid *grid = currentGrid();
    if (id == u"design.add")
        grid ? grid->insertRow() : m_triggers->insertTrigger();
    else if (id == u"design.drop")
        grid ? grid->dropRow() : m_triggers->dropTrigger();
    else if (grid && id == u"design.moveUp")
        grid->moveRow(-1);
    else if (grid && id == u"design.moveDown")
        grid->moveRow(1);
    else if (id.startsWith(u"design.part."))
        m_parts->setCurrentIndex(id.sliced(12).toInt());
    else
        return false;
    return true;
}

/// With nothing of its own to undo, the key belongs to the design.
bool TableBody::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_nameField && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->matches(QKeySequence::Undo) && !m_nameField->isUndoAvailable())
            || (key->matches(QKeySequence::Redo) && !m_nameField->isRedoAvailable())) {
            event->ignore();
            return true;
        }
    }
    return DesignBody::eventFilter(object, event);
}

void TableBody::focusFirst(bool isNew)
{
    if (isNew) {
        m_nameField->setFocus(Qt::OtherFocusReason);
        m_nameField->selectAll();
    } else if (QWidget *part = m_parts->currentWidget()) {
        part->setFocus(Qt::OtherFocusReason);
    }
}

} // namespace ui

#include "moc_tablebody.cpp"
