// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/hazardcard.h"

#include "core/sql/singleexpression.h"
#include "ui/migrate/cardlabel.h"
#include "ui/migrate/hazardtexts.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/textline.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using FixKind = core::HazardFix::Kind;
using Severity = core::Finding::Severity;

constexpr qsizetype shownResults = 3;
constexpr qsizetype shownCharacters = 28; ///< of one value

QString shortened(const QString &text)
{
    QString line = text;
    line.replace(u'\n', u'⏎').replace(u'\r', u' ');
    return line.size() <= shownCharacters ? line : QString(line.first(shownCharacters) + u'…');
}

QString shown(const core::Value &value)
{
    return value.isNull() ? u"NULL"_s : shortened(value.display(shownCharacters * 2));
}

} // namespace

HazardCard::HazardCard(const core::Dialect &dialect, QWidget *parent)
    : QWidget(parent)
    , m_dialect(dialect)
{
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"card"_s);
    auto *all = plainLayout<QVBoxLayout>(this, 10, 5);
    makeHead(all);
    makeField(all);
    makeFooter(all);
}

void HazardCard::makeHead(QVBoxLayout *all)
{
    auto *head = new QHBoxLayout;
    m_word = new Pill(PillKind::Neutral, {}, this);
    m_word->setObjectName(u"hazard-word"_s);
    m_code = new PlainLabel(PlainLabel::Role::Small, QString(), this);
    m_count = new PlainLabel(PlainLabel::Role::Small, QString(), this);
    m_count->setObjectName(u"hazard-count"_s);
    head->addWidget(m_word);
    head->addWidget(m_code);
    head->addStretch(1);
    head->addWidget(m_count);
    all->addLayout(head);
    m_message = new CardLabel(PlainLabel::Role::Normal, QString(), this);
    m_message->setObjectName(u"hazard-message"_s);
    all->addWidget(m_message);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(4);
    m_rows = new QToolButton(this);
    m_rows->setObjectName(u"hazard-rows"_s);
    m_rows->setText(tr("Show rows"));
    m_rows->setFocusPolicy(Qt::StrongFocus);
    setLook(m_rows, ButtonLook::Plain);
    connect(m_rows, &QToolButton::clicked, this, [this] {
        if (const auto probe = m_hazard.hazard.hazard.probe)
            Q_EMIT rowsRequested(*probe);
    });
    m_fixes = new QToolButton(this);
    m_fixes->setObjectName(u"hazard-fixes"_s);
    m_fixes->setText(tr("Put right…"));
    m_fixes->setFocusPolicy(Qt::StrongFocus);
    setLook(m_fixes, ButtonLook::Plain);
    connect(m_fixes, &QToolButton::clicked, this, &HazardCard::offerFixes);
    actions->addWidget(m_rows);
    actions->addWidget(m_fixes);
    actions->addStretch(1);
    all->addLayout(actions);
}

void HazardCard::makeField(QVBoxLayout *all)
{
    m_fieldName = new PlainLabel(PlainLabel::Role::Small, QString(), this);
    all->addWidget(m_fieldName);
    m_field = new TextLine(this);
    m_field->setObjectName(u"hazard-expression"_s);
    m_field->setPlaceholderText(tr("an SQL expression over the row"));
    m_field->setFont(Theme::current().monospace());
    connect(m_field, &QLineEdit::textEdited, this, &HazardCard::typed);
    all->addWidget(m_field);
    m_result = new CardLabel(PlainLabel::Role::Mono, QString(), this);
    m_result->setObjectName(u"hazard-result"_s);
    m_result->setProperty("tone", u"muted"_s);
    all->addWidget(m_result);
    m_problem = new CardLabel(PlainLabel::Role::Normal, QString(), this);
    m_problem->setObjectName(u"hazard-problem"_s);
    m_problem->setProperty("tone", u"danger"_s);
    all->addWidget(m_problem);
    m_result->hide();
    m_problem->hide();
}

void HazardCard::makeFooter(QVBoxLayout *all)
{
    auto *answered = new QHBoxLayout;
    m_answer = new CardLabel(PlainLabel::Role::Muted, QString(), this);
    m_answer->setObjectName(u"hazard-answer"_s);
    m_takeBack = new QToolButton(this);
    m_takeBack->setObjectName(u"hazard-take-back"_s);
    m_takeBack->setText(tr("Take back"));
    m_takeBack->setFocusPolicy(Qt::StrongFocus);
    setLook(m_takeBack, ButtonLook::Flat);
    connect(m_takeBack, &QToolButton::clicked, this, &HazardCard::takeBack);
    answered->addWidget(m_answer, 1);
    answered->addWidget(m_takeBack, 0, Qt::AlignTop);
    all->addLayout(answered);
    m_way = new QCheckBox(this);
    m_way->setObjectName(u"hazard-way"_s);
    connect(m_way, &QCheckBox::clicked, this, [this](bool checked) {
        if (const auto way = m_hazard.hazard.hazard.way)
            Q_EMIT wayChosen(*way, checked);
    });
    all->addWidget(m_way);
    m_allow = new QCheckBox(this);
    connect(m_allow, &QCheckBox::clicked, this,
            [this](bool checked) { Q_EMIT allowedChanged(m_hazard.hazard.key(), checked); });
    all->addWidget(m_allow);
}

