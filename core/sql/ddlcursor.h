// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/schema.h"
#include "core/sql/lexer.h"

#include <QList>
#include <QStringView>

namespace core {

/// Walks over the significant tokens of one statement. Borrows the text. What the parts of the DDL parser share.
class DdlCursor {
public:
    DdlCursor(QStringView text, const LexRules &rules);

    [[nodiscard]] QStringView text() const { return m_text; }
    [[nodiscard]] qsizetype position() const { return m_position; } ///< index of the next token
    [[nodiscard]] bool atEnd() const { return m_position >= m_tokens.size(); }
    [[nodiscard]] const Token *peek(qsizetype ahead = 0) const; ///< nullptr beyond the end
    [[nodiscard]] bool at(QLatin1String word, qsizetype ahead = 0) const;
    [[nodiscard]] bool atSign(QChar sign, qsizetype ahead = 0) const;
    [[nodiscard]] bool atName() const; ///< a word that is not reserved, a quoted name, or a string, which SQLite takes too

    void skip() { ++m_position; }
    bool take(QLatin1String word); ///< whether it was there; then it is behind us
    bool take(QLatin1String first, QLatin1String second);
    bool takeSign(QChar sign);

    Result<Done> expect(QLatin1String word);
    Result<Done> expectSign(QChar sign);
    Result<Done> expectEnd(); ///< a final semicolon is fine
    [[nodiscard]] Result<QString> name(const QString &what); ///< unquoted
    [[nodiscard]] Result<QualifiedName> qualifiedName(const QString &what);
    [[nodiscard]] Result<QStringList> nameList(); ///< "(a, b)"; orders and collations in it mean nothing
    [[nodiscard]] Result<QString> parenthesized(); ///< the text between "(" and its ")"
    [[nodiscard]] Result<QList<IndexedColumn>> indexedColumns(bool *autoIncrement = nullptr); ///< "(a DESC, b + 1)"
    bool takeIfNotExists();

    /// The text from token `from` up to the one before `to`; with `oneBlank`, comments and blanks become one blank.
    [[nodiscard]] QString slice(qsizetype from, qsizetype to, bool oneBlank = false) const;
    /// Goes to the next token outside all parentheses for which `stop` holds, or the end.
    template <typename Stop> void skipUntil(Stop stop)
    {
        int depth = 0;
        for (; !atEnd(); ++m_position) {
            if (depth == 0 && stop())
                return;
            depth += atSign(u'(') ? 1 : atSign(u')') ? -1 : 0;
        }
    }

    [[nodiscard]] Error unexpected(const QString &expected) const;

private:
    [[nodiscard]] IndexedColumn indexedColumn(qsizetype from, qsizetype to) const;

    QStringView m_text;
    QList<Token> m_tokens;
    qsizetype m_position = 0;
};

} // namespace core
