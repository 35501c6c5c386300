// SPDX-License-Identifier: GPL-3.0-or-later
// SqlView: how its text comes in, at once or piece by piece.
#include "ui/changes/sqlhighlighter.h"
#include "ui/changes/sqlview.h"
#include "ui/style/longlines.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {
constexpr qsizetype pieceLines = 400; ///< laid out and coloured in a few milliseconds
constexpr qsizetype allAtOnce = -1;
} // namespace

void SqlView::setScript(std::shared_ptr<const core::Script> script, const core::Dialect &dialect, ScriptLayout layout,
                        const QList<core::MarkedStatement> &marks)
{
    if (script && script == m_script && layout == m_layout)
        return;
    m_dialect = &dialect;
    ShownScript shown = shownScript(std::move(script), dialect, layout);
    addMarks(shown.text, marks);
    m_script = std::move(shown.script);
    m_layout = layout;
    m_sql.clear();
    m_marks.clear();
    m_wantedStatement = -1;
    setShown(std::move(shown.text), std::move(shown.spans), allAtOnce);
}

void SqlView::setShownScript(ShownScript shown, const core::Dialect &dialect)
{
    m_dialect = &dialect;
    if (shown.script != m_script) {
        m_marks.clear();
        m_wantedStatement = -1;
    } else if (shown.layout == m_layout && shown.text == m_shown) {
        return;
    }
    m_script = std::move(shown.script);
    m_layout = shown.layout;
    m_sql.clear();
    setShown(std::move(shown.text), std::move(shown.spans), pieceLines);
}

void SqlView::setSql(const QString &sql, const core::Dialect &dialect)
{
    constexpr qsizetype most = ShownScript::mostCharacters;
    m_script.reset();
    m_dialect = &dialect;
    m_sql = sql;
    m_marks.clear();
    m_wantedStatement = -1;
    ScriptText shown;
    shown.text = sql.left(most);
    shown.text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    if (shown.text.endsWith(u'\n'))
        shown.text.chop(1); // ends the last line; there is no other after it
    const qsizetype count = shown.text.isEmpty() ? 0 : shown.text.count(u'\n') + 1;
    for (qsizetype i = 0; i < count; ++i)
        shown.lines.append({ScriptLine::Kind::Sql, -1, QString::number(i + 1)});
    if (sql.size() > most) {
        shown.cut = true;
        shown.text += u"\n-- "_s + tr("the rest is not shown; Copy has it");
        shown.lines.append({ScriptLine::Kind::Cut, -1, {}});
    }
    std::vector<SqlSpan> spans = sqlSpans(shown.text, dialect);
    setShown(std::move(shown), std::move(spans), allAtOnce);
}

void SqlView::clearScript()
{
    m_script.reset();
    m_sql.clear();
    m_marks.clear();
    m_wantedStatement = -1;
    setShown({}, {}, allAtOnce);
}

void SqlView::setShown(ScriptText shown, std::vector<SqlSpan> spans, qsizetype linesAtOnce)
{
    m_wantedScroll = verticalScrollBar()->value(); // a script that grew by one edit stays where it was read
    m_before = isFilled() ? m_shown.text : QString();
    m_shown = std::move(shown);
    m_linesAtOnce = linesAtOnce == allAtOnce ? m_shown.lines.size() : linesAtOnce;
    m_filled = 0;
    m_filledTo = 0;
    QSet<int> dim;
    m_digits = 2;
    bool signs = false;
    for (int line = 0; line < int(m_shown.lines.size()); ++line) {
        const ScriptLine &its = m_shown.lines.at(line);
        m_digits = std::max(m_digits, int(its.number.size()));
        signs = signs || its.mark != core::PlanMark::None;
        if (its.framing && its.kind == ScriptLine::Kind::Sql)
            dim.insert(line);
    }
    m_digits += signs ? 2 : 0;
    std::vector<std::pair<qsizetype, qsizetype>> raised;
    for (const core::MarkedStatement::Span &span : std::as_const(m_shown.filled))
        raised.emplace_back(span.offset, span.length);
    m_highlighter->setRaised(std::move(raised));
    m_highlighter->setDimLines(dim);
    m_highlighter->setSpans(std::move(spans));
    setLineWrapMode(wrapModeFor(m_shown.text));
    fillOn();
    placeGutter();
}

/// A long script in which one expression is typed keeps the lines that it has: laying out and colouring all of them
/// anew at every key would be felt.
void SqlView::replaceText(const QString &before)
{
    const QString &after = m_shown.text;
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < shorter && before.at(head) == after.at(head))
        ++head;
    head = head == 0 ? 0 : before.lastIndexOf(u'\n', head - 1) + 1;
    qsizetype tail = 0;
    while (tail < shorter - head && before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail))
        ++tail;
    const qsizetype cut = before.indexOf(u'\n', before.size() - tail);
    tail = cut < 0 ? 0 : before.size() - cut;
    if (head + tail < shorter / 2 || document()->characterCount() != before.size() + 1) {
        setPlainText(after);
        return;
    }
    QTextCursor cursor(document());
    cursor.setPosition(int(head));
    cursor.setPosition(int(before.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(after.sliced(head, after.size() - tail - head));
}

/// The next lines of what is to be shown; the first of them replace what was there.
void SqlView::fillOn()
{
    const qsizetype first = m_filled;
    const qsizetype from = m_filledTo;
    m_filled = std::min(m_shown.lines.size(), first + m_linesAtOnce);
    qsizetype to = m_shown.text.size();
    if (m_filled < m_shown.lines.size()) {
        to = first == 0 ? 0 : from + 1;
        for (qsizetype line = first; line < m_filled; ++line)
            to = m_shown.text.indexOf(u'\n', to) + 1;
        --to; // what comes next begins with the line break
    }
    m_filledTo = to;
    if (first == 0 && to == m_shown.text.size()) {
        replaceText(std::exchange(m_before, QString()));
    } else if (first == 0) {
        setPlainText(m_shown.text.left(to));
    } else {
        QTextCursor end(document());
        end.movePosition(QTextCursor::End);
        end.insertText(m_shown.text.sliced(from, to - from));
    }
    if (m_wantedScroll >= 0) {
        const bool isThere = m_wantedScroll <= verticalScrollBar()->maximum();
        verticalScrollBar()->setValue(m_wantedScroll);
        if (isThere || isFilled())
            m_wantedScroll = -1;
    }
    if (m_wantedStatement >= 0)
        showStatement(m_wantedStatement);
    if (isFilled())
        m_filling->stop();
    else
        m_filling->start();
    updateMarks();
}

void SqlView::setOutdated(bool outdated)
{
    if (m_outdated == outdated)
        return;
    m_outdated = outdated;
    updateMarks();
}

void SqlView::showStatement(int statement)
{
    m_wantedStatement = statement;
    for (int line = 0; line < m_filled; ++line) {
        if (m_shown.lines.at(line).statement != statement)
            continue;
        m_wantedStatement = -1;
        m_wantedScroll = -1;
        setTextCursor(QTextCursor(document()->findBlockByNumber(line)));
        ensureCursorVisible();
        return;
    }
}

} // namespace ui
