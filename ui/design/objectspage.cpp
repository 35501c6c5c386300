// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/objectspage.h"

#include "ui/changes/sqlview.h"
#include "ui/design/designdesk.h"
#include "ui/design/objectsmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostUsers = 12; ///< told one by one above the SQL, which needs the room

QTableView *makeObjectsTable(QAbstractItemModel *model)
{
    auto *table = new QTableView;
    table->setObjectName(u"objects-table"_s);
    table->setAccessibleName(ObjectsPage::tr("Types, functions and the like"));
    table->setModel(model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(ObjectsModel::AboutColumn, QHeaderView::Stretch);
    table->setColumnWidth(ObjectsModel::KindColumn, 130);
    table->setColumnWidth(ObjectsModel::NameColumn, 260);
    table->setColumnWidth(ObjectsModel::UsedColumn, 170);
    return table;
}

} // namespace

ObjectsPage::ObjectsPage(core::Session &session, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_model(new ObjectsModel(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit)
    , m_about(new PlainLabel(PlainLabel::Role::Muted))
    , m_open(new QPushButton(tr("Open its table")))
    , m_copy(new QPushButton(tr("Copy SQL")))
    , m_sql(new SqlView)
    , m_stack(new QStackedWidget)
{
    setObjectName(u"objects-page"_s);
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table = makeObjectsTable(m_shown);
    m_filter->setObjectName(u"objects-filter"_s);
    m_filter->setPlaceholderText(tr("Filter by kind, name or what it says…"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_about->setObjectName(u"objects-about"_s);
    m_about->setWordWrap(true);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_sql->setObjectName(u"objects-sql"_s);
    m_open->setObjectName(u"objects-open"_s);
    m_copy->setObjectName(u"objects-copy"_s);

    auto *upper = new QWidget;
    auto *above = plainLayout<QVBoxLayout>(upper);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 8);
    head->addWidget(m_filter, 1);
    above->addLayout(head);
    above->addWidget(m_table, 1);
    auto *lower = new QWidget;
    auto *below = plainLayout<QVBoxLayout>(lower);
    auto *facts = new QHBoxLayout;
    facts->setContentsMargins(0, 8, Theme::cellPadding + 4, 8);
    facts->addWidget(m_about, 1);
    offerDesign(*head, *facts);
    facts->addWidget(m_open, 0, Qt::AlignTop);
    facts->addSpacing(8);
    facts->addWidget(m_copy, 0, Qt::AlignTop);
    below->addLayout(facts);
    below->addWidget(m_sql, 1);
    auto *down = new QSplitter(Qt::Vertical);
    down->setHandleWidth(1);
    down->setChildrenCollapsible(false);
    down->addWidget(upper);
    down->addWidget(lower);
    down->setSizes({380, 260});
    auto *empty =
        new PlainLabel(PlainLabel::Role::Muted,
                       tr("This database has tables and views only.\nTypes, sequences, functions, triggers and "
                          "policies would be listed here, each with its SQL."));
    empty->setObjectName(u"objects-empty"_s);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_stack->addWidget(empty);
    m_stack->addWidget(down);
    plainLayout<QVBoxLayout>(this)->addWidget(m_stack);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text.trimmed());
        if (!m_table->currentIndex().isValid())
            m_table->selectRow(0);
        showCurrent();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ObjectsPage::showCurrent);
    connect(m_table, &QTableView::activated, this, &ObjectsPage::openTable);
    connect(m_open, &QPushButton::clicked, this, &ObjectsPage::openTable);
    connect(m_copy, &QPushButton::clicked, m_sql, &SqlView::copyAll);
    connect(&m_session, &core::Session::schemaChanged, this, [this] { list(m_session.schema()); });
    list(m_session.schema());
}

void ObjectsPage::offerDesign(QHBoxLayout &head, QHBoxLayout &facts)
{
    if (!DesignDesk::canDesign(m_session) || !DesignDesk::of(m_session).rules().has(core::DesignRules::Feature::Enums))
        return;
    auto *made = new QPushButton(tr("New enum…"));
    made->setObjectName(u"objects-new-type"_s);
    connect(made, &QPushButton::clicked, this, [this] { Q_EMIT actionRequested(u"design.newType"_s); });
    head.addSpacing(8);
    head.addWidget(made);
    m_design = new QPushButton(tr("Change its values…"));
    m_design->setObjectName(u"objects-design"_s);
    m_design->setToolTip(plainToolTip(tr("F9")));
    connect(m_design, &QPushButton::clicked, this, [this] { Q_EMIT actionRequested(u"design.type"_s); });
    facts.addWidget(m_design, 0, Qt::AlignTop);
    facts.addSpacing(8);
    connect(&DesignDesk::of(m_session), &DesignDesk::changed, this, &ObjectsPage::showCurrent);
}

QString ObjectsPage::designed(const core::ListedObject &object) const
{
    using Kind = core::ListedObject::Kind;
    if (m_design && object.table.isEmpty() && object.kind != Kind::Enum)
        return tr("Not designed here: it is kept as it is. A migration from SQL or a schema can change it.");
    if (!m_design || object.kind != Kind::Enum)
        return {};
    const DesignDesk &desk = DesignDesk::of(m_session);
    const auto now = desk.nameNow(object.name);
    if (!now)
        return tr("The design drops it.");
    return desk.design().markOf(*now) == core::DesignMark::None ? QString() : tr("The design changes it.");
}

/// No proxy: the table is not there where there is nothing to list.
void ObjectsPage::focusInEvent(QFocusEvent *event)
{
    if (m_table->isVisible())
        m_table->setFocus(event->reason());
}

/// From the filter, the arrows lead into the list.
bool ObjectsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_table->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

QString ObjectsPage::title() const
{
    return tr("Types and functions");
}

PageContext ObjectsPage::context() const
{
    PageContext context;
    context.hasList = m_model->rowCount() > 0;
    if (const core::ListedObject *object = current();
        m_design && object && object->kind == core::ListedObject::Kind::Enum)
        context.type = object->name;
    return context;
}

bool ObjectsPage::perform(const QString &actionId)
{
    if (actionId != u"filter.show"_s)
        return false;
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
    return true;
}

QStringList ObjectsPage::statusFacts() const
{
    const int all = m_model->rowCount();
    const int shown = m_shown->rowCount();
    const QString count = all == 1 ? tr("1 object") : tr("%1 objects").arg(all);
    return {shown == all ? count : tr("%1 of %2").arg(shown).arg(count)};
}

void ObjectsPage::list(const core::SchemaPtr &schema)
{
    const core::ListedObject *before = current();
    const std::optional<core::ListedObject> chosen = before ? std::optional(*before) : std::nullopt;
    m_schema = schema;
    m_model->setObjects(schema ? core::listedObjects(*schema) : QList<core::ListedObject>());
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    int row = 0;
    for (int i = 0; chosen && i < m_shown->rowCount(); ++i) {
        const core::ListedObject *there = m_model->object(m_shown->mapToSource(m_shown->index(i, 0)).row());
        if (there->kind == chosen->kind && there->display() == chosen->display() && there->table == chosen->table)
            row = i;
    }
    m_table->selectRow(row);
    showCurrent();
    Q_EMIT contextChanged();
}

const core::ListedObject *ObjectsPage::current() const
{
    return m_model->object(m_shown->mapToSource(m_table->currentIndex()).row());
}

void ObjectsPage::showCurrent()
{
    const core::ListedObject *object = current();
    m_open->setVisible(object && !object->table.isEmpty());
    m_copy->setEnabled(object);
    if (m_design)
        m_design->setVisible(!context().type.isEmpty());
    Q_EMIT statusChanged();
    Q_EMIT contextChanged();
    if (!object) {
        m_about->setText(m_model->rowCount() > 0 ? tr("Nothing in this list has that in it.") : QString());
        m_sql->clearScript();
        return;
    }
    QStringList facts{visibleName(object->word + u' ' + object->display())};
    if (!object->comment.isEmpty())
        facts.append(object->comment);
    if (!object->usedBy.isEmpty()) {
        const QString more =
            object->usedBy.size() > mostUsers ? tr(" and %1 more").arg(object->usedBy.size() - mostUsers) : QString();
        facts.append(tr("Used by %1").arg(object->usedBy.mid(0, mostUsers).join(u", "_s) + more));
    }
    if (const QString words = designed(*object); !words.isEmpty())
        facts.append(words);
    m_about->setText(facts.join(u'\n'));
    const QString sql = core::createSqlOf(*object, *m_schema, m_session.dialect());
    m_sql->setSql(sql.isEmpty() ? u"-- The server does not say how it is made."_s : sql, m_session.dialect());
}

void ObjectsPage::openTable()
{
    if (!context().type.isEmpty())
        Q_EMIT actionRequested(u"design.type"_s);
    else if (const core::ListedObject *object = current(); object && !object->table.isEmpty())
        Q_EMIT openRequested({object->table, {}, {}, {}}, false);
}

} // namespace ui

#include "moc_objectspage.cpp"
