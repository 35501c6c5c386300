// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/creationorder.h"

#include "core/base/overloaded.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QHash>

#include <algorithm>
#include <functional>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

enum class MadeKind { Type, Function, Table, View };

struct MadeNode {
    PostgresMade what;
    MadeKind kind = MadeKind::Type;
    QString name; ///< without its schema
    QSet<QString> mentions;
    QSet<QString> calls; ///< only functions are looked for here
    QSet<int> kinds; ///< which of them can come before it

    [[nodiscard]] bool needs(const MadeNode &other) const
    {
        return kinds.contains(static_cast<int>(other.kind))
            && (mentions.contains(other.name) || (other.kind == MadeKind::Function && calls.contains(other.name)));
    }
};

QSet<int> kindsOf(std::initializer_list<MadeKind> kinds)
{
    QSet<int> out;
    for (const MadeKind k : kinds)
        out.insert(static_cast<int>(k));
    return out;
}

/// Everything in a table that may call a function.
QString expressionsOf(const Table &t)
{
    QStringList texts{t.facts.partitionKey};
    for (const Column &c : t.columns)
        texts += {c.defaultExpression.value_or(QString()), c.generatedExpression};
    for (const CheckConstraint &c : t.checks)
        texts.append(c.expression);
    for (const ExclusionConstraint &e : t.exclusions)
        texts.append(e.definition);
    return texts.join(u' ');
}

MadeNode nodeOf(const Domain &d)
{
    QString text = d.baseType + u' ' + d.defaultExpression.value_or(QString());
    for (const Domain::Check &c : d.checks)
        text += u' ' + c.expression;
    return {&d, MadeKind::Type, d.name.name, postgresMentions(text), {}, kindsOf({MadeKind::Type, MadeKind::Function})};
}

MadeNode nodeOf(const UserType &t)
{
    QString text = t.options.join(u' ');
    for (const UserType::Attribute &a : t.attributes)
        text += u' ' + a.type;
    return {&t, MadeKind::Type, t.name.name, postgresMentions(text), {}, kindsOf({MadeKind::Type, MadeKind::Function})};
}

MadeNode nodeOf(const Function &f)
{
    const bool whole = f.kind == Function::Kind::Aggregate || f.definition.contains(u"BEGIN ATOMIC"_s);
    const QString text = f.arguments + u' ' + f.result + (whole ? QString(u' ' + f.definition) : QString());
    QSet<QString> mentions = postgresMentions(text);
    mentions.remove(f.name.name);
    return {&f,          MadeKind::Function,
            f.name.name, mentions,
            {},          kindsOf({MadeKind::Type, MadeKind::Function, MadeKind::Table, MadeKind::View})};
}

MadeNode nodeOf(const Table &t)
{
    QString types;
    for (const Column &c : t.columns)
        types += u' ' + c.declaredType;
    QSet<QString> mentions = postgresMentions(types);
    for (const QualifiedName &parent : t.facts.inherits)
        mentions.insert(parent.name);
    const QSet<QString> calls = postgresMentions(expressionsOf(t));
    // A column may have another table's row for its type.
    return {&t,       MadeKind::Table, t.name.name,
            mentions, calls,           kindsOf({MadeKind::Type, MadeKind::Function, MadeKind::Table})};
}

MadeNode nodeOf(const View &v)
{
    return {&v,          MadeKind::View,
            v.name.name, postgresMentions(v.definition),
            {},          kindsOf({MadeKind::Type, MadeKind::Function, MadeKind::Table, MadeKind::View})};
}

QList<MadeNode> nodesOf(const Schema &schema)
{
    QList<MadeNode> nodes;
    for (const EnumType &e : schema.enums) {
        if (!e.internal)
            nodes.append({&e, MadeKind::Type, e.name.name, {}, {}, {}});
    }
    const auto add = [&](const auto &list) {
        for (const auto &o : list) {
            if (!o.internal)
                nodes.append(nodeOf(o));
        }
    };
    add(schema.domains);
    for (const UserType &t : schema.types) {
        if (!t.internal && t.kind != UserType::Kind::Base)
            nodes.append(nodeOf(t));
    }
    for (const Function &f : schema.functions) {
        if (!f.internal && !f.definition.isEmpty())
            nodes.append(nodeOf(f));
    }
    add(schema.tables);
    add(schema.views);
    return nodes;
}

} // namespace

QSet<QString> postgresMentions(const QString &sql)
{
    QSet<QString> names;
    const QList<Token> tokens = lex(sql, postgresLexRules());
    for (const Token &t : tokens) {
        const QStringView text = t.in(sql);
        if (t.kind == Token::Kind::Word)
            names.insert(text.toString().toLower());
        else if (t.kind == Token::Kind::QuotedIdentifier)
            names.insert(unquoted(text));
        else if (t.kind == Token::Kind::String) // 'app.numbers'::regclass
            names.unite(QSet<QString>{unquoted(text).section(u'.', -1)});
    }
    return names;
}

QList<PostgresMade> postgresCreationOrder(const Schema &schema)
{
    const QList<MadeNode> nodes = nodesOf(schema);
    QMultiHash<QString, qsizetype> byName;
    for (qsizetype i = 0; i < nodes.size(); ++i)
        byName.insert(nodes[i].name, i);
    QList<PostgresMade> out;
    QList<bool> seen(nodes.size(), false);
    const std::function<void(qsizetype)> visit = [&](qsizetype i) {
        if (seen[i])
            return;
        seen[i] = true;
        QStringList names = (nodes[i].mentions + nodes[i].calls).values();
        names.sort();
        for (const QString &name : std::as_const(names)) {
            QList<qsizetype> others = byName.values(name);
            std::sort(others.begin(), others.end());
            for (const qsizetype other : std::as_const(others)) {
                if (other != i && nodes[i].needs(nodes[other]))
                    visit(other);
            }
        }
        out.append(nodes[i].what);
    };
    for (qsizetype i = 0; i < nodes.size(); ++i)
        visit(i);
    return out;
}

QList<const Table *> postgresPartitionsFirst(const Schema &schema)
{
    QHash<QualifiedName, const Table *> byName;
    for (const Table &t : schema.tables)
        byName.insert(t.name, &t);
    const auto depthOf = [&](const Table *t) {
        int depth = 0;
        while (t && t->facts.isPartition() && depth < 100) {
            t = byName.value(t->facts.partitionOf);
            ++depth;
        }
        return depth;
    };
    QList<const Table *> tables;
    for (const Table &t : schema.tables) {
        if (!t.internal)
            tables.append(&t);
    }
    std::stable_sort(tables.begin(), tables.end(),
                     [&](const Table *a, const Table *b) { return depthOf(a) > depthOf(b); });
    return tables;
}

} // namespace core
