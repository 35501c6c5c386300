// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/filesview.h"

#include "ui/changes/sqlview.h"
#include "ui/migrate/filediff.h"
#include "ui/migrate/migrationlistdelegate.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QDir>
#include <QFocusEvent>
#include <QGuiApplication>
#include <QListWidget>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int mostListedFiles = 4; ///< more are scrolled to

bool isSqlFile(const core::FileChange &change)
{
    return change.path.endsWith(u".sql"_s);
}

} // namespace

FilesView::FilesView(const QString &name, const core::Dialect &dialect, QWidget *parent)
    : QWidget(parent)
    , m_dialect(dialect)
    , m_list(new QListWidget)
    , m_path(new PlainLabel(PlainLabel::Role::Muted))
    , m_stack(new QStackedWidget)
    , m_sql(new SqlView)
    , m_text(new FileDiffView)
{
    setObjectName(name);
    m_list->setObjectName(name + u"-list"_s);
    m_list->setAccessibleName(tr("Files that would be written"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new MigrationListDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_path->setObjectName(name + u"-path"_s);
    m_path->setElided(true);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setContentsMargins(Theme::cellPadding + 4, 4, Theme::cellPadding + 4, 6);
    m_sql->setObjectName(name + u"-sql"_s);
    m_text->setObjectName(name + u"-text"_s);
    m_stack->addWidget(m_sql);
    m_stack->addWidget(m_text);
    auto *all = plainLayout<QVBoxLayout>(this);
    auto *list = plainLayout<QVBoxLayout>(nullptr);
    list->setContentsMargins(6, 4, 6, 0);
    list->addWidget(m_list);
    all->addLayout(list);
    all->addWidget(m_path);
    all->addWidget(m_stack, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &FilesView::showChosen);
}

void FilesView::setChanges(const QList<core::FileChange> &changes)
{
    if (m_changes == changes)
        return;
    m_changes = changes;
    const int kept = std::max(0, m_list->currentRow());
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const core::FileChange &change : changes) {
            const QString name = core::fileChangeName(change);
            const QString state = change.isNew() ? tr("new") : tr("changed");
            auto *item = new QListWidgetItem(name, m_list);
            item->setData(MigrationListDelegate::TagRole, name);
            item->setData(MigrationListDelegate::PillTextRole, state);
            item->setData(MigrationListDelegate::PillKindRole, int(change.isNew() ? PillKind::Green : PillKind::Amber));
            item->setToolTip(plainToolTip(change.path));
            item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(name, state));
        }
        m_list->setCurrentRow(kept < m_list->count() ? kept : 0);
    }
    const int rows = std::clamp(m_list->count(), 1, mostListedFiles);
    constexpr int row = Theme::controlHeight + 2;
    m_list->setMaximumHeight(rows * row);
    m_list->setMinimumHeight(std::min(rows, 2) * row); // in a small window it scrolls
    showChosen();
}

void FilesView::showChosen()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_changes.size()) {
        m_path->setText({});
        m_sql->clearScript();
        m_stack->setCurrentWidget(m_sql);
        return;
    }
    const core::FileChange &change = m_changes.at(row);
    m_path->setText(QDir::toNativeSeparators(change.path));
    if (isSqlFile(change) && change.isNew()) {
        m_sql->setSql(QString::fromUtf8(change.after), m_dialect);
        m_stack->setCurrentWidget(m_sql);
    } else {
        m_text->setFile(change);
        m_stack->setCurrentWidget(m_text);
    }
}

void FilesView::copySql()
{
    const auto sql = std::find_if(m_changes.cbegin(), m_changes.cend(), isSqlFile);
    if (sql != m_changes.cend())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(sql->after));
}

void FilesView::focusInEvent(QFocusEvent *event)
{
    m_list->setFocus(event->reason());
}

} // namespace ui

#include "moc_filesview.cpp"
