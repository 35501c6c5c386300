// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/sqlview.h"

#include "ui/changes/hanginglayout.h"
#include "ui/changes/sqlhighlighter.h"
#include "ui/style/longlines.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {
constexpr int sqlMarkWidth = 3;
constexpr int tabCharacters = 4;
constexpr float outdatedVeil = 0.62F; ///< how much of it is hidden

void paintVeil(QWidget *over)
{
    QColor color = Theme::current().color(Tone::Window);
    color.setAlphaF(outdatedVeil);
    QPainter(over).fillRect(over->rect(), color);
}
} // namespace

class SqlView::Gutter : public QWidget {
public:
    explicit Gutter(SqlView *view)
        : QWidget(view)
        , m_view(view)
    {
        setObjectName(u"sql-gutter"_s);
    }

protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintGutter(event); }

private:
    SqlView *m_view;
};

SqlView::SqlView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new SqlHighlighter(HangingLayout::install(this)))
    , m_gutter(new Gutter(this))
    , m_filling(new QTimer(this))
{
    setObjectName(u"sql-view"_s);
    setAccessibleName(tr("SQL"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFrameShape(NoFrame);
    setProperty("bare", true);
    setUndoRedoEnabled(false);
    m_filling->setSingleShot(true);
    connect(m_filling, &QTimer::timeout, this, &SqlView::fillOn);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int) { m_gutter->update(); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_gutter->update(); });
    restyle();
}

SqlView::~SqlView() = default;

QString SqlView::wholeText() const
{
    if (m_script && m_dialect) {
        const bool isAll = !m_shown.cut && m_shown.statements >= m_script->statements.size();
        return isAll ? m_shown.text : scriptText(*m_script, *m_dialect, m_layout).text;
    }
    return m_sql;
}

void SqlView::copyAll()
{
    QGuiApplication::clipboard()->setText(wholeText());
}

void SqlView::setMark(int statement, Mark mark)
{
    if (mark == Mark::None)
        m_marks.remove(statement);
    else
        m_marks.insert(statement, mark);
    updateMarks();
}

int SqlView::statementAt(int line) const
{
    return line >= 0 && line < m_shown.lines.size() ? m_shown.lines.at(line).statement : -1;
}

void SqlView::updateMarks()
{
    viewport()->update();
    m_gutter->update();
}

bool SqlView::isFailed(int line) const
{
    const int statement = statementAt(line);
    // The empty line before a statement belongs to it, but shows nothing that failed.
    return statement >= 0 && mark(statement) == Mark::Failed && document()->findBlockByNumber(line).length() > 1;
}

std::optional<SqlView::LineLook> SqlView::lookOf(int line) const
{
    if (isFailed(line))
        return LineLook{Tone::DeletedBack, Tone::DeletedMark, {}};
    if (line < 0 || line >= m_shown.lines.size())
        return std::nullopt;
    if (m_shown.lines.at(line).kind == ScriptLine::Kind::Difference)
        return LineLook{Tone::ModifiedBack, Tone::ModifiedMark, {}};
    switch (m_shown.lines.at(line).mark) {
    case core::PlanMark::None:
        break;
    case core::PlanMark::Added:
        return LineLook{Tone::InsertedBack, Tone::InsertedMark, u"+"_s};
    case core::PlanMark::Changed:
        return LineLook{Tone::ModifiedBack, Tone::ModifiedMark, u"~"_s};
    case core::PlanMark::Removed:
        return LineLook{Tone::DeletedBack, Tone::DeletedMark, u"−"_s};
    }
    return std::nullopt;
}

void SqlView::paintEvent(QPaintEvent *event)
{
    {
        // From edge to edge, however the line is wrapped and indented; a selection would only cover its words.
        QPainter painter(viewport());
        for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
            const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
            if (area.top() > viewport()->height())
                break;
            if (const auto look = lookOf(block.blockNumber()))
                painter.fillRect(QRect(0, int(area.top()), viewport()->width(), int(area.height())),
                                 Theme::current().color(look->back));
        }
    }
    QPlainTextEdit::paintEvent(event);
    if (m_outdated)
        paintVeil(viewport());
}

void SqlView::paintGutter(QPaintEvent *event)
{
    const Theme &theme = Theme::current();
    QPainter painter(m_gutter);
    painter.setClipRect(event->rect());
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    while (block.isValid()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.top() > m_gutter->height())
            break;
        const int line = block.blockNumber();
        if (line < m_shown.lines.size()) {
            const ScriptLine &shown = m_shown.lines.at(line);
            const bool failed = isFailed(line);
            const QRect row(0, int(area.top()), m_gutter->width(), int(area.height()));
            const QRect words = row.adjusted(sqlMarkWidth + 2, 0, -Theme::cellPadding, 0);
            if (const auto look = lookOf(line)) {
                painter.fillRect(QRect(row.left(), row.top(), sqlMarkWidth, row.height()), theme.color(look->mark));
                painter.setPen(theme.color(look->mark));
                painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, look->sign);
            }
            painter.setPen(theme.color(failed ? Tone::DeletedText : Tone::TextFaint));
            painter.drawText(words, Qt::AlignRight | Qt::AlignTop, shown.number);
            paintWrapMarks(painter, block, row);
        }
        block = block.next();
    }
    painter.end();
    if (m_outdated)
        paintVeil(m_gutter);
}

void SqlView::paintWrapMarks(QPainter &painter, const QTextBlock &block, const QRect &area)
{
    const QTextLayout *layout = block.layout();
    painter.setPen(Theme::current().color(Tone::TextFaint));
    for (int line = 1; layout && line < layout->lineCount(); ++line) {
        const QRect row(0, area.top() + int(layout->lineAt(line).y()), area.width() - Theme::cellPadding,
                        int(layout->lineAt(line).height()));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, u"↪"_s);
    }
}

int SqlView::gutterWidth() const
{
    return Theme::cellPadding * 2 + m_digits * fontMetrics().horizontalAdvance(u'0');
}

void SqlView::placeGutter()
{
    const int width = gutterWidth();
    setViewportMargins(width, 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), viewport()->geometry().top(), width, viewport()->height());
}

void SqlView::restyle()
{
    if (font() != Theme::current().monospace())
        setFont(Theme::current().monospace());
    setTabStopDistance(tabCharacters * fontMetrics().horizontalAdvance(u' '));
    m_highlighter->rehighlight();
    placeGutter();
    updateMarks();
}

void SqlView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void SqlView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_gutter)
        restyle();
}

void SqlView::activateCurrent()
{
    const int statement = statementAt(textCursor().blockNumber());
    if (statement >= 0)
        Q_EMIT statementActivated(statement);
}

void SqlView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        activateCurrent();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void SqlView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && !textCursor().hasSelection())
        activateCurrent();
}

void SqlView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    QAction *copySelection = menu.addAction(tr("Copy"), this, &QPlainTextEdit::copy);
    copySelection->setEnabled(textCursor().hasSelection());
    menu.addAction(tr("Copy all"), this, &SqlView::copyAll)->setEnabled(!m_shown.text.isEmpty());
    menu.exec(event->globalPos());
}

} // namespace ui

#include "moc_sqlview.cpp"
