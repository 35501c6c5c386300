// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/copiedrows.h"

#include "core/migrate/statementkind.h"
#include "core/sql/namesinsql.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool hasSelect(const QString &sql, const LexRules &rules)
{
    const QList<Token> tokens = lex(sql, rules);
    return std::any_of(tokens.cbegin(), tokens.cend(), [&sql](const Token &token) {
        return token.kind == Token::Kind::Word && token.in(sql).compare("SELECT"_L1, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

QHash<QString, qint64> copiedRows(const ScriptOutcome &outcome, const Script &script, const Dialect &dialect)
{
    using Verb = StatementKind::Verb;
    const LexRules rules = dialect.lexRules();
    QSet<QString> made;
    QSet<QString> gone; ///< names that are free again
    QHash<QString, QString> lastNames; ///< of those made that took such a name
    QHash<int, QString> copies; ///< statements that fill what was made from what is there
    for (int i = 0; i < script.statements.size(); ++i) {
        const QString &sql = script.statements.at(i).sql;
        const StatementKind kind = statementKind(sql, rules);
        const QString name = foldedName(kind.name, nameCaseOf(rules));
        const QString newName = foldedName(kind.newName, nameCaseOf(rules));
        if (kind.verb == Verb::CreateTable) {
            made.insert(name);
            if (gone.contains(name))
                lastNames.insert(name, name);
        } else if (kind.verb == Verb::DropTable || (kind.verb == Verb::RenameTable && !made.contains(name))) {
            gone.insert(name);
        } else if (kind.verb == Verb::RenameTable && gone.contains(newName)) {
            lastNames.insert(name, newName);
        } else if (kind.verb == Verb::Insert && made.contains(name) && hasSelect(sql, rules)) {
            copies.insert(i, name);
        }
    }
    QHash<QString, qint64> rows;
    for (const StatementOutcome &one : outcome.statements) {
        const QString table = copies.value(one.index);
        for (const TableEffect &effect : table.isEmpty() ? QList<TableEffect>() : one.effects) {
            if (lastNames.contains(table) && foldedName(effect.table, nameCaseOf(rules)) == table)
                rows[lastNames.value(table)] += effect.inserted;
        }
    }
    return rows;
}

} // namespace core
