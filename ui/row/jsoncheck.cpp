// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/jsoncheck.h"

#include "core/base/whendone.h"
#include "ui/row/jsonhighlighter.h"
#include "ui/style/longlines.h"

#include <QPlainTextEdit>
#include <QtConcurrent>

namespace ui {

namespace {

constexpr int restMilliseconds = 300; ///< without a key, before a long text is judged

using Judged = core::Result<std::optional<core::JsonProblem>>;

} // namespace

JsonCheck::JsonCheck(QPlainTextEdit *edit)
    : QObject(edit)
    , m_edit(edit)
    , m_highlighter(new JsonHighlighter(edit->document()))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &JsonCheck::judge);
    connect(edit, &QPlainTextEdit::textChanged, this, &JsonCheck::follow);
}

void JsonCheck::setOn(bool on)
{
    if (m_on == on)
        return;
    m_on = on;
    // Not while the highlighter is at the very change that this follows.
    QMetaObject::invokeMethod(
        m_highlighter, [this] { m_highlighter->setOn(m_on); }, Qt::QueuedConnection);
    follow();
}

void JsonCheck::follow()
{
    ++m_generation;
    m_rest.stop();
    const qsizetype characters = m_edit->document()->characterCount() - 1; // the end of the last line is none
    if (!m_on || characters <= 0) {
        m_problem.reset();
        setState(State::Nothing);
    } else if (characters > longest) {
        m_problem.reset();
        setState(State::TooLong);
    } else if (characters <= atOnce) {
        take(core::jsonProblem(wholeText(*m_edit)));
    } else {
        m_rest.start();
        setState(State::Checking);
    }
}

void JsonCheck::judge()
{
    const auto judged = QtConcurrent::run([text = wholeText(*m_edit)]() -> Judged { return core::jsonProblem(text); });
    core::whenDone(judged, this, [this, generation = m_generation](const Judged &problem) {
        if (generation == m_generation && problem)
            take(*problem);
    });
}

void JsonCheck::take(const std::optional<core::JsonProblem> &problem)
{
    m_problem = problem;
    // Not while the highlighter is at the very change that this follows.
    QMetaObject::invokeMethod(
        m_highlighter,
        [highlighter = m_highlighter, at = problem ? problem->offset : -1] { highlighter->setProblem(at); },
        Qt::QueuedConnection);
    setState(problem ? State::Invalid : State::Valid);
}

void JsonCheck::setState(State state)
{
    m_state = state;
    Q_EMIT judged();
}

QString JsonCheck::words() const
{
    switch (m_state) {
    case State::Nothing:
        return {};
    case State::Checking:
        return tr("checking…");
    case State::Valid:
        return tr("valid JSON");
    case State::Invalid:
        return tr("not JSON: line %1, column %2: %3").arg(m_problem->line).arg(m_problem->column).arg(m_problem->what);
    case State::TooLong:
        return tr("too long to be checked");
    }
    return {};
}

} // namespace ui

#include "moc_jsoncheck.cpp"
