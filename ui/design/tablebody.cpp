// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/tablebody.h"

#include "core/design/designenums.h"
#include "ui/design/checksmodel.h"
#include "ui/design/columnsmodel.h"
#include "ui/design/designdesk.h"
#include "ui/design/designgrid.h"
#include "ui/design/designhead.h"
#include "ui/design/foreignkeysmodel.h"
#include "ui/design/indexesmodel.h"
#include "ui/design/policiesmodel.h"
#include "ui/design/triggerspane.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using OptionKind = core::DesignRules::Option::Kind;

constexpr std::array<int, ColumnsModel::ColumnCount> columnWidths{150, 170, 76, 150, 56, 66, 180, 140, 72, 90, 96, 180};
constexpr std::array<int, IndexesModel::ColumnCount> indexWidths{110, 230, 260, 70, 220, 90, 160, 96, 110};
constexpr std::array<int, ForeignKeysModel::ColumnCount> keyWidths{190, 200, 120, 120, 84, 180, 84};
constexpr std::array<int, ChecksModel::ColumnCount> checkWidths{460, 200, 84};
constexpr std::array<int, PoliciesModel::ColumnCount> policyWidths{170, 90, 150, 280, 240, 96};

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
    makeHead();
    layout->addWidget(m_head);
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
    addPolicies();
    hideWhatIsNotThere();
    layout->addWidget(makeButtons());
    connect(m_parts, &QTabWidget::currentChanged, this, &TableBody::showButtons);
    connect(&desk, &DesignDesk::changed, this, &TableBody::refresh);
}

void TableBody::makeHead()
{
    m_head = new DesignHead(m_desk, tr("Table"), tr("Name of the table"), this);
    connect(m_head, &DesignHead::nameWanted, this, &TableBody::take);
    connect(m_head, &DesignHead::commentWanted, this, [this](const QString &text) {
        if (const auto done = m_desk.push({core::design::SetComment{m_name, text}}); !done)
            Q_EMIT refused(done.error());
    });
    connect(m_head, &DesignHead::nameTyped, this, [this] { focusFirst(false); });
    makeOptions(m_head->options());
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
    m_type = button(u"design-type"_s, {}, tr("Ctrl+F9"), [this] { Q_EMIT actionRequested(u"design.type"_s); });
    return bar;
}

/// What some systems have and others have not is not shown where it is not.
void TableBody::hideWhatIsNotThere()
{
    using Feature = core::DesignRules::Feature;
    const auto hide = [this](int grid, Feature feature, std::initializer_list<int> columns) {
        for (const int column : columns)
            m_grids.at(grid)->setColumnHidden(column, !m_desk.rules().has(feature));
    };
    hide(0, Feature::Identities, {ColumnsModel::Identity});
    hide(0, Feature::Comments, {ColumnsModel::Comment});
    hide(1, Feature::IndexMethods, {IndexesModel::Method, IndexesModel::Include});
    hide(1, Feature::KeyDetails, {IndexesModel::NullsEqual, IndexesModel::Deferral});
    hide(2, Feature::NotValid, {ForeignKeysModel::NotValid});
    hide(3, Feature::NotValid, {ChecksModel::NotValid});
}

void TableBody::addPolicies()
{
    if (!m_desk.rules().has(core::DesignRules::Feature::RowSecurity))
        return;
    m_policies = new PoliciesModel(m_desk, this);
    auto *part = new QWidget(m_parts);
    auto *layout = plainLayout<QVBoxLayout>(part);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(Theme::cellPadding + 4, 6, Theme::cellPadding + 4, 6);
    line->setSpacing(16);
    m_secured = new QCheckBox(tr("Row level security: policies say who sees and writes which rows"), part);
    m_secured->setObjectName(u"design-secured"_s);
    m_forced = new QCheckBox(tr("for the table's owner, too"), part);
    m_forced->setObjectName(u"design-secured-forced"_s);
    for (QCheckBox *box : {m_secured, m_forced}) {
        connect(box, &QCheckBox::clicked, this, &TableBody::secure);
        line->addWidget(box);
    }
    line->addStretch(1);
    layout->addLayout(line);
    DesignGrid *grid = addGrid(*m_policies, tr("Policies"), u"design-policies"_s);
    setWidths(*grid, policyWidths);
    m_parts->removeTab(m_parts->indexOf(grid));
    layout->addWidget(grid, 1);
    grid->show();
    part->setFocusProxy(grid);
    m_parts->addTab(part, tr("Policies"));
}

