// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of HazardRules that look at the schemas as wholes.
#include "core/migrate/hazardrules.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// As somebody sees it who cares neither for case nor for how an accent is stored.
QString asSeen(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C).toCaseFolded();
}

} // namespace

/// Names that only SQLite tells apart: it folds the case of ASCII alone, and knows nothing of composed letters.
void HazardRules::lookalikes()
{
    const auto compare = [this](const QStringList &names, const QStringList &before, const QString &what) {
        QHash<QString, QString> seen;
        for (const QString &name : names) {
            const QString other = seen.value(asSeen(name));
            if (seen.contains(asSeen(name)) && !(before.contains(name) && before.contains(other)))
                add("H49", Severity::Stop,
                    u"%1 %2 and %3 look alike, but are two to the database: other systems and people take one for the other."_s
                        .arg(what, other, name),
                    u"Give one of them another name."_s);
            seen.insert(asSeen(name), name);
        }
    };
    const auto tableNames = [](const Schema &schema) {
        QStringList names;
        for (const Table &t : schema.tables)
            names.append(t.name.display());
        for (const View &v : schema.views)
            names.append(v.name.display());
        return names;
    };
    const auto columnNames = [](const Table *table) {
        QStringList names;
        for (const Column &c : table ? table->columns : QList<Column>())
            names.append(c.name);
        return names;
    };
    compare(tableNames(m_diff.target), tableNames(m_diff.before), u"The tables"_s);
    for (const Table &t : m_diff.target.tables) {
        if (t.kind == Table::Kind::Ordinary && !t.internal)
            compare(columnNames(&t), columnNames(now(t.name)), u"In %1 the columns"_s.arg(t.name.display()));
    }
}

/// What it speaks of goes, but the trigger stays: the next one who writes to its table would find out.
void HazardRules::triggersThatBreak()
{
    QHash<QString, QStringList> before;
    const auto each = [](const Schema &schema, auto visit) {
        for (const Table &t : schema.tables) {
            for (const Trigger &g : t.triggers)
                visit(g);
        }
        for (const Trigger &g : schema.viewTriggers)
            visit(g);
    };
    each(m_diff.before, [&](const Trigger &g) {
        const QStringList names = m_rules.unknownNames(g, m_before);
        before.insert(foldedName(g.name, nameCaseOf(m_diff.target)), names);
        if (!names.isEmpty())
            add("H41", Severity::Warn,
                u"The trigger %1 of %2 speaks of %3, which is not there, before this change as after it."_s.arg(
                    g.name, g.table.display(), names.join(u", "_s)));
    });
    each(m_diff.target, [&](const Trigger &g) {
        QStringList names = m_rules.unknownNames(g, m_target);
        for (const QString &known : before.value(foldedName(g.name, nameCaseOf(m_diff.target))))
            names.removeAll(known);
        if (!names.isEmpty())
            add("H40", Severity::Stop,
                u"The trigger %1 of %2 speaks of %3, which is not there afterwards: changes of %2 would fail."_s.arg(
                    g.name, g.table.display(), names.join(u", "_s)),
                u"Change or drop the trigger too."_s);
    });
}

/// Keys that stay while the table or the columns that they lead to go.
void HazardRules::keysThatLeadNowhere()
{
    for (const Table &t : m_diff.target.tables) {
        for (const ForeignKey &k : t.foreignKeys) {
            const bool goes = std::any_of(m_diff.changes.cbegin(), m_diff.changes.cend(), [&](const Change &c) {
                const auto *drop = std::get_if<change::DropTable>(&c);
                return drop
                    && folded(drop->table.name, nameCaseOf(m_diff.target))
                    == folded(k.target, nameCaseOf(m_diff.target));
            });
            if (goes && !m_target.table(k.target))
                add("H24", Severity::Stop,
                    u"The foreign key (%1) of %2 leads to %3, which goes: changes of %2 would fail."_s.arg(
                        k.columns.join(u", "_s), t.name.display(), k.target.display()),
                    u"Drop the key too, or keep %1."_s.arg(k.target.display()));
        }
    }
}

