// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/statementkind.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Verb = StatementKind::Verb;

/// Walks over the significant tokens of a statement.
class Words {
public:
    Words(QStringView sql, const LexRules &rules)
        : m_sql(sql)
    {
        const QList<Token> all = lex(sql, rules);
        for (const Token &t : all) {
            if (t.isSignificant())
                m_tokens += t;
        }
    }

    [[nodiscard]] bool take(QLatin1String keyword)
    {
        if (m_at >= m_tokens.size() || !isWord(m_tokens.at(m_at), m_sql, keyword))
            return false;
        ++m_at;
        return true;
    }
    [[nodiscard]] bool takeAll(std::initializer_list<QLatin1String> keywords)
    {
        const qsizetype before = m_at;
        for (const QLatin1String keyword : keywords) {
            if (!take(keyword)) {
                m_at = before;
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool takePunctuation(QLatin1String text)
    {
        if (m_at >= m_tokens.size() || m_tokens.at(m_at).in(m_sql) != text)
            return false;
        ++m_at;
        return true;
    }
    /// The next token as a word in lower case, whatever it is; empty at the end.
    [[nodiscard]] QString next()
    {
        return m_at < m_tokens.size() ? unquoted(m_tokens.at(m_at++).in(m_sql)).toLower() : QString();
    }
    /// A name, the schema before it dropped.
    [[nodiscard]] QString name()
    {
        QString last = rawName();
        while (takePunctuation("."_L1))
            last = rawName();
        return last;
    }
    /// Goes to just after the first such keyword from here on.
    [[nodiscard]] bool skipPast(QLatin1String keyword)
    {
        for (qsizetype i = m_at; i < m_tokens.size(); ++i) {
            if (isWord(m_tokens.at(i), m_sql, keyword)) {
                m_at = i + 1;
                return true;
            }
        }
        return false;
    }

    /// Goes over the tables that WITH names, to what is done with them.
    void skipWith()
    {
        int depth = 0;
        for (; m_at < m_tokens.size(); ++m_at) {
            const QStringView text = m_tokens.at(m_at).in(m_sql);
            depth += text == "("_L1 ? 1 : text == ")"_L1 ? -1 : 0;
            for (const QLatin1String verb : {"SELECT"_L1, "INSERT"_L1, "REPLACE"_L1, "UPDATE"_L1, "DELETE"_L1, "VALUES"_L1}) {
                if (depth == 0 && isWord(m_tokens.at(m_at), m_sql, verb))
                    return;
            }
        }
    }

private:
    QString rawName()
    {
        return m_at < m_tokens.size() ? unquoted(m_tokens.at(m_at++).in(m_sql)) : QString();
    }

    QStringView m_sql;
    QList<Token> m_tokens;
    qsizetype m_at = 0;
};

StatementKind pragma(Words &words)
{
    StatementKind kind;
    kind.name = words.name().toLower();
    static const QSet<QString> settings{u"journal_mode"_s, u"synchronous"_s, u"auto_vacuum"_s, u"page_size"_s,
                                        u"temp_store"_s};
    const bool sets = words.takePunctuation("="_L1) || words.takePunctuation("("_L1);
    if (sets && settings.contains(kind.name)) // else it only asks, and may do so anywhere
        kind.verb = Verb::Setting;
    if (kind.name != u"foreign_keys"_s)
        return kind;
    kind.verb = Verb::ForeignKeysPragma;
    if (sets) {
        static const QSet<QString> on{u"on"_s, u"true"_s, u"yes"_s, u"1"_s};
        kind.switchesOn = on.contains(words.next());
    }
    return kind;
}

StatementKind create(Words &words)
{
    StatementKind kind;
    for (const QLatin1String word : {"OR"_L1, "REPLACE"_L1, "TEMP"_L1, "TEMPORARY"_L1, "UNIQUE"_L1, "VIRTUAL"_L1})
        (void)words.take(word);
    kind.object = words.next();
    kind.verb = kind.object == u"table"_s ? Verb::CreateTable : Verb::CreateOther;
    (void)words.take("CONCURRENTLY"_L1);
    (void)words.takeAll({"IF"_L1, "NOT"_L1, "EXISTS"_L1});
    kind.name = words.name();
    return kind;
}

StatementKind drop(Words &words)
{
    StatementKind kind;
    kind.object = words.next();
    kind.verb = kind.object == u"table"_s ? Verb::DropTable : Verb::DropOther;
    (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
    kind.name = words.name();
    return kind;
}

StatementKind alter(Words &words)
{
    StatementKind kind;
    if (!words.take("TABLE"_L1))
        return kind;
    (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
    kind.verb = Verb::AlterTable;
    kind.name = words.name();
    if (words.takeAll({"RENAME"_L1, "TO"_L1})) {
        kind.verb = Verb::RenameTable;
        kind.newName = words.name();
    } else if (words.take("RENAME"_L1)) {
        (void)words.take("COLUMN"_L1);
        kind.column = words.name();
        if (words.take("TO"_L1))
            kind.newColumn = words.name();
    } else if (words.take("DROP"_L1) && !words.take("CONSTRAINT"_L1)) {
        (void)words.take("COLUMN"_L1);
        (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
        kind.column = words.name();
    }
    return kind;
}

StatementKind rowStatement(Words &words, Verb verb)
{
    StatementKind kind;
    kind.verb = verb;
    if (verb == Verb::Update && words.take("OR"_L1))
        (void)words.next();
    if (verb == Verb::Update || words.skipPast(verb == Verb::Insert ? "INTO"_L1 : "FROM"_L1))
        kind.name = words.name();
    return kind;
}

} // namespace

StatementKind statementKind(QStringView sql, const LexRules &rules)
{
    Words words(sql, rules);
    StatementKind kind;
    if (words.take("WITH"_L1))
        words.skipWith();
    if (words.take("BEGIN"_L1) || words.takeAll({"START"_L1, "TRANSACTION"_L1}))
        kind.verb = Verb::Begin;
    else if (words.take("COMMIT"_L1) || words.take("END"_L1))
        kind.verb = Verb::Commit;
    else if (words.take("ROLLBACK"_L1))
        kind.verb = words.skipPast("TO"_L1) ? Verb::Other : Verb::Rollback;
    else if (words.take("VACUUM"_L1))
        kind.verb = Verb::Unwrappable;
    else if (words.take("PRAGMA"_L1))
        kind = pragma(words);
    else if (words.take("CREATE"_L1))
        kind = create(words);
    else if (words.take("DROP"_L1))
        kind = drop(words);
    else if (words.take("ALTER"_L1))
        kind = alter(words);
    else if (words.take("INSERT"_L1) || words.take("REPLACE"_L1))
        kind = rowStatement(words, Verb::Insert);
    else if (words.take("UPDATE"_L1))
        kind = rowStatement(words, Verb::Update);
    else if (words.take("DELETE"_L1))
        kind = rowStatement(words, Verb::Delete);
    return kind;
}

QString purposeOf(const StatementKind &kind)
{
    switch (kind.verb) {
    case Verb::Begin:
        return u"Start a transaction"_s;
    case Verb::Commit:
        return u"Keep what the transaction did"_s;
    case Verb::Rollback:
        return u"Take back what the transaction did"_s;
    case Verb::ForeignKeysPragma:
        if (!kind.switchesOn)
            return u"Ask whether foreign keys are enforced"_s;
        return *kind.switchesOn ? u"Switch foreign keys on"_s : u"Switch foreign keys off"_s;
    case Verb::CreateTable:
        return u"Create the table %1"_s.arg(kind.name);
    case Verb::CreateOther:
        return u"Create the %1 %2"_s.arg(kind.object, kind.name);
    case Verb::DropTable:
        return u"Drop the table %1 with its rows, indexes and triggers"_s.arg(kind.name);
    case Verb::DropOther:
        return u"Drop the %1 %2"_s.arg(kind.object, kind.name);
    case Verb::RenameTable:
        return u"Rename the table %1 to %2"_s.arg(kind.name, kind.newName);
    case Verb::AlterTable:
        return u"Alter the table %1"_s.arg(kind.name);
    case Verb::Insert:
        return u"Put rows into %1"_s.arg(kind.name);
    case Verb::Update:
        return u"Change rows of %1"_s.arg(kind.name);
    case Verb::Delete:
        return u"Delete rows of %1"_s.arg(kind.name);
    case Verb::Setting:
        return u"Set %1"_s.arg(kind.name);
    case Verb::Unwrappable:
    case Verb::Other:
        break;
    }
    return {};
}

} // namespace core
