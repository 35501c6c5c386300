// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/splitter.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Tells which semicolons end a statement. A trigger ends where "; END" comes before the semicolon: counting BEGIN and
/// END would have to know every CASE, and BEGIN and END may be names.
class StatementState {
public:
    explicit StatementState(const LexRules &rules)
        : m_rules(rules)
    {
    }

    void take(const Token &t, QStringView text)
    {
        if (m_rules.triggerBodies)
            watchHead(t, text);
        if (m_rules.atomicBodies)
            watchBody(t, text);
        m_sawBegin = m_sawBegin || (m_trigger && isWord(t, text, "BEGIN"_L1));
        m_endAfterSemicolon = m_afterSemicolon && isWord(t, text, "END"_L1);
        m_afterSemicolon = isSemicolon(t, text);
        ++m_count;
    }

    [[nodiscard]] bool endsAt(const Token &t, QStringView text) const
    {
        return isSemicolon(t, text) && m_depth == 0 && (!m_trigger || !m_sawBegin || m_endAfterSemicolon);
    }

private:
    static bool isSemicolon(const Token &t, QStringView text)
    {
        return t.kind == Token::Kind::Punctuation && t.in(text) == u";"_s;
    }

    /// [EXPLAIN [QUERY PLAN]] CREATE [TEMP | TEMPORARY] TRIGGER
    void watchHead(const Token &t, QStringView text)
    {
        if (m_count == 0 || m_explain) {
            m_create = isWord(t, text, "CREATE"_L1);
            m_explain = isWord(t, text, "EXPLAIN"_L1)
                || (m_explain && (isWord(t, text, "QUERY"_L1) || isWord(t, text, "PLAN"_L1)));
        } else if (m_create) {
            m_trigger = isWord(t, text, "TRIGGER"_L1);
            m_create = isWord(t, text, "TEMP"_L1) || isWord(t, text, "TEMPORARY"_L1);
        }
    }

    /// CREATE [OR REPLACE] FUNCTION | PROCEDURE … BEGIN ATOMIC …; … END, with any CASE … END inside. Bodies of other
    /// kinds are strings.
    void watchBody(const Token &t, QStringView text)
    {
        if (m_count == 0)
            m_headOfRoutine = isWord(t, text, "CREATE"_L1);
        else if (m_headOfRoutine && !m_routine) {
            m_routine = isWord(t, text, "FUNCTION"_L1) || isWord(t, text, "PROCEDURE"_L1);
            m_headOfRoutine = m_routine || isWord(t, text, "OR"_L1) || isWord(t, text, "REPLACE"_L1);
        }
        if (m_depth > 0)
            m_depth += isWord(t, text, "CASE"_L1) ? 1 : isWord(t, text, "END"_L1) ? -1 : 0;
        else if (m_routine && m_afterBegin && isWord(t, text, "ATOMIC"_L1))
            m_depth = 1;
        m_afterBegin = m_routine && isWord(t, text, "BEGIN"_L1);
    }

    LexRules m_rules;
    int m_count = 0;
    int m_depth = 0; ///< within the body of a routine
    bool m_headOfRoutine = false;
    bool m_routine = false;
    bool m_afterBegin = false;
    bool m_explain = false;
    bool m_create = false;
    bool m_trigger = false;
    bool m_sawBegin = false;
    bool m_afterSemicolon = false;
    bool m_endAfterSemicolon = false;
};

void appendSpan(QList<StatementSpan> &out, const Token *first, const Token *last)
{
    if (first)
        out.append({first->offset, last->offset + last->length - first->offset, first->line});
}

bool isBreakpoint(const Token &t, QStringView text)
{
    return t.kind == Token::Kind::Comment && t.in(text).startsWith("--> statement-breakpoint"_L1);
}

} // namespace

QList<StatementSpan> splitStatements(QStringView text, const LexRules &rules)
{
    QList<StatementSpan> out;
    const QList<Token> tokens = lex(text, rules);
    StatementState state(rules);
    const Token *first = nullptr;
    const Token *last = nullptr;
    for (const Token &t : tokens) {
        if (!t.isSignificant())
            continue;
        if (state.endsAt(t, text)) {
            appendSpan(out, first, last);
            first = nullptr;
            state = StatementState(rules);
            continue;
        }
        state.take(t, text);
        first = first ? first : &t;
        last = &t;
    }
    appendSpan(out, first, last);
    return out;
}

QList<StatementSpan> splitAtBreakpoints(QStringView text, const LexRules &rules)
{
    QList<StatementSpan> out;
    const QList<Token> tokens = lex(text, rules);
    const Token *first = nullptr;
    const Token *last = nullptr;
    bool significant = false;
    const auto finish = [&] {
        if (significant)
            appendSpan(out, first, last);
        first = nullptr;
        significant = false;
    };
    for (const Token &t : tokens) {
        if (isBreakpoint(t, text)) {
            finish();
        } else if (t.kind != Token::Kind::Space) {
            first = first ? first : &t;
            last = &t;
            significant = significant || t.isSignificant();
        }
    }
    finish();
    return out;
}

} // namespace core
