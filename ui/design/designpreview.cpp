// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designpreview.h"

#include "ui/changes/sqlview.h"
#include "ui/design/designdesk.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int mostProblems = 3;

bool isAbout(const core::Change &change, const core::QualifiedName &table)
{
    return core::tableOf(change) == table;
}

int changesOf(const core::SchemaMigration &migration, const core::QualifiedName &table)
{
    return static_cast<int>(std::count_if(migration.diff.changes.cbegin(), migration.diff.changes.cend(),
                                          [&](const core::Change &c) { return isAbout(c, table); }));
}

/// The worst of the table's hazards decides the colour.
struct Hazards {
    int count = 0;
    bool grave = false;
    QStringList words;
};
Hazards hazardsOf(const core::SchemaMigration &migration, const core::QualifiedName &table)
{
    Hazards out;
    for (const core::Hazard &h : migration.hazards) {
        if (h.change >= 0 && !isAbout(migration.diff.changes.at(h.change), table))
            continue;
        if (h.finding.severity == core::Finding::Severity::Info)
            continue;
        ++out.count;
        out.grave = out.grave || h.finding.severity != core::Finding::Severity::Warn;
        out.words.append(h.finding.message);
    }
    return out;
}

} // namespace

core::Script partOfPlan(const core::SchemaMigration &migration, const core::QualifiedName &table)
{
    core::Script part = migration.plan.script;
    part.statements.clear();
    for (qsizetype i = 0; i < migration.plan.script.statements.size(); ++i) {
        const QList<int> sources = migration.plan.sources.value(i);
        const bool own = std::any_of(sources.cbegin(), sources.cend(),
                                     [&](int change) { return isAbout(migration.diff.changes.at(change), table); });
        if (own)
            part.statements.append(migration.plan.script.statements.at(i));
    }
    return part;
}

DesignPreview::DesignPreview(DesignDesk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_problems(new PlainLabel(PlainLabel::Role::Normal, {}, this))
    , m_notes(new PlainLabel(PlainLabel::Role::Muted, {}, this))
    , m_sql(new SqlView(this))
{
    setObjectName(u"design-preview"_s);
    auto *layout = plainLayout<QVBoxLayout>(this);
    layout->addWidget(makeHead());
    for (PlainLabel *label : {m_problems, m_notes}) {
        label->setWordWrap(true);
        label->setContentsMargins(Theme::cellPadding + 4, 4, Theme::cellPadding + 4, 4);
        layout->addWidget(label);
    }
    m_problems->setObjectName(u"design-problems"_s);
    m_problems->setProperty("tone", u"danger"_s);
    m_notes->setObjectName(u"design-notes"_s);
    m_sql->setObjectName(u"design-sql"_s);
    layout->addWidget(m_sql, 1);
    connect(&desk, &DesignDesk::changed, this, &DesignPreview::refresh);
}

QWidget *DesignPreview::makeHead()
{
    auto *head = new QWidget(this);
    setArea(head, u"toolbar"_s);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 6, Theme::cellPadding + 4, 6);
    m_summary = new PlainLabel(PlainLabel::Role::Title, {}, head);
    m_summary->setObjectName(u"design-summary"_s);
    m_hazards = new Pill(PillKind::Amber, {}, head);
    m_hazards->setObjectName(u"design-hazards"_s);
    m_elsewhere = new PlainLabel(PlainLabel::Role::Muted, {}, head);
    m_elsewhere->setElided(true);
    const auto button = [&](const QString &name, const QString &text, const QString &action, ButtonLook look) {
        auto *made = new QPushButton(text, head);
        made->setObjectName(name);
        setLook(made, look);
        connect(made, &QPushButton::clicked, this, [this, action] { Q_EMIT actionRequested(action); });
        return made;
    };
    m_save = button(u"design-save"_s, tr("Save as migration…"), u"design.saveMigration"_s, ButtonLook::Plain);
    m_preview = button(u"design-preview-all"_s, tr("Preview migration"), u"design.preview"_s, ButtonLook::Primary);
    line->addWidget(m_summary);
    line->addWidget(m_hazards);
    line->addWidget(m_elsewhere, 1);
    line->addWidget(m_save);
    line->addWidget(m_preview);
    return head;
}

void DesignPreview::setName(const core::QualifiedName &name)
{
    m_name = name;
    refresh();
}

void DesignPreview::refresh()
{
    const auto &migration = m_desk.migration();
    m_save->setEnabled(!m_desk.design().isEmpty());
    m_preview->setEnabled(!m_desk.design().isEmpty());
    showProblems();
    if (!migration) {
        m_summary->setText(tr("There is no way there yet"));
        m_hazards->hide();
        m_elsewhere->setText(QString());
        m_sql->clearScript();
        m_problems->setText(m_problems->text().isEmpty() ? migration.error().message : m_problems->text());
        m_problems->show();
        return;
    }
    const int own = changesOf(*migration, m_name);
    const int all = static_cast<int>(migration->diff.changes.size());
    m_summary->setText(own == 0 ? tr("No changes here") : own == 1 ? tr("1 change") : tr("%1 changes").arg(own));
    m_elsewhere->setText(all > own ? tr("and %1 to other tables").arg(all - own) : QString());
    const Hazards hazards = hazardsOf(*migration, m_name);
    m_hazards->setVisible(hazards.count > 0);
    m_hazards->setKind(hazards.grave ? PillKind::Red : PillKind::Amber);
    m_hazards->setText(hazards.count == 1 ? tr("1 hazard") : tr("%1 hazards").arg(hazards.count));
    m_hazards->setToolTip(plainToolTip(hazards.words.join(u'\n')));
    m_sql->setScript(std::make_shared<const core::Script>(partOfPlan(*migration, m_name)), m_desk.dialect(),
                     ScriptLayout::Blocks);
}

void DesignPreview::showProblems()
{
    QStringList problems;
    QStringList notes;
    for (const core::FoundProblem &f : m_desk.problems()) {
        const bool own = f.table == m_name;
        if (f.problem.isNote && own)
            notes.append(f.problem.sentence);
        else if (!f.problem.isNote)
            problems.append(own ? f.problem.sentence : u"%1: %2"_s.arg(f.table.display(), f.problem.sentence));
    }
    const core::Table *table = m_desk.design().target().table(m_name);
    const QStringList kept = table ? m_desk.rules().keptAsItIs(*table) : QStringList();
    if (!kept.isEmpty())
        notes.append(tr("Not designed here, and kept as it is: %1.").arg(kept.join(u", "_s)));
    const auto fill = [](PlainLabel &label, QStringList lines) {
        const qsizetype more = lines.size() - mostProblems;
        if (more > 0)
            lines = lines.first(mostProblems) << tr("… and %1 more").arg(more);
        label.setText(lines.join(u'\n'));
        label.setVisible(!lines.isEmpty());
    };
    fill(*m_problems, problems);
    fill(*m_notes, notes);
}

} // namespace ui

#include "moc_designpreview.cpp"
