// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/projectchooser.h"

#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

enum ChoiceColumn { ConfigColumn, DialectColumn, DatabaseColumn, SchemaColumn };

/// As people write it, where that is more than its name in small letters.
QString dialectName(const QString &dialect)
{
    static const QHash<QString, QString> names{{u"sqlite"_s, u"SQLite"_s},
                                               {u"turso"_s, u"Turso, local"_s},
                                               {u"postgresql"_s, u"PostgreSQL"_s},
                                               {QString(), u"—"_s}};
    return names.value(dialect, dialect);
}

} // namespace

ProjectChooser::ProjectChooser(const QString &folder, QList<core::TargetChoice> choices, QWidget *parent)
    : QDialog(parent)
    , m_choices(std::move(choices))
{
    setUpDialog(*this, u"project-chooser"_s, tr("Choose a project"));
    resize(820, 400);
    build(folder);
    fill();
    m_list->setFocus();
}

void ProjectChooser::build(const QString &folder)
{
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    all->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("Which database?"), this));
    auto *what = new PlainLabel(
        PlainLabel::Role::Muted,
        tr("%1 leads to %2 databases. You can open another one later.").arg(visibleText(folder)).arg(m_choices.size()),
        this);
    what->setWordWrap(true);
    all->addWidget(what);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(u"project-list"_s);
    m_list->setAccessibleName(tr("Projects"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setHeaderLabels({tr("Config"), tr("Dialect"), tr("Database"), tr("Schema")});
    m_list->header()->resizeSection(ConfigColumn, 270);
    m_list->header()->resizeSection(DialectColumn, 110);
    m_list->header()->resizeSection(DatabaseColumn, 210);
    all->addWidget(m_list, 1);
    m_problem = new PlainLabel(PlainLabel::Role::Muted, {}, this);
    m_problem->setObjectName(u"project-problem"_s);
    m_problem->setWordWrap(true);
    all->addWidget(m_problem);
    const DialogButtons buttons = addDialogButtons(*this, *all, u"project"_s, tr("Open"));
    m_open = buttons.accept;
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ProjectChooser::showCurrent);
    connect(m_list, &QTreeWidget::itemDoubleClicked, m_open, &QPushButton::click);
}

void ProjectChooser::fill()
{
    const QColor faint = Theme::current().color(Tone::TextFaint);
    for (const core::TargetChoice &choice : std::as_const(m_choices)) {
        auto *item = new QTreeWidgetItem(m_list);
        const QStringList cells{choice.config, dialectName(choice.dialect), choice.database, choice.schema};
        for (int column = ConfigColumn; column <= SchemaColumn; ++column) {
            item->setText(column, visibleText(cells.at(column)));
            item->setToolTip(column, plainToolTip(choice.problem.isEmpty() ? cells.at(column) : choice.problem));
            if (!choice.problem.isEmpty())
                item->setForeground(column, faint);
        }
    }
    const auto first = std::find_if(m_choices.cbegin(), m_choices.cend(),
                                    [](const core::TargetChoice &choice) { return choice.problem.isEmpty(); });
    const auto at = first == m_choices.cend() ? 0 : static_cast<int>(first - m_choices.cbegin());
    m_list->setCurrentItem(m_list->topLevelItem(at));
    showCurrent();
}

const core::TargetChoice *ProjectChooser::current() const
{
    const int row = m_list->currentItem() ? m_list->indexOfTopLevelItem(m_list->currentItem()) : -1;
    return row < 0 ? nullptr : &m_choices.at(row);
}

void ProjectChooser::showCurrent()
{
    const core::TargetChoice *choice = current();
    m_problem->setText(choice ? visibleText(choice->problem) : QString());
    m_open->setEnabled(choice && choice->problem.isEmpty());
}

QString ProjectChooser::chosen() const
{
    const core::TargetChoice *choice = current();
    return choice && choice->problem.isEmpty() ? choice->target : QString();
}

} // namespace ui

#include "moc_projectchooser.cpp"
