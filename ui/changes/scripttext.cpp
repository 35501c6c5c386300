// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/scripttext.h"

#include "ui/changes/longscriptlines.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString saidOfScript(const char *text, int n = -1)
{
    return QCoreApplication::translate("ui::ScriptText", text, nullptr, n);
}

/// A purpose stands behind its statement as long as both fit into so many characters.
constexpr qsizetype inlineWidth = 110;

bool isFraming(const core::Statement &statement)
{
    using Role = core::Statement::Role;
    switch (statement.role) {
    case Role::Setup:
    case Role::Begin:
    case Role::Commit:
    case Role::IfFailed:
    case Role::Cleanup:
        return true;
    case Role::Body:
    case Role::Check:
    case Role::Later:
        break;
    }
    return false;
}

bool fitsBehind(const QString &sql, const QString &note)
{
    const qsizetype lastLine = sql.size() - (sql.lastIndexOf(u'\n') + 1);
    return lastLine + note.size() + 7 <= inlineWidth;
}

/// Collects lines; a text with line breaks becomes several.
class Writer {
public:
    explicit Writer(qsizetype limit)
        : m_limit(limit)
    {
    }

    void comment(const QString &words, ScriptLine::Kind kind, int statement)
    {
        append(u"-- "_s + words.simplified(), {kind, statement, {}, m_framing});
    }

    /// `firstLine` is the number of the statement's first line; 0: only `number` stands there.
    void sql(QString text, int statement, const QString &number, int firstLine, const QString &note)
    {
        text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
        text += u';';
        const qsizetype room = m_limit < 0 ? text.size() : qMax<qsizetype>(0, m_limit - m_result.text.size());
        const qsizetype missing = text.size() - room;
        if (missing > 0)
            text.truncate(room);
        if (!note.isEmpty() && missing <= 0)
            text += u"   -- "_s + note.simplified();
        m_result.statements = statement + 1;
        const QStringList parts = text.split(u'\n');
        for (qsizetype i = 0; i < parts.size(); ++i) {
            const QString own = i == 0 ? number : QString();
            const qsizetype left = m_limit < 0 ? 0 : parts.at(i).size() - longestShownLine;
            append(left > 0 ? parts.at(i).left(longestShownLine) : parts.at(i),
                   {ScriptLine::Kind::Sql, statement, firstLine > 0 ? QString::number(firstLine + int(i)) : own,
                    m_framing});
            if (left > 0) {
                m_result.cut = true;
                comment(moreOfLine(left), ScriptLine::Kind::Cut, statement);
            }
        }
        if (missing > 0) {
            m_result.cut = true;
            comment(saidOfScript("%1 more characters of this statement are not shown; Copy has them")
                        .arg(QLocale().toString(missing)),
                    ScriptLine::Kind::Cut, statement);
        }
    }

    void blank(int statement) { append({}, {ScriptLine::Kind::Purpose, statement, {}, m_framing}); }
    void setFraming(bool framing) { m_framing = framing; } ///< of the lines from here on
    [[nodiscard]] bool isFull() const { return m_limit >= 0 && m_result.text.size() >= m_limit; }
    [[nodiscard]] bool isEmpty() const { return m_result.lines.isEmpty(); }

    void leaveOut(qsizetype statements, int first)
    {
        m_result.cut = true;
        comment(saidOfScript("%1 more statements are not shown; Copy has them").arg(QLocale().toString(statements)),
                ScriptLine::Kind::Cut, first);
    }

    [[nodiscard]] ScriptText take() { return std::move(m_result); }

private:
    void append(const QString &text, const ScriptLine &line)
    {
        if (!m_result.lines.isEmpty())
            m_result.text += u'\n';
        m_result.text += text;
        m_result.lines.append(line);
    }

    qsizetype m_limit;
    bool m_framing = false;
    ScriptText m_result;
};

int fileLine(const core::Statement &statement)
{
    const auto *file = std::get_if<core::FromFile>(&statement.source);
    return file ? file->line : 0;
}

} // namespace

QString moreOfLine(qsizetype characters)
{
    return saidOfScript("%1 more characters of this line are not shown; Copy has them")
        .arg(QLocale().toString(characters));
}

QString statementNote(const core::Statement &statement)
{
    QStringList parts;
    if (!statement.purpose.isEmpty())
        parts.append(statement.purpose);
    if (const auto *touches = std::get_if<core::TouchesRows>(&statement.expect)) {
        const QString must = touches->count == 1
            ? saidOfScript("must change exactly 1 row")
            : saidOfScript("must change exactly %1 rows").arg(QLocale().toString(touches->count));
        if (!statement.purpose.contains(must))
            parts.append(must);
    }
    if (!statement.captures.isEmpty())
        parts.append(u"→ :"_s + statement.captures.join(", :"_L1));
    return parts.join(u" · "_s);
}

ScriptText scriptText(const core::Script &script, const core::Dialect &dialect, ScriptLayout layout, qsizetype limit,
                      int statements, const std::function<bool()> &isUnwanted)
{
    Writer writer(limit);
    const int all = int(script.statements.size());
    const int count = statements < 0 ? all : std::min(statements, all);
    for (int i = 0; i < count; ++i) {
        if (isUnwanted && isUnwanted())
            break;
        if (writer.isFull()) {
            writer.leaveOut(script.statements.size() - i, i);
            break;
        }
        const core::Statement &statement = script.statements.at(i);
        const QString note = statementNote(statement);
        const QString sql = core::rendered(statement, dialect);
        const bool blocks = layout == ScriptLayout::Blocks;
        const bool behind = !blocks && fitsBehind(sql, note);
        writer.setFraming(isFraming(statement));
        if (blocks && !note.isEmpty()) {
            if (!writer.isEmpty())
                writer.blank(i);
            writer.comment(saidOfScript("statement %1 · %2").arg(QString::number(i + 1), note),
                           ScriptLine::Kind::Purpose, i);
        } else if (!behind && !note.isEmpty()) {
            writer.comment(note, ScriptLine::Kind::Purpose, i);
        }
        if (!statement.difference.isEmpty())
            writer.comment(saidOfScript("differs from the file: %1").arg(statement.difference),
                           ScriptLine::Kind::Difference, i);
        writer.sql(sql, i, blocks ? QString() : QString::number(i + 1), blocks ? fileLine(statement) : 0,
                   behind ? note : QString());
    }
    return writer.take();
}

void addMarks(ScriptText &text, const QList<core::MarkedStatement> &marks)
{
    qsizetype begin = 0; // of the line
    qsizetype first = 0; // of the statement's first line
    int statement = -1;
    qsizetype inside = 0; // lines of the statement so far
    for (ScriptLine &line : text.lines) {
        const qsizetype end = text.text.indexOf(u'\n', begin);
        if (line.kind == ScriptLine::Kind::Sql && line.statement >= 0 && line.statement < marks.size()) {
            const core::MarkedStatement &marked = marks.at(line.statement);
            if (line.statement != statement) {
                statement = line.statement;
                inside = 0;
                first = begin;
                for (const core::MarkedStatement::Span &span : marked.filled)
                    text.filled.append({first + span.offset, span.length});
            }
            if (inside < marked.lines.size())
                line.mark = marked.lines.at(inside);
            ++inside;
        }
        begin = end < 0 ? text.text.size() : end + 1;
    }
}

} // namespace ui
