// SPDX-License-Identifier: GPL-3.0-or-later
// The related card's edits: adding, connecting, detaching, deleting, taking back, and going to a row.
#include "ui/row/relatedcard.h"

#include "core/edit/relationedits.h"
#include "core/edit/generatedkey.h"
#include "core/session/session.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/row/linkchips.h"
#include "ui/row/relationpicker.h"
#include "ui/shell/destinations.h"
#include "ui/style/buttons.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using State = core::RelatedRow::State;

constexpr int mostEditLines = 20;

bool isAttachKey(const QKeyEvent &key)
{
    return key.key() == Qt::Key_Insert && key.modifiers() == Qt::ShiftModifier;
}

bool isAddKey(const QKeyEvent &key)
{
    return (key.key() == Qt::Key_Insert && key.modifiers() == Qt::NoModifier)
        || (key.key() == Qt::Key_N && key.modifiers() == Qt::ControlModifier);
}

core::Result<core::Done> whether(const core::Result<qint64> &result)
{
    return result ? core::Result<core::Done>(core::Done()) : core::Result<core::Done>(result.error());
}

} // namespace

bool RelatedCard::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto &key = *static_cast<QKeyEvent *>(event);
        if (isAddKey(key) || isAttachKey(key)) {
            event->accept(); // a new row of the window's table is not meant here
            return true;
        }
    }
    return QWidget::event(event);
}

