// SPDX-License-Identifier: GPL-3.0-or-later
// PendingPanel: what the edits take along, beside their script.
#include "ui/changes/changetexts.h"
#include "ui/changes/impacttexts.h"
#include "ui/changes/impactview.h"
#include "ui/changes/impactwatch.h"
#include "ui/changes/notice.h"
#include "ui/changes/pendingpanel.h"
#include "ui/changes/scriptwatch.h"
#include "ui/changes/sqlview.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int besideFrom = 560; // narrower: one below the other

} // namespace

QWidget *PendingPanel::makeBody()
{
    m_body = new QSplitter(Qt::Horizontal, this);
    m_body->setObjectName(u"pending-body"_s);
    m_body->setChildrenCollapsible(false);
    m_body->setHandleWidth(1);
    m_sql->setObjectName(u"pending-sql"_s);
    m_sql->setMinimumHeight(60);
    m_sql->setMinimumWidth(180);
    m_body->addWidget(makeScript());
    m_impactView = new ImpactView(m_session, m_edits, m_body);
    m_body->addWidget(m_impactView);
    m_body->setStretchFactor(0, 1);
    m_body->setStretchFactor(1, 1);
    m_body->setSizes({520, 480});
    m_impactView->hide();
    m_impactWatch = new ImpactWatch(m_session, this);
    connect(m_impactWatch, &ImpactWatch::changed, this, &PendingPanel::showImpact);
    connect(m_impactView, &ImpactView::contextChanged, this, &PendingPanel::stateChanged);
    connect(m_impactView, &ImpactView::openRequested, this, &PendingPanel::openRequested);
    connect(m_impactView, &ImpactView::noteRequested, this, &PendingPanel::noteRequested);
    connect(m_impactView, &ImpactView::failed, this, [this](const core::Error &error) { m_notice->showError(error); });
    return m_body;
}

QWidget *PendingPanel::makeScript()
{
    auto *script = new QWidget(m_body);
    auto *all = plainLayout<QVBoxLayout>(script);
    all->addWidget(m_sql, 1);
    m_part = new QWidget(script);
    m_part->setObjectName(u"pending-part"_s);
    m_part->setAttribute(Qt::WA_StyledBackground);
    setArea(m_part, u"statusbar"_s);
    auto *line = plainLayout<QHBoxLayout>(m_part, 0, 8);
    line->setContentsMargins(Theme::cellPadding, 4, Theme::cellPadding, 4);
    m_partText = new PlainLabel(PlainLabel::Role::Small, {}, m_part);
    m_partText->setObjectName(u"pending-part-text"_s);
    m_partText->setElided(true);
    line->addWidget(m_partText, 1);
    m_showAll = new QPushButton(tr("Show all"), m_part);
    m_showAll->setObjectName(u"pending-show-all"_s);
    setLook(m_showAll, ButtonLook::Plain);
    line->addWidget(m_showAll);
    connect(m_showAll, &QPushButton::clicked, m_scripts, &ScriptWatch::wantAll);
    all->addWidget(m_part);
    m_part->hide();
    return script;
}

void PendingPanel::showImpact()
{
    const auto &impact = m_impactWatch->impact();
    const bool shown = impact && isWorthShowing(*impact);
    const QWidget *focus = m_impactView->focusWidget();
    const bool hadFocus = focus && focus->hasFocus();
    m_impactView->showImpact(shown ? impact : nullptr, m_impactWatch->impactOf());
    m_impactView->setVisible(shown);
    if (hadFocus && !shown)
        m_sql->setFocus(Qt::OtherFocusReason);
    showSideEffects();
    updateButtons();
}

/// Until the rows are counted, what the schema alone tells.
void PendingPanel::showSideEffects()
{
    const auto &impact = m_impactWatch->impact();
    const QString failure = impact ? failureText(*impact) : QString();
    m_wouldFail->setVisible(!failure.isEmpty());
    m_wouldFail->setToolTip(failure.isEmpty() ? QString() : plainToolTip(failure));
    QStringList sentences;
    if (impact)
        sentences = {failure, impactText(*impact), moreText(*impact)};
    sentences.append(impact ? m_scripts->digest().sideEffectsOnly : m_scripts->digest().sideEffects);
    if (m_impactWatch->rowsRead() > 0)
        sentences.prepend(tr("counting … %1 rows read").arg(countText(m_impactWatch->rowsRead())));
    else if (const auto &error = m_impactWatch->error(); error && error->message != m_cannotApply)
        sentences.append(tr("what they take along is not known: %1").arg(error->message));
    if (m_scripts->isSlow())
        sentences.prepend(tr("writing the script …"));
    sentences.removeAll(QString());
    m_sideEffects->setText(sentences.join(u" · "_s));
}

ImpactContext PendingPanel::impactContext() const
{
    return m_impactView->isHidden() ? ImpactContext() : m_impactView->context();
}

QWidget *PendingPanel::impactPane() const
{
    return m_impactView;
}

bool PendingPanel::isSettled() const
{
    return m_scripts->isUpToDate() && m_sql->isFilled() && m_impactWatch->isUpToDate();
}

bool PendingPanel::performImpact(const QString &actionId)
{
    return m_impactView->perform(actionId);
}

bool PendingPanel::stopCounting()
{
    if (!isWaiting())
        return m_impactWatch->stop();
    stop();
    return true;
}

void PendingPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_body->setOrientation(width() < besideFrom ? Qt::Vertical : Qt::Horizontal);
}

} // namespace ui
