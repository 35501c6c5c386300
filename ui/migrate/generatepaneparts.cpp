// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the generate pane, and what they tell each other.
#include "ui/migrate/generatepane.h"

#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/migrate/filesview.h"
#include "ui/migrate/generatedesk.h"
#include "ui/migrate/kitnote.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/previewcards.h"
#include "ui/migrate/renamebar.h"
#include "ui/migrate/scripthead.h"
#include "ui/style/buttons.h"
#include "ui/style/panescroll.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

QWidget *GeneratePane::makeMiddle()
{
    m_head = new ScriptHead(u"generate"_s,
                            {{u"copy"_s, tr("Copy SQL"), ButtonLook::Plain, true},
                             {u"refresh"_s, tr("Read again"), ButtonLook::Plain, true},
                             {u"write"_s, tr("Write files"), ButtonLook::Primary}});
    m_renames = new RenameBar;
    m_renames->setObjectName(u"generate-renames"_s);
    m_notice = new Notice;
    m_notice->setObjectName(u"generate-notice"_s);
    m_where = paneSentence(u"generate-where"_s);
    m_warnings = paneSentence(u"generate-warnings"_s);
    m_warnings->setProperty("tone", u"amber"_s);
    m_locked = paneSentence(u"generate-locked"_s);
    m_files = new FilesView(u"generate-files"_s, m_session.dialect());
    m_nothing = new KitNote(u"generate-nothing"_s);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_files);
    m_stack->addWidget(m_nothing);
    m_nameLine = makeNameLine();
    auto *files = new QWidget;
    auto *one = plainLayout<QVBoxLayout>(files);
    for (QWidget *part : std::initializer_list<QWidget *>{m_renames, m_notice, m_nameLine, m_where, m_warnings, m_locked})
        one->addWidget(part);
    one->addWidget(m_stack, 1);
    auto *middle = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(middle);
    all->addWidget(m_head);
    all->addWidget(new PaneScroll(files), 1);
    return middle;
}

QWidget *GeneratePane::makeNameLine()
{
    auto *area = new QWidget;
    auto *line = plainLayout<QHBoxLayout>(area, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 2);
    m_nameLabel = new PlainLabel(tr("Name"));
    m_name = new QLineEdit;
    m_name->setObjectName(u"generate-name"_s);
    m_name->setAccessibleName(tr("Name of the migration"));
    m_name->setMaxLength(80);
    m_custom = new QCheckBox(tr("Empty, for SQL of your own"));
    m_custom->setObjectName(u"generate-custom"_s);
    m_custom->setToolTip(tr("A custom migration: no SQL, to be filled in by hand, and the last snapshot once more"));
    line->addWidget(m_nameLabel);
    line->addWidget(m_name, 100);
    line->addWidget(m_custom);
    line->addStretch(1);
    connect(m_name, &QLineEdit::textChanged, m_desk, &GenerateDesk::setName);
    connect(m_custom, &QCheckBox::toggled, m_desk, &GenerateDesk::setCustom);
    return area;
}

void GeneratePane::connectDesk()
{
    PreviewDesk &plan = m_desk->desk();
    connect(m_desk, &GenerateDesk::changed, this, &GeneratePane::showState);
    connect(&plan, &PreviewDesk::ranked, this, &GeneratePane::showState);
    connect(m_head, &ScriptHead::triggered, this, [this](const QString &button) {
        if (button == u"write"_s)
            write();
        else if (button == u"copy"_s)
            m_files->copySql();
        else
            m_desk->refresh();
    });
    connect(m_nothing, &KitNote::actionRequested, this, &GeneratePane::actionRequested);
    connect(m_renames, &RenameBar::answered, &plan, &PreviewDesk::answer);
    connect(m_renames, &RenameBar::askAgainRequested, this, [this] {
        const core::PreviewChoices choices = m_desk->desk().choices();
        for (const core::RenameSuggestion &question : choices.same + choices.apart)
            m_desk->desk().takeBack(question);
    });
    connect(m_cards, &PreviewCards::filled, &plan,
            [&plan](const core::Fill &fill) { plan.fill(fill.table, fill.column, fill.expression); });
    connect(m_cards, &PreviewCards::castChosen, &plan, &PreviewDesk::cast);
    connect(m_cards, &PreviewCards::repairChosen, &plan, &PreviewDesk::repair);
    connect(m_cards, &PreviewCards::allowedChanged, this, [this](const QString &key, bool allowed) {
        m_allowed.removeAll(key);
        if (allowed)
            m_allowed.append(key);
        showState();
    });
}

} // namespace ui
