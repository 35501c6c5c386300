// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationlist.h"

#include "ui/migrate/migrationlistdelegate.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

PillKind pillOf(core::MigrationState::Kind kind)
{
    using Kind = core::MigrationState::Kind;
    switch (kind) {
    case Kind::Applied:
        return PillKind::Green;
    case Kind::Pending:
        return PillKind::Amber;
    case Kind::Edited:
    case Kind::Missing:
        return PillKind::Red;
    case Kind::Skipped:
        return PillKind::Violet;
    case Kind::Orphan:
        return PillKind::Blue;
    }
    return PillKind::Neutral;
}

QString ageText(qint64 then, qint64 now)
{
    const qint64 minutes = qMax<qint64>(0, now - then) / 60'000;
    if (minutes < 1)
        return MigrationList::tr("now");
    if (minutes < 60)
        return MigrationList::tr("%1 min").arg(minutes);
    if (minutes < 24 * 60)
        return MigrationList::tr("%1 h").arg(minutes / 60);
    const qint64 days = minutes / (24 * 60);
    return days < 730 ? MigrationList::tr("%1 d").arg(days) : MigrationList::tr("%1 y").arg(days / 365);
}

namespace {
constexpr int leastListWidth = 110;
} // namespace

MigrationList::MigrationList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
    , m_hashes(new PlainLabel(tr("Journal hashes"), this))
    , m_health(new Pill(PillKind::Green, {}, this))
{
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"sidebar"_s);
    setMinimumWidth(leastListWidth);
    setFocusProxy(m_list);
    m_list->setObjectName(u"migration-list"_s);
    m_list->setAccessibleName(tr("Sources and migrations"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new MigrationListDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QListWidget::customContextMenuRequested, this, &MigrationList::offerRemoval);
    m_health->setObjectName(u"journal-health"_s);
    auto *all = plainLayout<QVBoxLayout>(this, 6, 0);
    all->addWidget(m_list, 1);
    all->addWidget(makeCompare());
    m_healthArea = makeHealth();
    all->addWidget(m_healthArea);
    connect(m_list, &QListWidget::currentItemChanged, this, [this] {
        if (const QString source = selectedSource(); !source.isEmpty())
            Q_EMIT sourceSelected(source);
        else
            Q_EMIT selectedChanged(selected());
    });
    rebuild();
}

QWidget *MigrationList::makeCompare()
{
    auto *compare = new QToolButton(this);
    compare->setObjectName(u"migration-compare"_s);
    compare->setText(tr("Compare with…"));
    compare->setIcon(Theme::current().icon(Icon::Plus));
    compare->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    compare->setPopupMode(QToolButton::InstantPopup);
    compare->setFocusPolicy(Qt::StrongFocus);
    setLook(compare, ButtonLook::Flat);
    auto *menu = new QMenu(compare);
    menu->addAction(tr("Another database…"), this,
                    [this] { Q_EMIT compareRequested(u"migrations.compareDatabase"_s); });
    menu->addAction(tr("A snapshot or DDL file…"), this,
                    [this] { Q_EMIT compareRequested(u"migrations.compareFile"_s); });
    compare->setMenu(menu);
    return compare;
}

QWidget *MigrationList::makeHealth()
{
    auto *area = new QWidget(this);
    auto *all = plainLayout<QVBoxLayout>(area);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Theme::cellPadding, 8, Theme::cellPadding, 4);
    head->addWidget(new PlainLabel(PlainLabel::Role::Caption, tr("HEALTH"), this));
    all->addLayout(head);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(Theme::cellPadding, 4, Theme::cellPadding, 8);
    m_hashes->setElided(true);
    line->addWidget(m_hashes, 1);
    line->addWidget(m_health);
    all->addLayout(line);
    auto *since = new QHBoxLayout;
    since->setContentsMargins(Theme::cellPadding, 0, Theme::cellPadding, 8);
    auto *drift = new PlainLabel(tr("Drift from snapshot"), this);
    drift->setElided(true);
    since->addWidget(drift, 1);
    m_drift = new Pill(PillKind::Neutral, {}, this);
    m_drift->setObjectName(u"drift-health"_s);
    since->addWidget(m_drift);
    all->addLayout(since);
    auto *where = new QHBoxLayout;
    where->setContentsMargins(Theme::cellPadding, 0, Theme::cellPadding, 8);
    m_folder = new PlainLabel(PlainLabel::Role::Muted, QString(), this);
    m_folder->setObjectName(u"migrations-folder"_s);
    m_folder->setElided(true);
    where->addWidget(m_folder, 1);
    auto *choose = new QPushButton(tr("Choose…"), this);
    choose->setObjectName(u"migration-choose"_s);
    choose->setAccessibleName(tr("Choose the migrations folder"));
    setLook(choose, ButtonLook::Flat);
    connect(choose, &QPushButton::clicked, this, &MigrationList::folderRequested);
    where->addWidget(choose);
    all->addLayout(where);
    return area;
}

