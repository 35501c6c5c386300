// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/triggerspane.h"

#include "core/schema/namecase.h"
#include "ui/design/designdelegate.h"
#include "ui/design/designdesk.h"
#include "ui/design/sqledit.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int listWidth = 220;

QList<core::Trigger> triggersOf(const core::Schema &schema, const core::QualifiedName &name)
{
    if (const core::Table *table = schema.table(name))
        return table->triggers;
    QList<core::Trigger> own = schema.viewTriggers;
    own.removeIf([&](const core::Trigger &g) {
        return core::folded(g.table, core::nameCaseOf(schema)) != core::folded(name, core::nameCaseOf(schema));
    });
    return own;
}

bool sameName(const core::Trigger &a, const core::Trigger &b)
{
    return core::foldedName(a.name) == core::foldedName(b.name);
}

const core::Trigger *find(const QList<core::Trigger> &list, const core::Trigger &wanted)
{
    for (const core::Trigger &g : list) {
        if (sameName(g, wanted))
            return &g;
    }
    return nullptr;
}

} // namespace

TriggersModel::TriggersModel(DesignDesk &desk, QObject *parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
{
    connect(&desk, &DesignDesk::changed, this, &TriggersModel::refresh);
}

void TriggersModel::setName(const core::QualifiedName &name)
{
    m_name = name;
    refresh();
}

QList<TriggersModel::Row> TriggersModel::makeRows() const
{
    QList<Row> rows;
    const QList<core::Trigger> now = triggersOf(m_desk.design().target(), m_name);
    const QList<core::Trigger> before = triggersOf(m_desk.design().before(), m_name);
    const QList<core::DesignProblem> problems = m_desk.problemsOf(m_name);
    for (int i = 0; i < now.size(); ++i) {
        const core::Trigger *was = find(before, now.at(i));
        Row row{now.at(i),
                !was                    ? DesignRow::State::New
                    : *was == now.at(i) ? DesignRow::State::Same
                                        : DesignRow::State::Changed,
                {}};
        for (const core::DesignProblem &p : problems) {
            if (p.part == core::DesignProblem::Part::Trigger && p.item == i)
                row.problem = p.sentence;
        }
        rows.append(row);
    }
    for (const core::Trigger &old : before) {
        if (!find(now, old))
            rows.append({old, DesignRow::State::Dropped, {}});
    }
    return rows;
}

void TriggersModel::refresh()
{
    const QList<Row> rows = makeRows();
    const bool sameNames = std::equal(rows.cbegin(), rows.cend(), m_rows.cbegin(), m_rows.cend(),
                                      [](const Row &a, const Row &b) { return a.trigger.name == b.trigger.name; });
    if (sameNames) {
        m_rows = rows;
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int TriggersModel::rowOf(const QString &triggerName) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (core::foldedName(m_rows.at(i).trigger.name) == core::foldedName(triggerName))
            return i;
    }
    return -1;
}

int TriggersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TriggersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.trigger.name;
    case Qt::ToolTipRole:
        return row.problem.isEmpty() ? QVariant() : plainToolTip(row.problem);
    case DesignModel::StateRole:
        return static_cast<int>(row.state);
    case DesignModel::ProblemRole:
        return row.problem;
    default:
        return {};
    }
}

TriggersPane::TriggersPane(DesignDesk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(new TriggersModel(desk, this))
    , m_list(new QListView(this))
    , m_sql(new SqlEdit(desk.dialect(), this))
    , m_problem(new PlainLabel(PlainLabel::Role::Small, {}, this))
{
    m_list->setObjectName(u"design-triggers"_s);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new DesignDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFixedWidth(listWidth);
    m_list->installEventFilter(this);
    m_sql->setObjectName(u"design-trigger-sql"_s);
    m_problem->setObjectName(u"design-trigger-problem"_s);
    m_problem->setWordWrap(true);
    auto *line = plainLayout<QHBoxLayout>(this);
    line->addWidget(m_list);
    auto *right = plainLayout<QVBoxLayout>(nullptr, 8, 6);
    right->addWidget(m_sql, 1);
    right->addWidget(m_problem);
    line->addLayout(right, 1);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { showCurrent(); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { show(m_shown); });
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { showCurrent(); });
    connect(m_sql, &SqlEdit::submitted, this, [this] { take(); });
    connect(m_sql, &SqlEdit::edited, this, &TriggersPane::validate);
}

