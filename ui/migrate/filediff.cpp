// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/filediff.h"

#include "ui/style/theme.h"

#include <QEvent>
#include <QTextBlock>

#include <algorithm>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostCompared = 2000; ///< lines of a side; beyond it, all of the middle is said to be another
constexpr qsizetype diffContext = 3;
constexpr int diffTabCharacters = 4;

/// The lines between what is the same at the beginning and at the end, by their longest common subsequence.
QList<DiffLine> diffMiddle(const QStringList &a, const QStringList &b)
{
    QList<DiffLine> out;
    const auto size = [](const QStringList &lines) { return static_cast<size_t>(lines.size()); };
    std::vector<std::vector<int>> common;
    if (a.size() <= mostCompared && b.size() <= mostCompared) {
        common.assign(size(a) + 1, std::vector<int>(size(b) + 1, 0));
        for (size_t i = size(a); i-- > 0;) {
            for (size_t j = size(b); j-- > 0;)
                common[i][j] = a.at(qsizetype(i)) == b.at(qsizetype(j)) ? common[i + 1][j + 1] + 1
                                                                        : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    size_t i = 0;
    size_t j = 0;
    while (i < size(a) || j < size(b)) {
        const bool both = !common.empty() && i < size(a) && j < size(b);
        if (both && a.at(qsizetype(i)) == b.at(qsizetype(j))) {
            out.append({DiffLine::Kind::Same, a.at(qsizetype(i))});
            ++i;
            ++j;
        } else if (i < size(a) && (!both || common[i + 1][j] >= common[i][j + 1])) {
            out.append({DiffLine::Kind::Gone, a.at(qsizetype(i++))});
        } else {
            out.append({DiffLine::Kind::New, b.at(qsizetype(j++))});
        }
    }
    return out;
}

/// Long stretches of what is the same are left out.
QList<DiffLine> shortenedDiff(const QList<DiffLine> &lines)
{
    QList<DiffLine> out;
    qsizetype skipped = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto from = lines.begin() + std::max<qsizetype>(0, i - diffContext);
        const auto to = lines.begin() + std::min(lines.size(), i + diffContext + 1);
        const bool near = std::any_of(from, to, [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; });
        if (!near) {
            ++skipped;
            continue;
        }
        if (skipped > 0)
            out.append({DiffLine::Kind::Skipped, FileDiffView::tr("%1 lines as before").arg(skipped)});
        skipped = 0;
        out.append(lines.at(i));
    }
    if (skipped > 0 && !out.isEmpty())
        out.append({DiffLine::Kind::Skipped, FileDiffView::tr("%1 lines as before").arg(skipped)});
    return out;
}

QString shownLine(const DiffLine &line)
{
    switch (line.kind) {
    case DiffLine::Kind::Same:
        return u"  "_s + line.text;
    case DiffLine::Kind::Gone:
        return u"− "_s + line.text;
    case DiffLine::Kind::New:
        return u"+ "_s + line.text;
    case DiffLine::Kind::Skipped:
        return u"  … "_s + line.text;
    case DiffLine::Kind::Head:
        break;
    }
    return line.text;
}

} // namespace

QList<DiffLine> diffLines(const QString &before, const QString &after)
{
    const QStringList a = before.isEmpty() ? QStringList() : before.split(u'\n');
    const QStringList b = after.isEmpty() ? QStringList() : after.split(u'\n');
    const qsizetype shorter = std::min(a.size(), b.size());
    qsizetype start = 0;
    while (start < shorter && a.at(start) == b.at(start))
        ++start;
    qsizetype end = 0;
    while (end < shorter - start && a.at(a.size() - 1 - end) == b.at(b.size() - 1 - end))
        ++end;
    QList<DiffLine> lines;
    for (qsizetype i = 0; i < start; ++i)
        lines.append({DiffLine::Kind::Same, a.at(i)});
    lines += diffMiddle(a.mid(start, a.size() - start - end), b.mid(start, b.size() - start - end));
    for (qsizetype i = a.size() - end; i < a.size(); ++i)
        lines.append({DiffLine::Kind::Same, a.at(i)});
    return shortenedDiff(lines);
}

FileDiffView::FileDiffView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Files before and after"));
    setTabChangesFocus(true);
    setProperty("bare", true);
    setFont(Theme::current().monospace());
    setTabStopDistance(diffTabCharacters * fontMetrics().horizontalAdvance(u' '));
}

void FileDiffView::setChanges(const QList<core::FileChange> &changes)
{
    m_lines.clear();
    for (const core::FileChange &change : changes) {
        if (!m_lines.isEmpty())
            m_lines.append({DiffLine::Kind::Same, {}});
        m_lines.append({DiffLine::Kind::Head,
                        change.before ? tr("%1, changed").arg(core::fileChangeName(change))
                                      : tr("%1, new").arg(core::fileChangeName(change))});
        m_lines += diffLines(QString::fromUtf8(change.before.value_or(QByteArray())), QString::fromUtf8(change.after));
    }
    showLines();
}

void FileDiffView::setFile(const core::FileChange &change)
{
    m_lines.clear();
    if (change.before) {
        m_lines = diffLines(QString::fromUtf8(*change.before), QString::fromUtf8(change.after));
        showLines();
    } else {
        setExtraSelections({}); // all of it is new
        setPlainText(QString::fromUtf8(change.after));
    }
}

void FileDiffView::showLines()
{
    QStringList text;
    for (const DiffLine &line : std::as_const(m_lines))
        text.append(shownLine(line));
    setPlainText(text.join(u'\n'));
    restyle();
}

void FileDiffView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        restyle();
}

void FileDiffView::restyle()
{
    const Theme &theme = Theme::current();
    QList<QTextEdit::ExtraSelection> marks;
    QTextBlock block = document()->begin();
    for (qsizetype i = 0; i < m_lines.size() && block.isValid(); ++i, block = block.next()) {
        const DiffLine::Kind kind = m_lines.at(i).kind;
        if (kind == DiffLine::Kind::Same)
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        if (kind == DiffLine::Kind::Gone || kind == DiffLine::Kind::New) {
            mark.format.setBackground(
                theme.color(kind == DiffLine::Kind::New ? Tone::InsertedBack : Tone::DeletedBack));
            mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        } else {
            mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            mark.format.setForeground(theme.color(Tone::TextMuted));
        }
        marks.append(mark);
    }
    setExtraSelections(marks);
}

} // namespace ui

#include "moc_filediff.cpp"