const core::HazardFix *HazardCard::fillFix() const
{
    return needsValue(m_hazard) ? &m_hazard.hazard.fixes.first() : nullptr;
}

void HazardCard::show(const JudgedHazard &hazard, bool canAct)
{
    if (m_shown && hazard == m_hazard && canAct == m_canAct)
        return; // at every key there is a new plan, and most of it is the same
    m_shown = true;
    m_hazard = hazard;
    m_canAct = canAct;
    const QString code = hazard.hazard.hazard.finding.code;
    setObjectName(u"hazard-"_s + code);
    showHead();
    showField();
    showAnswer();
    showWay();
    const core::Finding &finding = hazard.hazard.hazard.finding;
    m_allow->setObjectName(u"allow-"_s + code);
    m_allow->setVisible(finding.severity == Severity::Stop && !finding.certain && !hazard.isAnswered()
                        && !hazard.isMoot());
    m_allow->setText(tr("Allow it"));
    m_allow->setAccessibleDescription(finding.message);
    m_allow->setChecked(hazard.allowed);
    m_allow->setEnabled(canAct);
}

void HazardCard::showHead()
{
    const core::Hazard &h = m_hazard.hazard.hazard;
    m_word->setKind(hazardPill(m_hazard));
    m_word->setText(hazardWord(m_hazard));
    m_code->setText(h.finding.code);
    m_count->setText(hazardCount(m_hazard));
    m_message->setText(h.finding.message);
    const bool hasRows = h.probe && m_hazard.count.state != ProbeCounts::Count::State::Anywhere && !m_hazard.isMoot();
    m_rows->setVisible(hasRows);
    m_rows->setAccessibleDescription(h.finding.message);
    const qsizetype others = m_hazard.hazard.fixes.size() - (fillFix() ? 1 : 0);
    m_fixes->setVisible(others > 0 && !m_hazard.isMoot() && !m_hazard.isAnswered());
    m_fixes->setEnabled(m_canAct);
}

/// What is being typed is newer than what the plan says.
void HazardCard::showField()
{
    const core::HazardFix *fill = fillFix();
    if (m_hazard.isAnswered() && !m_field->hasFocus())
        m_setting.reset();
    const bool shown = (fill && !m_hazard.isMoot()) || m_setting;
    m_fieldName->setVisible(shown);
    m_field->setVisible(shown);
    m_field->setEnabled(m_canAct);
    if (!shown) {
        clearResult();
        return;
    }
    const core::HazardFix &fix = m_setting ? *m_setting : *fill;
    m_fieldName->setText(fix.table.display() + u'.' + fix.column + u" ="_s);
    m_field->setAccessibleName(textOf(fix));
    if (fill && !m_setting && !m_field->hasFocus())
        m_field->setText(m_hazard.hazard.answer == core::PreviewHazard::Answer::Filled ? m_hazard.hazard.words
                                                                                       : QString());
}

void HazardCard::showAnswer()
{
    using Answer = core::PreviewHazard::Answer;
    const Answer answer = m_hazard.hazard.answer;
    const core::Hazard &h = m_hazard.hazard.hazard;
    const bool byScript = answer == Answer::Repaired || answer == Answer::Cast;
    QString text;
    if (answer == Answer::Repaired)
        text = tr("In the script, before anything else: %1").arg(m_hazard.hazard.words);
    else if (answer == Answer::Cast)
        text = tr("In the script: the values are converted by a CAST.");
    else if (answer == Answer::Open && m_hazard.hazard.fixes.isEmpty() && !m_hazard.isMoot()
             && !(m_offersWays && h.way))
        text =
            h.finding.certain ? tr("Certain to fail, so it cannot be allowed. %1").arg(h.remedy).trimmed() : h.remedy;
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    m_takeBack->setVisible(byScript);
    m_takeBack->setEnabled(m_canAct);
}

