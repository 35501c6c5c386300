// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the preview, and what they tell each other.
#include "ui/migrate/schemapreview.h"

#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/panesplitter.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/previewcards.h"
#include "ui/migrate/previewhead.h"
#include "ui/migrate/renamebar.h"
#include "ui/migrate/scripthead.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

QWidget *SchemaPreview::makeMiddle()
{
    m_head = makePreviewHead();
    m_renames = new RenameBar;
    m_notice = new Notice;
    m_notice->setObjectName(u"preview-notice"_s);
    m_locked = paneSentence(u"preview-locked"_s);
    m_remarks = paneSentence(u"preview-remarks"_s);
    m_remarks->setProperty("tone", u"amber"_s);
    m_sql = new SqlView;
    m_sql->setObjectName(u"preview-sql"_s);
    auto *empty = new QWidget;
    auto *words = plainLayout<QVBoxLayout>(empty, 24, 12);
    m_empty = new PlainLabel(PlainLabel::Role::Muted);
    m_empty->setObjectName(u"preview-empty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_emptyAction = new QToolButton;
    m_emptyAction->setObjectName(u"preview-empty-action"_s);
    m_emptyAction->setFocusPolicy(Qt::StrongFocus);
    setLook(m_emptyAction, ButtonLook::Plain);
    words->addStretch(1);
    words->addWidget(m_empty);
    words->addWidget(m_emptyAction, 0, Qt::AlignCenter);
    words->addStretch(1);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_sql);
    m_stack->addWidget(empty);
    m_report = new DryRunView;
    m_report->setObjectName(u"preview-dry-run"_s);
    m_report->setOnServer(m_session.isOnServer());
    m_backBar = makeBackBar();

    auto *upper = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(upper);
    all->addWidget(m_head);
    all->addWidget(m_renames);
    all->addWidget(m_notice);
    all->addWidget(m_remarks);
    all->addWidget(m_locked);
    all->addWidget(m_backBar);
    all->addWidget(m_stack, 1);
    auto *down = new PaneSplitter(Qt::Vertical);
    down->addWidget(upper);
    down->addWidget(m_report);
    down->setStretchFactor(0, 1);
    down->setSizes({560, DryRunView::room});
    connect(m_report, &DryRunView::unfolded, down, [down] { down->giveRoom(1, DryRunView::room); });
    return down;
}

QWidget *SchemaPreview::makeBackBar()
{
    auto *bar = new QWidget;
    bar->setObjectName(u"preview-back-bar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    setArea(bar, u"note"_s);
    auto *line = plainLayout<QHBoxLayout>(bar, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 5, Theme::cellPadding, 5);
    line->addWidget(new PlainLabel(PlainLabel::Role::Normal,
                                   tr("This is the way back, as it would be after this migration was applied.")),
                    1);
    auto *close = new QToolButton;
    close->setObjectName(u"preview-forward"_s);
    close->setText(tr("Back to the migration"));
    close->setFocusPolicy(Qt::StrongFocus);
    setLook(close, ButtonLook::Flat);
    connect(close, &QToolButton::clicked, this, [this] { showInverse(false); });
    line->addWidget(close);
    bar->hide();
    return bar;
}

void SchemaPreview::connectParts()
{
    connect(m_head, &ScriptHead::triggered, this, &SchemaPreview::act);
    connect(m_renames, &RenameBar::answered, m_desk, &PreviewDesk::answer);
    connect(m_renames, &RenameBar::askAgainRequested, this, [this] {
        const core::PreviewChoices choices = m_desk->choices();
        for (const core::RenameSuggestion &question : choices.same + choices.apart)
            m_desk->takeBack(question);
    });
    connect(m_cards, &PreviewCards::rowsRequested, this, &SchemaPreview::showRows);
    connect(m_cards, &PreviewCards::filled, m_desk,
            [this](const core::Fill &fill) { m_desk->fill(fill.table, fill.column, fill.expression); });
    connect(m_cards, &PreviewCards::castChosen, m_desk, &PreviewDesk::cast);
    m_cards->setOffersWays(true);
    connect(m_cards, &PreviewCards::wayChosen, m_desk, &PreviewDesk::takeWay);
    connect(m_cards, &PreviewCards::repairChosen, m_desk, &PreviewDesk::repair);
    connect(m_cards, &PreviewCards::allowedChanged, this, &SchemaPreview::setAllowed);
    connect(m_cards, &PreviewCards::inverseRequested, this, [this] { showInverse(true); });
    connect(m_desk, &PreviewDesk::planned, this, &SchemaPreview::showPlan);
    connect(m_desk, &PreviewDesk::countsChanged, this, &SchemaPreview::showFacts);
    connect(m_desk, &PreviewDesk::ranked, this, &SchemaPreview::showPlan);
    connect(m_desk, &PreviewDesk::schemaMoved, this, [this] {
        if (!std::exchange(m_ownMove, false))
            m_notice->showNote(tr("The schema of %1 has changed: the plan was made again.").arg(m_session.name()));
    });
    connect(m_pause, &QTimer::timeout, this, &SchemaPreview::lookCloser);
    const auto rowsAreOthers = [this](bool forgets) {
        forgetFills();
        if (forgets)
            forgetRehearsal();
        showFacts();
        m_pause->start();
    };
    connect(&m_session, &core::Session::dataChanged, this, [rowsAreOthers] { rowsAreOthers(true); });
    // On a server somebody writes all the time: what was seen there still holds for all but the rows, and Apply looks
    // at those again. Another schema makes another plan.
    connect(&m_session, &core::Session::changedOutside, this,
            [this, rowsAreOthers] { rowsAreOthers(!m_session.isOnServer()); });
}

void SchemaPreview::act(const QString &button)
{
    static const QHash<QString, QString> actions{{u"copy"_s, u"migrations.copySql"_s},
                                                 {u"save"_s, u"migrations.saveSql"_s},
                                                 {u"save-migration"_s, u"migrations.save"_s},
                                                 {u"dry-run"_s, u"migrations.dryRun"_s},
                                                 {u"stop"_s, u"task.stop"_s},
                                                 {u"apply"_s, u"migrations.apply"_s}};
    perform(actions.value(button));
}

} // namespace ui
