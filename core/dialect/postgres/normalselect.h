// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schemarules.h"
#include "core/sql/lexer.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// Takes a query apart and writes it in one spelling: the server says a view's query again with every column qualified,
/// all columns (*) by their names, its own casts, and parentheses around joins and conditions. For comparing only. It
/// must never make two queries equal that mean something else, so it knows the usual: SELECTs from tables, queries and
/// joins, WITH, and what UNION and its like join.
class PostgresSelectParser {
public:
    /// The schema tells the columns of tables and views; without it there is no *. It is borrowed.
    explicit PostgresSelectParser(const QString &sql, const SchemaIndex *schema = nullptr);
    /// Nothing where it meets what it does not know (a window, a function in FROM, USING, …).
    [[nodiscard]] std::optional<QString> run();

private:
    using Columns = std::optional<QStringList>; ///< nothing: unknown
    struct Range {
        qsizetype from = 0;
        qsizetype to = 0; ///< tokens
    };
    using Types = QHash<QString, QString>; ///< by column; without those that are not known
    struct Query {
        QString text;
        Columns columns;
        Types types = {};
    };
    struct Source {
        QString alias;
        QString shown; ///< the server gives what WITH names another alias, old_1
        Columns columns;
        Types types;
    };
    struct Item {
        QString value;
        QString name;
    };
    /// Of one SELECT.
    struct Scope {
        QList<Source> sources;
        QList<Item> items;
        bool isPlain = false; ///< whether there is such a SELECT at all
    };

    /// What may follow the WHERE of a SELECT, and the SELECT.
    [[nodiscard]] static const QStringList &afterConditions();
    [[nodiscard]] QString word(qsizetype at) const; ///< in lower case, what is quoted as it is
    [[nodiscard]] bool isName(qsizetype at) const;
    bool take(QLatin1String text);
    QString takeName();
    QStringList takeNames(); ///< (a, b)
    Range untilWord(const QStringList &words);
    [[nodiscard]] QList<Range> list(Range range) const; ///< what commas part
    [[nodiscard]] QString text(Range range) const;
    [[nodiscard]] QString qualified(Range range) const;
    QString expression(Range range);

    Query query();
    QString withList();
    Query joinedQueries(int precedence, Scope &scope);
    Query oneQuery(Scope &scope);
    Query select(Scope &scope);
    QString ending(const Query &body, const Scope &scope);
    QString sortKey(Range key, const Query &body, const Scope &scope);
    QString groupKey(Range key, const Scope &scope);
    QList<Item> selected(Range item);
    QList<Item> allColumns(Range item);
    QString fromList();
    QString joined();
    QString source();
    QString subquery();
    QString aliasOr(const QString &otherwise);
    QString addSource(const QString &alias, const QString &name, const Columns &columns, const Types &types);
    [[nodiscard]] Columns columnsOf(const QStringList &path) const;
    [[nodiscard]] Types typesOf(const QStringList &path) const;
    [[nodiscard]] const QList<Column> *relationColumns(const QStringList &path) const;
    [[nodiscard]] Table knownColumns() const;
    [[nodiscard]] QString normal(const QString &expression) const;

    QString m_sql;
    const SchemaIndex *m_schema;
    QList<Token> m_tokens; ///< significant ones
    QHash<QString, Columns> m_named; ///< by WITH
    QHash<QString, Types> m_namedTypes; ///< likewise
    QList<Source> m_sources; ///< of the SELECT at hand
    bool m_namesMatter = true; ///< of a SELECT's columns: in what follows UNION they are the first one's
    qsizetype m_at = 0;
    bool m_failed = false;
};

} // namespace core
