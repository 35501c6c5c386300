// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/applyprogress.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QTimer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int stillMilliseconds = 400;
constexpr int barWidth = 120;

} // namespace

QString waitingText(const core::Script &script, int done)
{
    using Role = core::Statement::Role;
    const auto begins = [](const core::Statement &statement) { return statement.role == Role::Begin; };
    const auto begin = std::find_if(script.statements.cbegin(), script.statements.cend(), begins);
    if (begin == script.statements.cend())
        return {};
    if (done <= begin - script.statements.cbegin())
        return ApplyProgress::tr("Waiting: another program holds the database");
    if (done < script.statements.size() && script.statements.at(done).role == Role::Commit)
        return ApplyProgress::tr("Waiting to commit: another program is reading");
    return {};
}

ApplyProgress::ApplyProgress(QWidget *parent)
    : QWidget(parent)
    , m_still(new QTimer(this))
    , m_words(new PlainLabel(PlainLabel::Role::Muted, {}, this))
    , m_bar(new QProgressBar(this))
{
    setObjectName(u"apply-progress"_s);
    m_words->setObjectName(u"apply-waiting"_s);
    m_bar->setFixedWidth(barWidth);
    m_bar->setTextVisible(false);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 8);
    line->addWidget(m_words);
    line->addWidget(m_bar);
    m_still->setSingleShot(true);
    m_still->setInterval(stillMilliseconds);
    connect(m_still, &QTimer::timeout, this, &ApplyProgress::standsStill);
    hide();
}

void ApplyProgress::start(std::shared_ptr<const core::Script> script)
{
    m_script = std::move(script);
    m_bar->setRange(0, 0);
    setDone(0);
    show();
}

void ApplyProgress::stop()
{
    m_still->stop();
    m_script.reset();
    hide();
}

void ApplyProgress::setRange(int least, int most)
{
    m_bar->setRange(least, most);
}

void ApplyProgress::setDone(int statements)
{
    m_done = statements;
    m_bar->setValue(statements);
    m_words->clear();
    m_still->start();
}

void ApplyProgress::standsStill()
{
    if (m_script)
        m_words->setText(waitingText(*m_script, m_done));
}

} // namespace ui

#include "moc_applyprogress.cpp"