void MigrationList::setBoard(const std::optional<core::MigrationBoard> &board)
{
    m_board = board;
    rebuild();
}

void MigrationList::setSources(const QList<SourceEntry> &sources)
{
    if (m_sources == sources)
        return;
    m_sources = sources;
    rebuild();
}

void MigrationList::setKit(const QList<SourceEntry> &entries)
{
    if (m_kit == entries)
        return;
    m_kit = entries;
    rebuild();
}

void MigrationList::setTruth(const QString &health, PillKind kind, const QString &drift, PillKind driftKind)
{
    m_drift->setText(drift);
    m_drift->setKind(driftKind);
    if (m_truth == health && m_truthKind == kind)
        return;
    m_truth = health;
    m_truthKind = kind;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(MigrationListDelegate::SourceRole).toString() == truthId()) {
            m_list->item(row)->setData(MigrationListDelegate::PillTextRole, m_truth);
            m_list->item(row)->setData(MigrationListDelegate::PillKindRole, int(m_truthKind));
        }
    }
}

void MigrationList::rebuild()
{
    const QString tag = selected();
    const QString source = selectedSource();
    const QSignalBlocker quiet(m_list); // who gives the board asks for selected()
    m_list->clear();
    addSources();
    addKit();
    addGroups();
    m_healthArea->setVisible(m_board.has_value());
    selectRow(MigrationListDelegate::SourceRole, source);
    if (!selectedSource().isEmpty())
        return;
    selectRow(MigrationListDelegate::TagRole, tag);
    for (int row = 0; row < m_list->count() && selected().isEmpty(); ++row) {
        if (!m_list->item(row)->data(MigrationListDelegate::TagRole).toString().isEmpty())
            m_list->setCurrentRow(row);
    }
    if (!m_list->currentItem())
        m_list->setCurrentIndex({}); // else the focus alone would choose the first source
}

void MigrationList::addSources()
{
    if (m_sources.isEmpty())
        return;
    auto *caption = new QListWidgetItem(tr("SOURCE"), m_list);
    caption->setFlags(Qt::NoItemFlags);
    addEntries(m_sources);
}

void MigrationList::addEntries(const QList<SourceEntry> &entries)
{
    for (const SourceEntry &source : entries) {
        auto *item = new QListWidgetItem(source.name, m_list);
        item->setData(MigrationListDelegate::SourceRole, source.id);
        if (source.isCount) {
            item->setData(MigrationListDelegate::PillTextRole, source.state);
            item->setData(MigrationListDelegate::PillKindRole, int(PillKind::Violet));
        } else {
            item->setData(MigrationListDelegate::AgeRole, source.state);
        }
        item->setToolTip(plainToolTip(source.place.isEmpty() ? source.name : source.place));
        item->setData(Qt::AccessibleTextRole,
                      source.state.isEmpty() ? source.name : u"%1, %2"_s.arg(source.name, source.state));
    }
}

void MigrationList::addKit()
{
    if (!m_board && m_kit.isEmpty())
        return;
    auto *caption = new QListWidgetItem(tr("DRIZZLE"), m_list);
    caption->setFlags(Qt::NoItemFlags);
    if (m_board) {
        auto *truth = new QListWidgetItem(tr("Truth board"), m_list);
        truth->setData(MigrationListDelegate::SourceRole, truthId());
        truth->setData(MigrationListDelegate::PillTextRole, m_truth);
        truth->setData(MigrationListDelegate::PillKindRole, int(m_truthKind));
        truth->setToolTip(tr("Folder, journal, snapshots and database side by side"));
    }
    addEntries(m_kit);
}

void MigrationList::addGroups()
{
    using Kind = core::MigrationState::Kind;
    if (!m_board)
        return;
    QList<core::MigrationState> pending;
    QList<core::MigrationState> applied;
    QList<core::MigrationState> others;
    for (const core::MigrationState &state : std::as_const(m_board->states)) {
        if (state.kind == Kind::Pending)
            pending.append(state);
        else if (state.kind == Kind::Applied || state.kind == Kind::Edited)
            applied.append(state);
        else
            others.append(state);
    }
    std::reverse(applied.begin(), applied.end());
    addGroup(tr("PENDING"), pending);
    addGroup(tr("APPLIED"), applied);
    addGroup(tr("OTHERS"), others);
    showHealth(*m_board);
    m_folder->setText(tr("Folder %1").arg(QFileInfo(m_board->folder.path).fileName()));
    m_folder->setAccessibleDescription(m_board->folder.path);
}

