// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/sqledit.h"

#include "core/sql/lexer.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QSyntaxHighlighter>
#include <QTextDocument>

namespace ui {

/// Colours a text that is being typed: short, so that all of it is cut into tokens at every change, and strings and
/// comments over several lines are right.
class SqlEdit::Colours : public QSyntaxHighlighter {
public:
    Colours(QTextDocument *document, const core::Dialect &dialect)
        : QSyntaxHighlighter(document)
        , m_dialect(dialect)
    {
    }
    void setSql(const QString &sql)
    {
        m_sql = sql;
        m_tokens = core::lex(m_sql, m_dialect.lexRules());
        rehighlight();
    }

protected:
    void highlightBlock(const QString &text) override
    {
        const qsizetype start = currentBlock().position();
        const qsizetype end = start + text.size();
        for (const core::Token &token : m_tokens) {
            const auto tone = toneOf(token);
            if (!tone || token.offset >= end || token.offset + token.length <= start)
                continue;
            const qsizetype from = qMax(token.offset, start);
            const qsizetype to = qMin(token.offset + token.length, end);
            setFormat(static_cast<int>(from - start), static_cast<int>(to - from), Theme::current().color(*tone));
        }
    }

private:
    [[nodiscard]] std::optional<Tone> toneOf(const core::Token &token) const
    {
        using Kind = core::Token::Kind;
        switch (token.kind) {
        case Kind::Comment:
            return Tone::SqlComment;
        case Kind::QuotedIdentifier:
            return Tone::SqlIdentifier;
        case Kind::String:
        case Kind::Blob:
            return Tone::SqlString;
        case Kind::Number:
            return Tone::SqlNumber;
        case Kind::Bad:
            return Tone::PillRedText;
        case Kind::Word:
            return m_dialect.isKeyword(token.in(m_sql)) ? std::optional(Tone::SqlKeyword) : std::nullopt;
        default:
            return std::nullopt;
        }
    }

    const core::Dialect &m_dialect;
    QString m_sql;
    QList<core::Token> m_tokens;
};

namespace {

bool isSubmit(const QKeyEvent *event)
{
    return event->modifiers() & Qt::ControlModifier
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter);
}

} // namespace

SqlEdit::SqlEdit(const core::Dialect &dialect, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_colours(new Colours(document(), dialect))
{
    setFont(Theme::current().monospace());
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (toPlainText() == m_coloured)
            return; // the colours themselves count as a change of the text
        recolour();
        if (m_setting)
            return;
        m_edited = true;
        Q_EMIT edited();
    });
}

void SqlEdit::recolour()
{
    m_coloured = toPlainText();
    m_colours->setSql(m_coloured);
}

void SqlEdit::setSql(const QString &sql)
{
    if (m_edited || sql == toPlainText())
        return;
    m_setting = true;
    setPlainText(sql);
    m_setting = false;
}

void SqlEdit::setAccepted()
{
    m_edited = false;
}

bool SqlEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isSubmit(static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QPlainTextEdit::event(event);
}

void SqlEdit::keyPressEvent(QKeyEvent *event)
{
    if (isSubmit(event)) {
        Q_EMIT submitted();
        return;
    }
    // With nothing of its own to undo, the key belongs to the design.
    if ((event->matches(QKeySequence::Undo) && !document()->isUndoAvailable())
        || (event->matches(QKeySequence::Redo) && !document()->isRedoAvailable())) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void SqlEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        Q_EMIT submitted();
}

} // namespace ui

#include "moc_sqledit.cpp"