void TriggersPane::setName(const core::QualifiedName &name)
{
    m_name = name;
    m_model->setName(name);
    show(m_shown);
}

std::optional<core::Trigger> TriggersPane::current() const
{
    const int row = m_list->currentIndex().row();
    return row < 0 || row >= m_model->rowCount() ? std::nullopt : std::optional(m_model->trigger(row));
}

void TriggersPane::show(const QString &triggerName)
{
    const int row = qMax(0, m_model->rowOf(triggerName));
    m_list->setCurrentIndex(m_model->index(row));
    showCurrent();
}

void TriggersPane::showCurrent()
{
    const auto trigger = current();
    const bool editable = trigger && m_model->stateOf(m_list->currentIndex().row()) != DesignRow::State::Dropped;
    m_sql->setReadOnly(!editable);
    if (m_sql->isEdited())
        return;
    m_shown = trigger ? trigger->name : QString();
    m_sql->setSql(trigger ? m_desk.dialect().createSql(*trigger) : QString());
    m_problem->setText(trigger ? m_model->problem(m_list->currentIndex().row())
                               : tr("There are no triggers. Insert makes one."));
}

void TriggersPane::validate()
{
    const auto typed = m_desk.rules().triggerFromText(m_sql->sql());
    m_problem->setText(typed ? tr("Ctrl+Enter takes it.") : typed.error().message);
}

/// What is typed becomes the trigger; false when it is none, and stays.
bool TriggersPane::take()
{
    if (!m_sql->isEdited())
        return true;
    const int row = m_model->rowOf(m_shown);
    const auto typed = m_desk.rules().triggerFromText(m_sql->sql());
    if (!typed || row < 0) {
        if (!typed)
            Q_EMIT refused(typed.error());
        return false;
    }
    core::Trigger to = *typed;
    const core::NameCase nameCase = core::nameCaseOf(m_desk.design().target());
    if (core::folded(to.table, nameCase) != core::folded(m_name, nameCase)) {
        Q_EMIT refused(core::Error::invalid(
            tr("The trigger %1 would belong to %2 and not to %3.").arg(to.name, to.table.display(), m_name.display())));
        return false;
    }
    m_sql->setAccepted();
    const core::Trigger from = m_model->trigger(row);
    to.enabled = from.enabled; // what is not part of the statement
    to.comment = from.comment;
    m_shown = to.name;
    if (from == to) {
        showCurrent();
        return true;
    }
    const auto done = m_desk.push({core::design::PutTrigger{m_name, from, to}});
    if (!done)
        Q_EMIT refused(done.error());
    show(m_shown);
    return done.ok();
}

bool TriggersPane::finishEditing()
{
    return take();
}

void TriggersPane::insertTrigger()
{
    if (!take())
        return;
    const bool onView = m_desk.design().target().view(m_name) != nullptr;
    QString name;
    for (int n = 1; name.isEmpty() || m_model->rowOf(name) >= 0; ++n)
        name = u"%1_trigger%2"_s.arg(m_name.name).arg(n);
    const core::Trigger made = m_desk.rules().newTrigger(m_name, name, onView);
    const auto done = m_desk.push({core::design::PutTrigger{m_name, std::nullopt, made}});
    if (!done) {
        Q_EMIT refused(done.error());
        return;
    }
    show(name);
    m_sql->setFocus(Qt::OtherFocusReason);
}

void TriggersPane::dropTrigger()
{
    const auto trigger = current();
    if (!trigger)
        return;
    m_sql->setAccepted(); // what was typed goes with it
    const bool dropped = m_model->stateOf(m_list->currentIndex().row()) == DesignRow::State::Dropped;
    const auto done = m_desk.push({dropped ? core::design::PutTrigger{m_name, std::nullopt, *trigger}
                                           : core::design::PutTrigger{m_name, *trigger, std::nullopt}});
    if (!done)
        Q_EMIT refused(done.error());
}

bool TriggersPane::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_list || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool insert = key->key() == Qt::Key_Insert && key->modifiers() == Qt::NoModifier;
    const bool drop = key->key() == Qt::Key_Delete && key->modifiers() == Qt::NoModifier;
    const bool edit = key->key() == Qt::Key_F2 || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!insert && !drop && !edit)
        return false;
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (insert)
        insertTrigger();
    else if (drop)
        dropTrigger();
    else
        m_sql->setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace ui

#include "moc_triggerspane.cpp"
