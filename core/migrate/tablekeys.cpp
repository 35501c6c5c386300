// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/tablekeys.h"

#include "core/dialect/dialect.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/statementwords.h"
#include "core/sql/namesinsql.h"
#include "core/schema/schemarules.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// 'app, public' within set_config(): names as in SQL.
QStringList pathInString(QStringView literal, const LexRules &rules)
{
    QStringList names;
    const QString inner = literal.size() > 1 ? literal.sliced(1, literal.size() - 2).toString() : QString();
    for (StatementWords words(inner, rules); !words.atEnd();) {
        if (words.isName())
            names.append(words.name());
        else
            words.skip();
    }
    return names;
}

} // namespace

WrittenNames::WrittenNames(const Schema &before, const Dialect &dialect)
    : m_rules(dialect.lexRules())
    , m_case(nameCaseOf(m_rules))
    , m_defaultSchema(dialect.schemaRules() ? foldedName(dialect.schemaRules()->defaultSchema(), m_case) : QString())
{
    for (const DependentObject &d : before.dependents.value) {
        if (d.kind == DependentObject::Kind::SearchPath)
            m_sessionPath = m_path = m_pathAfter = d.make;
    }
    for (const Table &table : before.tables) {
        m_known.insert(tableKey(table.name, m_case));
        if (!table.name.schema.isEmpty())
            m_elsewhere.insert(foldedName(table.name.name, m_case), table.name.schema);
    }
}

QualifiedName WrittenNames::standing(const QualifiedName &written) const
{
    if (written.schema.isEmpty() && !m_path.isEmpty())
        return {m_path.first(), written.name};
    return foldedName(written.schema, m_case) == m_defaultSchema ? QualifiedName{{}, written.name} : written;
}

QualifiedName WrittenNames::meant(const QualifiedName &written) const
{
    const QualifiedName table = standing(written);
    const QString name = foldedName(table.name, m_case);
    if (written.schema.isEmpty() && !m_path.isEmpty()) {
        for (const QString &schema : m_path) {
            if (m_known.contains(tableKey({schema, table.name}, m_case)))
                return {schema, table.name};
        }
        return table;
    }
    if (!written.schema.isEmpty() || m_known.contains(tableKey(table, m_case)) || m_elsewhere.count(name) != 1)
        return table;
    return {m_elsewhere.value(name), table.name};
}

QualifiedName WrittenNames::made(const QualifiedName &written)
{
    const QualifiedName table = standing(written);
    m_known.insert(tableKey(table, m_case));
    return table;
}

QStringList WrittenNames::pathIn(const QStringList &names) const
{
    QStringList path;
    for (const QString &name : names) {
        if (name == "$user"_L1)
            continue; // whoever that is: few have a schema of their own
        path.append(foldedName(name, m_case) == m_defaultSchema ? QString() : name);
    }
    return path;
}

void WrittenNames::setPath(const QStringList &names, bool forTransaction)
{
    m_path = pathIn(names);
    if (!forTransaction)
        m_pathAfter = m_path;
}

void WrittenNames::take(const StatementKind &kind, const QString &sql)
{
    using Verb = StatementKind::Verb;
    if (kind.verb == Verb::DropTable && !m_path.isEmpty()) {
        const QList<QualifiedName> all = kind.allWritten();
        for (const QualifiedName &dropped : all)
            m_known.remove(tableKey(meant(dropped), m_case));
    }
    if (kind.verb == Verb::Commit || kind.verb == Verb::Rollback) {
        m_path = m_pathAfter;
        return;
    }
    StatementWords words(sql, m_rules);
    if (words.takeAll({"RESET"_L1, "SEARCH_PATH"_L1}) || words.takeAll({"RESET"_L1, "ALL"_L1})) {
        m_path = m_pathAfter = m_sessionPath;
        return;
    }
    if (words.take("SELECT"_L1)) {
        const QList<Token> tokens = lex(sql, m_rules);
        QStringList strings;
        bool sets = false;
        bool local = false;
        for (const Token &t : tokens) {
            sets = sets || isWord(t, sql, "SET_CONFIG"_L1);
            if (sets && t.kind == Token::Kind::String)
                strings.append(t.in(sql).toString());
            local = local || (sets && (isWord(t, sql, "TRUE"_L1) || t.in(sql) == u"'t'"));
        }
        if (strings.size() > 1 && strings.first().compare("'search_path'"_L1, Qt::CaseInsensitive) == 0)
            setPath(pathInString(strings.at(1), m_rules), local);
        return;
    }
    if (!words.take("SET"_L1))
        return;
    const bool local = words.take("LOCAL"_L1);
    if (!local)
        static_cast<void>(words.take("SESSION"_L1));
    if (words.take("SCHEMA"_L1)) { // SET SCHEMA 'app'
        if (!words.atEnd())
            setPath({words.name()}, local);
        return;
    }
    if (!words.take("SEARCH_PATH"_L1) || !(words.take("TO"_L1) || words.takePunctuation("="_L1)))
        return;
    if (words.take("DEFAULT"_L1)) {
        m_path = m_sessionPath;
        m_pathAfter = local ? m_pathAfter : m_path;
        return;
    }
    QStringList names;
    do
        names.append(words.name());
    while (words.takePunctuation(","_L1));
    setPath(names, local);
}

} // namespace core