void TableBody::secure()
{
    const auto done =
        m_desk.push({core::design::SetRowSecurity{m_name, m_secured->isChecked(), m_forced->isChecked()}});
    if (!done)
        Q_EMIT refused(done.error());
    refresh();
}

/// The part that the grid is in, or is.
QWidget *TableBody::partOf(const DesignGrid *grid) const
{
    for (int i = 0; i < m_parts->count(); ++i) {
        QWidget *part = m_parts->widget(i);
        if (part == grid || part->isAncestorOf(grid))
            return part;
    }
    return nullptr;
}

DesignGrid *TableBody::currentGrid() const
{
    const auto it = std::find_if(m_grids.cbegin(), m_grids.cend(),
                                 [this](const DesignGrid *grid) { return partOf(grid) == m_parts->currentWidget(); });
    return it == m_grids.cend() ? nullptr : *it;
}

void TableBody::showButtons()
{
    static const QStringList adds{tr("Add column"), tr("Add index"),   tr("Add foreign key"),
                                  tr("Add check"),  tr("Add trigger"), tr("Add policy")};
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
    const core::QualifiedName type = currentType();
    const QString name = m_desk.nameNow(type).value_or(type).display();
    m_type->setVisible(!type.isEmpty());
    m_type->setText(plainButtonText(tr("Values of %1…").arg(visibleName(name))));
    Q_EMIT currentChanged();
}

void TableBody::setName(const core::QualifiedName &name)
{
    m_name = name;
    m_columns->setTable(name);
    m_indexes->setTable(name);
    m_keys->setTable(name);
    m_checks->setTable(name);
    if (m_policies)
        m_policies->setTable(name);
    m_triggers->setName(name);
    refresh();
}

void TableBody::refresh()
{
    const core::Table *table = m_desk.design().target().table(m_name);
    if (!table)
        return;
    const core::DesignOrigin *origin = m_desk.design().state().origin(m_name);
    m_head->show(m_name, origin ? origin->table : core::QualifiedName(), table->facts.comment);
    for (const auto &[kind, box] : std::as_const(m_options))
        box->setChecked(isOn(*table, kind));
    const QList<std::pair<QString, qsizetype>> counts{
        {tr("Columns"), table->columns.size()},
        {tr("Keys && indexes"), table->indexes.size() + table->uniques.size() + (table->primaryKey ? 1 : 0)},
        {tr("Foreign keys"), table->foreignKeys.size()},
        {tr("Checks"), table->checks.size()},
        {tr("Triggers"), table->triggers.size()},
        {tr("Policies"), table->policies.size()}};
    if (m_policies) {
        m_secured->setChecked(table->facts.rowSecurity);
        m_forced->setChecked(table->facts.rowSecurityForced);
        m_forced->setEnabled(table->facts.rowSecurity || table->facts.rowSecurityForced);
    }
    for (int i = 0; i < qMin<qsizetype>(counts.size(), m_parts->count()); ++i)
        m_parts->setTabText(i,
                            counts.at(i).second == 0 ? counts.at(i).first
                                                     : u"%1  %2"_s.arg(counts.at(i).first).arg(counts.at(i).second));
    showButtons();
}

void TableBody::take(const core::QualifiedName &name)
{
    core::DesignStep step = core::design::RenameTable{m_name, name.name};
    if (name.schema != m_name.schema)
        step = core::design::MoveTable{m_name, name.schema};
    const auto done = m_desk.push({step});
    if (done)
        return;
    m_head->showNameAgain();
    Q_EMIT refused(done.error());
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
    m_head->finishEditing();
    for (DesignGrid *grid : std::as_const(m_grids)) {
        if (!grid->finishEditing()) {
            m_parts->setCurrentWidget(partOf(grid));
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

/// The enum that the current column is of, by its place.
core::QualifiedName TableBody::currentType() const
{
    const core::Table *table = m_desk.design().target().table(m_name);
    const QModelIndex at = m_grids.first()->currentIndex();
    if (!table || m_parts->currentIndex() != 0 || !at.isValid())
        return {};
    const core::Column *column = table->column(at.siblingAtColumn(ColumnsModel::Name).data().toString());
    for (const core::EnumType &type : m_desk.design().target().enums) {
        if (column && !type.internal
            && core::isOfType(column->declaredType, type.name, *m_desk.dialect().schemaRules()))
            return m_desk.placeOf(type.name);
    }
    return {};
}

void TableBody::focusFirst(bool isNew)
{
    if (isNew) {
        m_head->focusName();
    } else if (QWidget *part = m_parts->currentWidget()) {
        part->setFocus(Qt::OtherFocusReason);
    }
}

} // namespace ui

#include "moc_tablebody.cpp"
