// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace core {

/// How a system writes things down. Given by its Dialect; the lexer knows no system by name.
struct LexRules {
    bool backtickIdentifiers = false;    ///< `name`
    bool bracketIdentifiers = false;     ///< [name]
    bool nestedComments = false;         ///< /* /* */ */
    bool dollarQuotes = false;           ///< $tag$ … $tag$
    bool escapeStrings = false;          ///< E'…\n…'
    bool blobLiterals = false;           ///< x'…'
    bool triggerBodies = false;          ///< CREATE TRIGGER … BEGIN …; …; END holds semicolons
    bool atomicBodies = false;           ///< CREATE FUNCTION … BEGIN ATOMIC …; …; END holds semicolons
    /// An operator is any run of + - * / < > = ~ ! @ # % ^ & | ` ?, so that ? and @ begin no parameter; those are :name
    /// and $1. Brackets hold subscripts, where a colon stands between two bounds.
    bool operatorRuns = false;
    friend bool operator==(const LexRules &, const LexRules &) = default;
};

struct Token {
    enum class Kind {
        Space,
        Comment,
        Word,             ///< a keyword or bare identifier
        QuotedIdentifier, ///< "…", `…` or […]
        String,
        Blob,
        Number,
        Parameter, ///< ?, ?1, :a, @a, $a
        Operator,  ///< one or more characters that belong together: <=, ||, ->>
        Punctuation, ///< ( ) , ; . and [ ] where operators come in runs
        Bad        ///< an unfinished string, identifier or comment (reaches to the end), or a stray character
    };
    Kind kind = Kind::Bad;
    qsizetype offset = 0; ///< in UTF-16 units of the text
    qsizetype length = 0;
    int line = 1; ///< of its first character, from 1
    friend bool operator==(const Token &, const Token &) = default;

    [[nodiscard]] QStringView in(QStringView text) const { return text.sliced(offset, length); }
    [[nodiscard]] bool isSignificant() const { return kind != Kind::Space && kind != Kind::Comment; }
};

/// Cuts the whole text into tokens without gaps: their texts joined are the text. Never fails.
[[nodiscard]] QList<Token> lex(QStringView text, const LexRules &rules);

/// What a quoted identifier or string means (quotes off, doubled quotes single); a word as it is.
[[nodiscard]] QString unquoted(QStringView token);

/// Whether the word is this keyword (ASCII, any case).
[[nodiscard]] bool isWord(const Token &token, QStringView text, QLatin1String keyword);

/// The significant tokens, identifiers unquoted, words in upper case, strings as they are: equal for texts that
/// differ only in blanks, comments, quoting style and case of words.
[[nodiscard]] QStringList normalizedTokens(QStringView text, const LexRules &rules);

} // namespace core
