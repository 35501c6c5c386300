// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/words.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>

#include <utility>

/// Which words of a query or expression are names, and of what. Pure.
namespace core {

/// The significant tokens of a text, by place, and a text that grows out of it with some of them replaced.
class SqliteText {
public:
    explicit SqliteText(const QString &sql);

    [[nodiscard]] qsizetype size() const { return m_tokens.size(); }
    [[nodiscard]] bool isSign(qsizetype i, QChar sign) const;
    [[nodiscard]] bool isWord(qsizetype i, QLatin1String word) const;
    /// A name of something, not a keyword.
    [[nodiscard]] bool isName(qsizetype i) const;
    [[nodiscard]] QString name(qsizetype i) const; ///< folded
    /// From and to of each statement, without its semicolon.
    [[nodiscard]] QList<std::pair<qsizetype, qsizetype>> statements() const;

    void replace(qsizetype i, const QString &newName);
    void callAs(qsizetype i, const QString &name); ///< puts AS and the name behind it
    [[nodiscard]] QString text() const;

private:
    QString m_sql;
    QList<Token> m_tokens;
    QMap<qsizetype, QString> m_new;
    QMap<qsizetype, QString> m_calledAs;
};

/// Which tokens of a statement name tables, and under which names their columns are spoken of. Borrows the text.
class SqliteSources {
public:
    SqliteSources(const SqliteText &text, qsizetype from, qsizetype to);

    [[nodiscard]] bool isTable(qsizetype i) const { return m_places.contains(i); }
    [[nodiscard]] bool isAlias(qsizetype i) const { return m_aliasPlaces.contains(i); }
    [[nodiscard]] const QSet<qsizetype> &places() const { return m_places; }
    /// The table that a qualifier means, folded; empty if it is none of them.
    [[nodiscard]] QString meantBy(const QString &qualifier) const { return m_meaning.value(qualifier); }
    [[nodiscard]] QSet<QString> tables() const;
    /// What INSERT writes to, folded; empty if the statement is none.
    [[nodiscard]] QString written() const { return m_written; }
    /// Whether it stands behind INSERT's ON CONFLICT, where names are those of the table that is written to.
    [[nodiscard]] bool isBehindConflict(qsizetype i) const { return m_conflict >= 0 && i > m_conflict; }
    /// What is read where the token stands, folded: first by the query that it is part of, then by those around that.
    [[nodiscard]] QList<QStringList> around(qsizetype i) const;
    /// Whether it reads from anything else than tables and views: a query within FROM or WITH, a function. What columns
    /// that has is not followed.
    [[nodiscard]] bool readsOthers() const { return m_readsOthers; }
    /// Names that the statement gives itself: queries of its WITH, and results (AS), folded.
    [[nodiscard]] bool isOwn(const QString &name) const { return m_queries.contains(name) || m_results.contains(name); }
    [[nodiscard]] bool isQuery(const QString &name) const { return m_queries.contains(name); }
    [[nodiscard]] bool isResult(const QString &name) const { return m_results.contains(name); }

private:
    /// Whether a comma or parenthesis is followed by a table: within FROM, but not within ON.
    enum class Place { Elsewhere, From, On };
    void findOwnNames(qsizetype from, qsizetype to);
    [[nodiscard]] Place after(qsizetype i, Place now) const;
    [[nodiscard]] Place within(qsizetype open, Place around) const;
    [[nodiscard]] bool isTablePlace(qsizetype i, bool inFrom) const;
    void add(qsizetype i, qsizetype to);
    void findScopes(qsizetype from, qsizetype to);

    const SqliteText &m_text;
    bool m_readsOthers = false;
    qsizetype m_from = 0;
    qsizetype m_conflict = -1;
    QList<int> m_scopeOf; ///< by token from m_from on
    QList<int> m_outer; ///< by scope; −1 for the outermost
    QSet<qsizetype> m_places;
    QSet<qsizetype> m_aliasPlaces;
    QHash<QString, QString> m_meaning;
    QSet<QString> m_queries;
    QSet<QString> m_results;
    QString m_written;
};

} // namespace core