void MigrationList::addGroup(const QString &title, const QList<core::MigrationState> &states)
{
    if (states.isEmpty())
        return;
    auto *caption = new QListWidgetItem(title, m_list);
    caption->setFlags(Qt::NoItemFlags);
    // When one was applied nobody writes down; the journal has the time it was generated at.
    const bool anyAge = std::any_of(states.cbegin(), states.cend(), [](const core::MigrationState &state) {
        return state.kind == core::MigrationState::Kind::Applied && state.appliedAt > 0;
    });
    if (anyAge)
        caption->setData(MigrationListDelegate::AgeRole, tr("generated"));
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const core::MigrationState &state : states) {
        auto *item = new QListWidgetItem(state.tag, m_list);
        item->setData(MigrationListDelegate::TagRole, state.tag);
        item->setData(MigrationListDelegate::PillKindRole, int(pillOf(state.kind)));
        if (state.kind == core::MigrationState::Kind::Applied)
            item->setData(MigrationListDelegate::AgeRole,
                          state.appliedAt > 0 ? ageText(state.appliedAt, now) : QString());
        else
            item->setData(MigrationListDelegate::PillTextRole, core::toText(state.kind));
        const QString when = QDateTime::fromMSecsSinceEpoch(state.appliedAt).toString(u"yyyy-MM-dd HH:mm"_s);
        item->setToolTip(plainToolTip(state.appliedAt > 0 ? tr("%1\ngenerated %2").arg(state.tag, when) : state.tag));
        item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(state.tag, core::toText(state.kind)));
    }
}

void MigrationList::showHealth(const core::MigrationBoard &board)
{
    using Kind = core::MigrationState::Kind;
    const auto count = [&board](Kind kind) {
        return std::count_if(board.states.cbegin(), board.states.cend(),
                             [kind](const core::MigrationState &state) { return state.kind == kind; });
    };
    QStringList troubles;
    if (const auto edited = count(Kind::Edited))
        troubles.append(tr("%1 edited").arg(edited));
    if (const auto missing = count(Kind::Missing))
        troubles.append(tr("%1 missing").arg(missing));
    if (const auto orphans = count(Kind::Orphan))
        troubles.append(tr("%1 without a file").arg(orphans));
    const bool none = board.journal.rows.isEmpty();
    m_health->setKind(!troubles.isEmpty() ? PillKind::Red : none ? PillKind::Neutral : PillKind::Green);
    const QString all = troubles.join(", "_L1);
    const auto many = count(Kind::Edited) + count(Kind::Missing) + count(Kind::Orphan);
    m_health->setText(troubles.size() > 1 ? tr("%1 to check").arg(many) // there is room for one thing beside its name
                          : !troubles.isEmpty() ? all
                          : none                ? tr("none yet")
                                                : tr("match"));
    m_health->setToolTip(plainToolTip(all));
    m_health->setAccessibleDescription(all);
}

void MigrationList::selectRow(int role, const QString &value)
{
    if (value.isEmpty())
        return;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(role).toString() == value) {
            m_list->setCurrentRow(row);
            return;
        }
    }
}

void MigrationList::select(const QString &tag)
{
    selectRow(MigrationListDelegate::TagRole, tag);
}

void MigrationList::selectSource(const QString &id)
{
    selectRow(MigrationListDelegate::SourceRole, id);
}

QString MigrationList::currentText(int role) const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(role).toString() : QString();
}

QString MigrationList::selected() const
{
    return currentText(MigrationListDelegate::TagRole);
}

QString MigrationList::selectedSource() const
{
    return currentText(MigrationListDelegate::SourceRole);
}

/// The selected source, if it can be taken off the list; else empty.
QString MigrationList::removable() const
{
    const QString source = selectedSource();
    const bool may = std::any_of(m_sources.cbegin(), m_sources.cend(),
                                 [&](const SourceEntry &entry) { return entry.id == source && entry.isRemovable; });
    return may ? source : QString();
}

void MigrationList::offerRemoval(const QPoint &at)
{
    const QString source = removable();
    if (source.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Remove from the list"), this, [this, source] { Q_EMIT removeRequested(source); });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

bool MigrationList::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDelete = watched == m_list && event->type() == QEvent::KeyPress
        && static_cast<const QKeyEvent *>(event)->key() == Qt::Key_Delete;
    const QString source = isDelete ? removable() : QString();
    if (source.isEmpty())
        return QWidget::eventFilter(watched, event);
    Q_EMIT removeRequested(source);
    return true;
}

} // namespace ui

#include "moc_migrationlist.cpp"