/// It is for all hazards of its kind: the plan is made so, or it is not.
void HazardCard::showWay()
{
    const core::Hazard &h = m_hazard.hazard.hazard;
    const bool shown = m_offersWays && h.way && (h.gently || !m_hazard.isMoot());
    m_way->setVisible(shown);
    if (!shown)
        return;
    const bool concurrently = *h.way == core::GentleWay::Concurrently; // in few words: a box does not wrap them
    m_way->setText(concurrently ? tr("Build indexes CONCURRENTLY") : tr("NOT VALID first, rows later"));
    m_way->setToolTip(concurrently
                          ? tr("In steps of their own after the transaction; others can write meanwhile")
                          : tr("The rows are looked at in a step after the transaction; others can write meanwhile"));
    m_way->setAccessibleDescription(h.finding.message);
    m_way->setChecked(h.gently);
    m_way->setEnabled(m_canAct);
}

void HazardCard::offerFixes()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"hazard-fixes-menu"_s);
    for (const core::HazardFix &fix : std::as_const(m_hazard.hazard.fixes)) {
        if (fix.kind != FixKind::Fill)
            menu->addAction(plainButtonText(textOf(fix)), this, [this, fix] { choose(fix); });
    }
    menu->popup(m_fixes->mapToGlobal(QPoint(0, m_fixes->height())));
}

void HazardCard::choose(const core::HazardFix &fix)
{
    if (fix.kind == FixKind::Cast) {
        Q_EMIT castChosen(fix.table, fix.column, true);
    } else if (fix.kind == FixKind::Set) {
        m_setting = fix;
        m_field->clear();
        showField();
        m_field->setFocus(Qt::OtherFocusReason);
    } else if (fix.repair) {
        Q_EMIT repairChosen(m_hazard.hazard.key(), fix.repair);
    }
}

void HazardCard::typed(const QString &text)
{
    const QString expression = text.trimmed();
    const QString because =
        expression.isEmpty() ? QString() : core::whyNoSingleExpression(expression, m_dialect.lexRules());
    m_problem->setText(because.isEmpty() ? QString() : tr("This is no single expression: %1.").arg(because));
    m_problem->setVisible(!because.isEmpty());
    if (!because.isEmpty() || expression.isEmpty())
        m_result->hide();
    if (m_setting) {
        if (expression.isEmpty())
            Q_EMIT repairChosen(m_hazard.hazard.key(), std::nullopt);
        else if (because.isEmpty())
            Q_EMIT repairChosen(m_hazard.hazard.key(),
                                core::repairWith(*m_setting, m_hazard.hazard.hazard, expression, m_dialect));
    } else if (const core::HazardFix *fix = fillFix()) {
        Q_EMIT filled({fix->table, fix->column, expression});
    }
}

void HazardCard::takeBack()
{
    m_setting.reset();
    if (m_hazard.hazard.answer == core::PreviewHazard::Answer::Repaired) {
        Q_EMIT repairChosen(m_hazard.hazard.key(), std::nullopt);
        return;
    }
    for (const core::HazardFix &fix : std::as_const(m_hazard.hazard.fixes)) {
        if (fix.kind == FixKind::Cast) {
            Q_EMIT castChosen(fix.table, fix.column, false);
            return;
        }
    }
}

std::optional<core::Fill> HazardCard::fill() const
{
    const core::HazardFix *fix = fillFix();
    const QString expression = m_field->text().trimmed();
    if (!fix || m_setting || m_hazard.isMoot() || expression.isEmpty())
        return std::nullopt;
    if (!core::whyNoSingleExpression(expression, m_dialect.lexRules()).isEmpty())
        return std::nullopt;
    return core::Fill{fix->table, fix->column, expression};
}

void HazardCard::showResult(const core::FillPreview &preview)
{
    QStringList lines;
    for (const core::FillPreview::Line &line : preview.lines.first(qMin(shownResults, preview.lines.size()))) {
        QStringList from;
        for (std::size_t i = 0; i < std::min<std::size_t>(2, line.cells.size()); ++i)
            from.append(shown(line.cells.at(i)));
        lines.append(u"%1 → %2"_s.arg(from.join(u" · "_s), shown(line.result)));
    }
    if (preview.more || preview.lines.size() > shownResults)
        lines.append(u"…"_s);
    m_result->setText(lines.join(u'\n'));
    m_result->setVisible(!lines.isEmpty() && preview.problem.isEmpty());
    m_problem->setText(preview.problem);
    m_problem->setVisible(!preview.problem.isEmpty());
}

void HazardCard::clearResult()
{
    m_result->hide();
    m_problem->hide();
}

bool HazardCard::showsResult() const
{
    return m_result->isVisibleTo(this) || m_problem->isVisibleTo(this);
}

bool HazardCard::focusAnswer()
{
    for (QWidget *answer : std::initializer_list<QWidget *>{m_field, m_fixes, m_way, m_allow}) {
        if (answer->isVisibleTo(this) && answer->isEnabled()) {
            answer->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return false;
}

} // namespace ui

#include "moc_hazardcard.cpp"
