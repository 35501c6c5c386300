// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/kitpane.h"

#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "ui/migrate/checkpane.h"
#include "ui/migrate/generatedesk.h"
#include "ui/migrate/generatepane.h"
#include "ui/migrate/kitnote.h"
#include "ui/migrate/pullpane.h"
#include "ui/style/buttons.h"

#include <QFocusEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

KitPane::KitPane(core::Session &session, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_stack(new QStackedWidget)
    , m_generate(new GeneratePane(session))
    , m_pull(new PullPane(session, prompts))
    , m_check(new CheckPane(session))
    , m_push(new KitNote(u"push-nothing"_s))
{
    setObjectName(u"kit-pane"_s);
    for (QWidget *pane : std::initializer_list<QWidget *>{m_generate, m_pull, m_check, m_push})
        m_stack->addWidget(pane);
    plainLayout<QVBoxLayout>(this)->addWidget(m_stack);
    connect(m_generate, &GeneratePane::changed, this, &KitPane::changed);
    connect(m_generate, &GeneratePane::written, this, &KitPane::written);
    connect(m_generate, &GeneratePane::actionRequested, this, &KitPane::actionRequested);
    connect(m_generate, &GeneratePane::messageRequested, this, &KitPane::messageRequested);
    connect(m_generate, &GeneratePane::errorOccurred, this, &KitPane::errorOccurred);
    connect(m_pull, &PullPane::changed, this, &KitPane::changed);
    connect(m_pull, &PullPane::messageRequested, this, &KitPane::messageRequested);
    connect(m_pull, &PullPane::errorOccurred, this, &KitPane::errorOccurred);
    connect(m_check, &CheckPane::changed, this, &KitPane::changed);
    connect(m_check, &CheckPane::migrationRequested, this, &KitPane::migrationRequested);
    connect(m_check, &CheckPane::actionRequested, this, &KitPane::actionRequested);
    connect(m_push, &KitNote::actionRequested, this, &KitPane::actionRequested);
    connect(&session, &core::Session::projectSchemaChanged, this, &KitPane::showPush);
    showPush();
}

QString KitPane::generateId()
{
    return u"kit:generate"_s;
}

QString KitPane::pushId()
{
    return u"kit:push"_s;
}

QString KitPane::pullId()
{
    return u"kit:pull"_s;
}

QString KitPane::checkId()
{
    return u"kit:check"_s;
}

bool KitPane::isOfKit(const QString &id)
{
    return id.startsWith(u"kit:"_s);
}

QList<SourceEntry> KitPane::entries() const
{
    SourceEntry generate{generateId(), tr("Generate"), m_generate->stateText(), m_generate->isCount()};
    generate.place = tr("schema.ts against the last snapshot: the next migration, as the files that would be written");
    SourceEntry push{pushId(), tr("Push"), {}};
    push.place = tr("schema.ts against the database: the script that would change it");
    SourceEntry pull{pullId(), tr("Pull"), {}};
    pull.place = tr("The database as schema.ts and relations.ts, beside what is there");
    SourceEntry check{checkId(), tr("Check"), m_check->stateText()};
    check.place = tr("Journal, files and snapshots of the migrations folder: what is to be put right");
    return {generate, push, pull, check};
}

void KitPane::show(const QString &id)
{
    if (id == generateId()) {
        if (m_stack->currentWidget() != m_generate || !m_generate->isVisible())
            m_generate->open(false); // else it may be a baseline
        m_stack->setCurrentWidget(m_generate);
    } else if (id == pullId()) {
        m_stack->setCurrentWidget(m_pull);
        m_pull->want();
    } else if (id == checkId()) {
        m_stack->setCurrentWidget(m_check);
        m_check->want();
    } else {
        m_stack->setCurrentWidget(m_push);
    }
}

void KitPane::baseline()
{
    m_stack->setCurrentWidget(m_generate);
    m_generate->open(true);
}

void KitPane::showPush()
{
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!m_session.isTrusted())
        m_push->show(m_generate->desk().why(), {{u"file.trust"_s, tr("Trust this file")}});
    else if (project && project->state() == core::ProjectSchema::State::Reading)
        m_push->show(tr("schema.ts is being read…"), {});
    else if (project && project->problem())
        m_push->show(project->problem()->message, {{u"project.readSchema"_s, tr("Read schema.ts again")}}, true);
    else
        m_push->show(m_generate->desk().why(),
                     {{u"file.openFolder"_s, tr("Open a project's folder…")},
                      {u"migrations.compareFile"_s, tr("Compare with a schema.ts, snapshot or DDL…")}});
}

bool KitPane::perform(const QString &actionId)
{
    const QWidget *shown = m_stack->currentWidget();
    return shown == m_generate ? m_generate->perform(actionId)
        : shown == m_pull      ? m_pull->perform(actionId)
        : shown == m_check     ? m_check->perform(actionId)
                               : false;
}

MigrationsContext KitPane::context() const
{
    const QWidget *shown = m_stack->currentWidget();
    return shown == m_generate ? m_generate->context() : shown == m_pull ? m_pull->context() : m_check->context();
}

QStringList KitPane::statusFacts() const
{
    return m_stack->currentWidget() == m_generate ? m_generate->statusFacts() : QStringList();
}

bool KitPane::isSettled() const
{
    return m_generate->isSettled() && m_pull->isSettled() && m_check->isSettled();
}

void KitPane::focusInEvent(QFocusEvent *event)
{
    if (m_stack->currentWidget() == m_push)
        QWidget::focusInEvent(event);
    else
        m_stack->currentWidget()->setFocus(event->reason());
}

} // namespace ui

#include "moc_kitpane.cpp"