/// Who reads a view knows it by the names of its results.
void HazardRules::resultsOfViews()
{
    for (const View &view : m_diff.target.views) {
        const View *before = m_before.view(view.name);
        if (!before || !before->brokenBecause.isEmpty() || !view.brokenBecause.isEmpty())
            continue;
        QStringList now; // not every source of a schema knows them
        for (const Column &c : view.columns)
            now.append(foldedName(c.name, nameCaseOf(m_diff.target)));
        if (!now.isEmpty() && now.size() != before->columns.size())
            continue;
        QStringList gone;
        for (const Column &c : before->columns) {
            // An expression is called by its own text: nobody reads it by that.
            const QList<Token> tokens = lex(c.name, m_dialect.lexRules());
            const bool isExpression = std::any_of(tokens.cbegin(), tokens.cend(), [](const Token &t) {
                return t.isSignificant() && t.kind != Token::Kind::Word && t.kind != Token::Kind::QuotedIdentifier;
            });
            const bool stays = now.isEmpty() || now.contains(foldedName(c.name, nameCaseOf(m_diff.target)));
            if (!isExpression && (!stays || showsRenamed(view, c.name)))
                gone.append(c.name);
        }
        if (!gone.isEmpty())
            add("H44", Severity::Warn,
                u"The view %1 gives %2 under another name: what reads it by the old one will fail."_s.arg(
                    view.name.display(), gone.join(u", "_s)),
                u"Name the results of the view, as in SELECT column AS name."_s);
    }
}

/// Whether it shows whatever columns a table has (SELECT *), and one of that name is renamed there.
bool HazardRules::showsRenamed(const View &view, const QString &result) const
{
    const QStringList words = normalizedTokens(view.definition, m_dialect.lexRules());
    bool star = false;
    int depth = 0; // queries within give their results to this one alone
    for (qsizetype i = 1; i < words.size(); ++i) {
        static const QStringList before{u"SELECT"_s, u"DISTINCT"_s, u"ALL"_s, u","_s, u"."_s};
        depth += words.at(i) == u"(" ? 1 : words.at(i) == u")" ? -1 : 0;
        star = star || (depth == 0 && words.at(i) == u"*" && before.contains(words.at(i - 1)));
    }
    return star && view.columnNames.isEmpty()
        && std::any_of(m_diff.renames.columns.cbegin(), m_diff.renames.columns.cend(), [&](const ColumnRename &c) {
               const QString table = m_diff.renames.tableAfter(c.table).name;
               const Table *after = m_target.table({{}, table});
               return namesEqual(c.from, result, nameCaseOf(m_diff.target))
                   && words.contains(normalizedName(table, m_dialect.lexRules())) && after && !after->column(c.from);
           });
}

void HazardRules::typesThatStrictRefuses()
{
    for (const Table &t : m_diff.target.tables) {
        const Table *before = now(t.name);
        for (const Column &c : t.strict ? t.columns : QList<Column>()) {
            const Column *same = before ? before->column(columnNow(t.name, c.name)) : nullptr;
            const bool isNew = !same || !before->strict || same->declaredType != c.declaredType;
            if (isNew && !m_rules.isStrictType(c.declaredType))
                add("H28", Severity::Stop,
                    u"%1 of %2 is of the type “%3”, which a STRICT table does not know."_s.arg(c.name, t.name.display(),
                                                                                               c.declaredType),
                    u"Use INTEGER, REAL, TEXT, BLOB or ANY."_s);
        }
    }
}

/// A new column has the same default in all rows: together with what is there it must tell them apart.
void HazardRules::keysOfNewColumns(const QualifiedName &table, const QList<IndexedColumn> &key, const char *code,
                                   const QString &what)
{
    const Table *t = now(table);
    const Table *to = m_target.table(table);
    if (!t || keyNow(table, key))
        return;
    QList<IndexedColumn> old;
    for (const IndexedColumn &c : key) {
        const Column *column = to && !c.isExpression() ? to->column(c.column) : nullptr;
        if (!column)
            return;
        if (!columnNow(table, c.column).isEmpty()) {
            old.append(c);
            continue;
        }
        // NULLs are no duplicates; a fill or an expression may give each row another value.
        if (!column->defaultExpression || column->isGenerated() || isFilled(table, c.column)
            || !m_rules.isConstant(*column->defaultExpression) || to->rowIdAlias() == column->name)
            return;
    }
    const QString message =
        u"%1 on %2: rows get the same default, where they must differ."_s.arg(what, table.display());
    const QString remedy = u"Give an expression that fills it with another value for each row."_s;
    if (old.isEmpty())
        addAsked(code, Severity::Stop, m_probes.severalRows(*t), message, remedy, true);
    else if (const auto columns = keyNow(table, old))
        addAsked(code, Severity::Stop, m_probes.duplicates(*t, *columns, {}), message, remedy, true);
}

} // namespace core