bool RelatedCard::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_open && event->type() == QEvent::MouseButtonRelease && m_open->isEnabled()
        && static_cast<QMouseEvent *>(event)->button() == Qt::MiddleButton) {
        Q_EMIT openRequested(m_what.relation, true);
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void RelatedCard::focusFirst()
{
    if (m_lines && m_model->rowCount() > 0)
        m_lines->setCurrentRow(0);
    else if (m_chips && m_chips->count() > 0)
        m_chips->focusChip(0);
    else if (m_add->isVisibleTo(this) && m_add->isEnabled())
        m_add->setFocus(Qt::OtherFocusReason);
    else
        m_open->setFocus(Qt::OtherFocusReason);
}

void RelatedCard::keyPressEvent(QKeyEvent *event)
{
    if (isAddKey(*event))
        add();
    else if (isAttachKey(*event))
        pickChild();
    else
        QWidget::keyPressEvent(event);
}

void RelatedCard::add()
{
    commit();
    QString because = m_actions.addForbidden(m_list->lines());
    if (because.isEmpty())
        because = m_actions.unreadBecause(m_list->state());
    if (!because.isEmpty()) {
        say(core::Error::invalid(because));
        return;
    }
    if (m_what.relation.kind == core::Relation::Kind::ManyToMany)
        pickOther(m_add);
    else
        addChild();
}

void RelatedCard::addChild()
{
    const auto id = m_actions.add({});
    say(whether(id));
    if (id)
        m_lines->editRow(m_model->rowOf({m_actions.listed().to, {}, *id}));
}

void RelatedCard::pickOther(QWidget *anchor)
{
    const auto key = otherKey();
    if (!key)
        return;
    RelationPicker &picker = m_labels->picker();
    picker.disconnect(this);
    const core::RowRef row = m_actions.subject().row; // what is chosen for it is for no other
    connect(&picker, &RelationPicker::chosen, this, [this, row](const core::RowEnd &end) {
        if (row == m_actions.subject().row)
            askWhetherConnected(end);
    });
    connect(&picker, &RelationPicker::createRequested, this, [this, row](const QString &typed) {
        if (row == m_actions.subject().row)
            connectNew(typed);
    });
    RelationPicker::Request request;
    request.relation = *key;
    request.creatable = true;
    picker.open(request, anchor);
}

void RelatedCard::connectTo(const core::RowEnd &end, const QList<core::StoredRow> &stored)
{
    const auto link = m_actions.connectTo(end, stored);
    say(whether(link));
    if (link && m_lines)
        m_lines->editRow(m_model->rowOf({m_actions.listed().to, {}, *link}));
}

void RelatedCard::connectNew(const QString &typed)
{
    const auto key = otherKey();
    if (!key)
        return;
    const QMap<QString, core::NewValue> cells = m_labels->cellsOf(*key, typed);
    const auto created = m_actions.createAndConnect(cells, m_list->storedRows());
    say(created ? core::Result<core::Done>(core::Done()) : core::Result<core::Done>(created.error()));
    if (!created)
        return;
    const core::Table *table = m_session.schema()->table(key->to);
    const bool complete =
        table && std::none_of(table->columns.cbegin(), table->columns.cend(), [&](const core::Column &c) {
            return table->isRequired(c) && !c.defaultExpression && !c.isGenerated() && !core::isGeneratedKey(*table, c)
                && !cells.contains(c.name);
        });
    if (!complete || cells.isEmpty())
        Q_EMIT rowRequested({key->to, {}, created->there}); // it wants to be filled in
    else if (m_lines)
        m_lines->editRow(m_model->rowOf({m_actions.listed().to, {}, created->link}));
}

void RelatedCard::detach(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const Line line = m_model->line(row);
    if (line.related.state != State::Stored) {
        takeBack(row);
        return;
    }
    const QString because = m_actions.detachForbidden(line);
    if (because.isEmpty())
        say(m_actions.detach(line));
    else
        say(core::Error::invalid(m_actions.readOnlyBecause().isEmpty() ? tr("%1 Ctrl+Delete deletes it.").arg(because)
                                                                       : because));
}

void RelatedCard::toggleRemoved(int row)
{
    const QList<Line> &lines = m_list->lines();
    if (row < 0 || row >= lines.size())
        return;
    if (const QString because = m_actions.readOnlyBecause(); !because.isEmpty()) {
        say(core::Error::invalid(because));
        return;
    }
    const Line line = lines.at(row);
    if (line.related.state != State::Stored) {
        takeBack(row);
        return;
    }
    bool isLabel = false;
    say(m_actions.remove(line, m_chips ? chipLabel(line, &isLabel) : QString()));
}

void RelatedCard::takeBack(int row)
{
    const QList<Line> &lines = m_list->lines();
    if (row < 0 || row >= lines.size())
        return;
    const Line line = lines.at(row);
    say(m_actions.takeBack(line));
    if (m_list->lines().isEmpty()) // what had the focus is gone
        m_add->setFocus(Qt::OtherFocusReason);
}

RowAddress RelatedCard::addressOf(const Line &line) const
{
    return {line.related.row.table, line.related.row.key, line.related.row.insertId};
}

void RelatedCard::openLine(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    commit();
    const RowAddress address = addressOf(m_model->line(row));
    if (address.insertId == 0 && address.key.isEmpty())
        Q_EMIT openRequested(m_what.relation, false); // its table has no key to find it by
    else
        Q_EMIT rowRequested(address);
}

std::optional<RowAddress> RelatedCard::otherEnd(const Line &line, std::optional<Destination> *destination) const
{
    const auto key = otherKey();
    if (!key)
        return std::nullopt;
    QMap<QString, core::Value> values;
    for (const QString &column : key->fromColumns) {
        const core::NewValue held = line.shown.value(column, core::Value());
        if (const auto *other = std::get_if<core::KeyOfInserted>(&held))
            return RowAddress{other->table, {}, other->insertId};
        if (const auto *value = std::get_if<core::Value>(&held))
            values.insert(column, *value);
    }
    const auto found = destinationOf(*key, values, *m_session.schema(), m_session.dialect());
    if (found && found->key)
        return RowAddress{found->table, *found->key, 0};
    if (destination)
        *destination = found;
    return std::nullopt;
}

void RelatedCard::openOther(int chip)
{
    const QList<Line> &lines = m_list->lines();
    if (chip < 0 || chip >= lines.size())
        return;
    std::optional<Destination> destination;
    if (const auto address = otherEnd(lines.at(chip), &destination))
        Q_EMIT rowRequested(*address);
    else if (destination)
        Q_EMIT destinationRequested(*destination);
}

bool RelatedCard::focusRow(const RowAddress &row)
{
    const QList<Line> &lines = m_list->lines();
    for (int i = 0; i < int(lines.size()); ++i) {
        const Line &line = lines.at(i);
        if (m_chips && otherEnd(line, nullptr) == row) {
            m_chips->focusChip(i);
            return true;
        }
        if (m_lines && addressOf(line) == row) {
            m_lines->setCurrentRow(i);
            return true;
        }
    }
    return false;
}

void RelatedCard::more()
{
    m_list->setAtMost(std::min(linesAtMost, m_list->atMost() + mostEditLines));
}

} // namespace ui
