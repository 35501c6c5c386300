// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/enumbody.h"

#include "core/design/designenums.h"
#include "ui/design/designdesk.h"
#include "ui/design/designgrid.h"
#include "ui/design/designhead.h"
#include "ui/design/enumvaluesmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostUsersTold = 6;

} // namespace

EnumBody::EnumBody(core::Session &session, DesignDesk &desk, QWidget *parent)
    : DesignBody(parent)
    , m_desk(desk)
    , m_head(new DesignHead(desk, tr("Enum"), tr("Name of the enum"), this))
    , m_used(new PlainLabel(PlainLabel::Role::Muted, {}, this))
    , m_values(new EnumValuesModel(session, desk, this))
    , m_grid(new DesignGrid(*m_values, this))
{
    m_used->setObjectName(u"design-type-used"_s);
    m_used->setWordWrap(true);
    m_used->setContentsMargins(Theme::cellPadding + 4, 6, Theme::cellPadding + 4, 6);
    m_grid->setObjectName(u"design-values"_s);
    m_grid->setAccessibleName(tr("Values"));
    m_grid->setColumnWidth(EnumValuesModel::Value, 260);
    m_grid->setColumnWidth(EnumValuesModel::Before, 220);
    auto *layout = plainLayout<QVBoxLayout>(this);
    layout->addWidget(m_head);
    layout->addWidget(m_used);
    layout->addWidget(m_grid, 1);
    layout->addWidget(makeButtons());
    connect(m_head, &DesignHead::nameWanted, this, &EnumBody::take);
    connect(m_head, &DesignHead::commentWanted, this, &EnumBody::comment);
    connect(m_head, &DesignHead::nameTyped, this, [this] { m_grid->setFocus(Qt::OtherFocusReason); });
    connect(m_grid, &DesignGrid::refused, this, &DesignBody::refused);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, &EnumBody::showButtons);
    connect(&desk, &DesignDesk::changed, this, &EnumBody::refresh);
}

QWidget *EnumBody::makeButtons()
{
    auto *bar = new QWidget(this);
    auto *line = plainLayout<QHBoxLayout>(bar, 8, 8);
    const auto button = [&](const QString &name, const QString &text, const QString &keys, const QString &action) {
        auto *made = new QPushButton(text, bar);
        made->setObjectName(name);
        made->setToolTip(plainToolTip(keys));
        connect(made, &QPushButton::clicked, this, [this, action] { perform(action); });
        line->addWidget(made);
        return made;
    };
    m_add = button(u"design-add"_s, tr("Add value"), tr("Insert"), u"design.add"_s);
    m_drop = button(u"design-drop"_s, tr("Drop"), tr("Delete"), u"design.drop"_s);
    m_up = button(u"design-up"_s, tr("Move up"), tr("Ctrl+Up"), u"design.moveUp"_s);
    m_down = button(u"design-down"_s, tr("Move down"), tr("Ctrl+Down"), u"design.moveDown"_s);
    line->addStretch(1);
    m_dropType = new QPushButton(tr("Drop the type"), bar);
    m_dropType->setObjectName(u"design-drop-type"_s);
    connect(m_dropType, &QPushButton::clicked, this, [this] { Q_EMIT actionRequested(u"design.dropTable"_s); });
    line->addWidget(m_dropType);
    return bar;
}

void EnumBody::showButtons()
{
    const QModelIndex at = m_grid->currentIndex();
    const bool dropped = at.isValid() && m_values->stateOf(at.row()) == DesignRow::State::Dropped;
    m_drop->setText(dropped ? tr("Keep after all") : tr("Drop"));
    m_drop->setEnabled(at.isValid());
    m_up->setEnabled(at.isValid() && !dropped);
    m_down->setEnabled(at.isValid() && !dropped);
}

void EnumBody::setName(const core::QualifiedName &name)
{
    m_name = name;
    m_values->setTable(name);
    m_values->count();
    refresh();
}

void EnumBody::refresh()
{
    const core::EnumType *type = m_desk.design().target().enumType(m_name);
    if (!type)
        return;
    const core::EnumOrigin *origin = m_desk.design().state().enumOrigin(m_name);
    m_head->show(m_name, origin ? origin->type : core::QualifiedName(), type->comment);
    QStringList users;
    const QList<core::TypeUse> uses =
        core::usesOfType(m_desk.design().target(), m_name, *m_desk.dialect().schemaRules());
    for (const core::TypeUse &use : uses.mid(0, mostUsersTold))
        users.append(visibleName(use.display()));
    const QString more = uses.size() > mostUsersTold ? tr(" and %1 more").arg(uses.size() - mostUsersTold) : QString();
    m_used->setText(users.isEmpty() ? tr("No column is of this type yet: the type picker of a column offers it.")
                                    : tr("Used by %1").arg(users.join(u", "_s) + more));
    m_dropType->setEnabled(uses.isEmpty());
    m_dropType->setToolTip(uses.isEmpty() ? QString()
                                          : plainToolTip(tr("Give the columns of this type another one first.")));
    showButtons();
}

void EnumBody::take(const core::QualifiedName &name)
{
    const auto done = m_desk.push({core::design::RenameEnum{m_name, name}});
    if (done)
        return;
    m_head->showNameAgain();
    Q_EMIT refused(done.error());
}

void EnumBody::comment(const QString &text)
{
    if (const auto done = m_desk.push({core::design::SetComment{m_name, text}}); !done)
        Q_EMIT refused(done.error());
}

bool EnumBody::finishEditing()
{
    m_head->finishEditing();
    return m_grid->finishEditing();
}

bool EnumBody::perform(const QString &id)
{
    if (id == u"design.add")
        m_grid->insertRow();
    else if (id == u"design.drop")
        m_grid->dropRow();
    else if (id == u"design.moveUp")
        m_grid->moveRow(-1);
    else if (id == u"design.moveDown")
        m_grid->moveRow(1);
    else
        return false;
    return true;
}

void EnumBody::focusFirst(bool isNew)
{
    if (isNew)
        m_head->focusName();
    else
        m_grid->setFocus(Qt::OtherFocusReason);
}

} // namespace ui

#include "moc_enumbody.cpp"
