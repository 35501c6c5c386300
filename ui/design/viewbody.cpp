// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/viewbody.h"

#include "ui/design/designdesk.h"
#include "ui/design/sqledit.h"
#include "ui/design/triggerspane.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ViewBody::ViewBody(DesignDesk &desk, QWidget *parent)
    : DesignBody(parent)
    , m_desk(desk)
    , m_parts(new QTabWidget(this))
    , m_sql(new SqlEdit(desk.dialect(), this))
    , m_problem(new PlainLabel(PlainLabel::Role::Small, {}, this))
    , m_triggers(new TriggersPane(desk, this))
{
    m_parts->setObjectName(u"design-parts"_s);
    m_parts->setDocumentMode(true);
    plainLayout<QVBoxLayout>(this)->addWidget(m_parts);
    auto *definition = new QWidget(m_parts);
    auto *layout = plainLayout<QVBoxLayout>(definition, 8, 6);
    m_sql->setObjectName(u"design-view-sql"_s);
    m_problem->setObjectName(u"design-view-problem"_s);
    m_problem->setWordWrap(true);
    layout->addWidget(m_sql, 1);
    layout->addWidget(m_problem);
    m_parts->addTab(definition, tr("Definition"));
    m_parts->addTab(m_triggers, tr("Triggers"));
    connect(m_sql, &SqlEdit::submitted, this, [this] { take(); });
    connect(m_sql, &SqlEdit::edited, this, &ViewBody::validate);
    connect(m_triggers, &TriggersPane::refused, this, &DesignBody::refused);
    connect(&desk, &DesignDesk::changed, this, &ViewBody::refresh);
}

void ViewBody::setName(const core::QualifiedName &name)
{
    m_name = name;
    m_triggers->setName(name);
    refresh();
}

void ViewBody::refresh()
{
    const core::View *view = m_desk.design().target().view(m_name);
    if (!view || m_sql->isEdited())
        return;
    m_sql->setSql(m_desk.dialect().createSql(*view));
    const QList<core::DesignProblem> problems = m_desk.problemsOf(m_name);
    m_problem->setText(problems.isEmpty() ? QString() : problems.first().sentence);
}

void ViewBody::validate()
{
    const auto typed = m_desk.rules().viewFromText(m_sql->sql());
    m_problem->setText(typed ? tr("Ctrl+Enter takes it.") : typed.error().message);
}

/// What is typed becomes the view; false when it is none, and stays.
bool ViewBody::take()
{
    const core::View *there = m_desk.design().target().view(m_name);
    if (!m_sql->isEdited() || !there)
        return true;
    const auto typed = m_desk.rules().viewFromText(m_sql->sql());
    if (!typed) {
        Q_EMIT refused(typed.error());
        return false;
    }
    const core::View from = *there;
    core::View to = *typed;
    to.columns = from.columns;
    to.indexes = from.indexes; // what is not part of the statement
    to.comment = from.comment;
    to.keeps = from.keeps;
    m_sql->setAccepted();
    if (from.name == to.name && from.definition == to.definition && from.columnNames == to.columnNames
        && from.options == to.options && from.materialized == to.materialized && from.populated == to.populated) {
        refresh();
        return true;
    }
    const auto done = m_desk.changeView(from, to);
    if (!done)
        Q_EMIT refused(done.error());
    return done.ok();
}

bool ViewBody::finishEditing()
{
    return take() && m_triggers->finishEditing();
}

bool ViewBody::perform(const QString &id)
{
    const bool triggers = m_parts->currentWidget() == m_triggers;
    if (id == u"design.add") {
        m_parts->setCurrentWidget(m_triggers);
        m_triggers->insertTrigger();
    } else if (id == u"design.drop" && triggers) {
        m_triggers->dropTrigger();
    } else if (id.startsWith(u"design.part.")) {
        m_parts->setCurrentIndex(id.sliced(12).toInt());
    } else {
        return false;
    }
    return true;
}

void ViewBody::focusFirst(bool)
{
    m_sql->setFocus(Qt::OtherFocusReason);
}

} // namespace ui

#include "moc_viewbody.cpp"
