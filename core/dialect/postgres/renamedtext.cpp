// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with tables, columns, types and enum values under their new names.
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/samemeaning.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A new spelling for names within a text, one after the other.
class PgRenamedText {
public:
    explicit PgRenamedText(const QString &sql)
        : m_sql(sql)
        , m_tokens(lex(sql, postgresLexRules()))
    {
    }

    /// `give`: the new text of a significant token, or nothing. It may look around.
    template <typename Give> QString run(Give give)
    {
        QString out;
        for (qsizetype i = 0; i < m_tokens.size(); ++i) {
            const std::optional<QString> other = m_tokens[i].isSignificant() ? give(i) : std::nullopt;
            out += other ? *other : m_tokens[i].in(m_sql).toString();
        }
        return out;
    }

    [[nodiscard]] QString text(qsizetype i) const { return m_tokens.value(i).in(m_sql).toString(); }
    [[nodiscard]] bool isName(qsizetype i) const
    {
        return m_tokens[i].kind == Token::Kind::Word || m_tokens[i].kind == Token::Kind::QuotedIdentifier;
    }
    [[nodiscard]] QString name(qsizetype i) const
    {
        return i < 0 ? QString() : postgresFoldedName(m_tokens[i].in(m_sql));
    }
    [[nodiscard]] const Token &token(qsizetype i) const { return m_tokens[i]; }
    /// The significant token before or after; −1 at the ends.
    [[nodiscard]] qsizetype next(qsizetype i, int step) const
    {
        for (i = i < 0 ? i : i + step; i >= 0 && i < m_tokens.size(); i += step) {
            if (m_tokens[i].isSignificant())
                return i;
        }
        return -1;
    }
    [[nodiscard]] bool is(qsizetype i, QStringView what) const { return i >= 0 && m_tokens[i].in(m_sql) == what; }

private:
    const QString m_sql;
    const QList<Token> m_tokens;
};

/// The type that a value is cast to (with its schema or without), under its new name, if it has one. `at` is any token
/// of it: the first one becomes the whole name.
std::optional<QString> pgRenamedCast(const PgRenamedText &text, qsizetype at, const Renames &renames)
{
    const qsizetype before = text.next(at, -1);
    const qsizetype earlier = text.next(before, -1);
    qsizetype first = -1;
    if (text.is(before, u"::"))
        first = at;
    else if (text.is(at, u".") && text.is(earlier, u"::"))
        first = before;
    else if (text.is(before, u".") && text.is(text.next(earlier, -1), u"::"))
        first = earlier;
    if (first < 0 || !text.isName(first))
        return std::nullopt;
    const qsizetype dot = text.next(first, 1);
    const bool ofSchema = text.is(dot, u".");
    const QualifiedName was = ofSchema
        ? QualifiedName{postgresModelSchema(text.name(first)), text.name(text.next(dot, 1))}
        : QualifiedName{{}, text.name(first)};
    const QualifiedName is = renames.objectAfter(ObjectRename::Kind::Type, was);
    if (is == was)
        return std::nullopt;
    if (at != first)
        return QString();
    const QString name = postgresIdentifier(is.name);
    return is.schema.isEmpty() ? name : QString(postgresIdentifier(is.schema) + u'.' + name);
}

/// 'sad'::mood where that value has another name now.
std::optional<QString> pgRenamedValue(const PgRenamedText &text, qsizetype at, const Renames &renames)
{
    const QString value = unquoted(text.text(at));
    qsizetype type = text.next(at, 1);
    if (!text.is(type, u"::"))
        return std::nullopt;
    type = text.next(type, 1);
    QualifiedName name{{}, text.name(type)};
    if (text.is(text.next(type, 1), u"."))
        name = {postgresModelSchema(name.name), text.name(text.next(text.next(type, 1), 1))};
    for (const ValueRename &v : renames.values) {
        if (v.from == value && v.type == name)
            return postgresString(v.to);
    }
    return std::nullopt;
}

} // namespace

QString PostgresSchemaRules::renamedExpression(const QString &sql, const Table &before, const Renames &renames) const
{
    PgRenamedText text(sql);
    return text.run([&](qsizetype i) -> std::optional<QString> {
        if (text.token(i).kind == Token::Kind::String)
            return pgRenamedValue(text, i, renames);
        if (const auto cast = pgRenamedCast(text, i, renames))
            return cast;
        if (!text.isName(i) || text.is(text.next(i, 1), u"("))
            return std::nullopt;
        const qsizetype previous = text.next(i, -1);
        if (text.is(previous, u"::"))
            return std::nullopt;
        const QString name = text.name(i);
        if (text.is(text.next(i, 1), u"."))
            return name == before.name.name && renames.tableAfter(before.name).name != name
                ? std::optional(postgresIdentifier(renames.tableAfter(before.name).name))
                : std::nullopt;
        const QString after = renames.columnAfter(before.name, name);
        const bool own = !text.is(previous, u".") || text.name(text.next(previous, -1)) == before.name.name;
        return own && after != name && before.column(name) ? std::optional(postgresIdentifier(after)) : std::nullopt;
    });
}

QString PostgresSchemaRules::renamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                                          const QualifiedName &triggerTable) const
{
    PgRenamedText text(sql);
    return text.run([&](qsizetype i) -> std::optional<QString> {
        if (text.token(i).kind == Token::Kind::String)
            return pgRenamedValue(text, i, renames);
        if (const auto cast = pgRenamedCast(text, i, renames))
            return cast;
        if (!text.isName(i))
            return std::nullopt;
        const QString name = text.name(i);
        const qsizetype previous = text.next(i, -1);
        const bool ofSomething = text.is(previous, u".");
        const QString qualifier = ofSomething ? text.name(text.next(previous, -1)) : QString();
        if (!triggerTable.isEmpty() && (qualifier == "new"_L1 || qualifier == "old"_L1)) {
            const QString after = renames.columnAfter(triggerTable, name);
            return after == name ? std::nullopt : std::optional(postgresIdentifier(after));
        }
        if (text.is(previous, u"::"))
            return std::nullopt;
        const QualifiedName was{ofSomething ? postgresModelSchema(qualifier) : QString(), name};
        const QualifiedName is = renames.tableAfter(was);
        return is.name != was.name && before.table(was) ? std::optional(postgresIdentifier(is.name)) : std::nullopt;
    });
}

QString PostgresSchemaRules::renamedType(const QString &declaredType, const Renames &renames) const
{
    if (renames.objects.isEmpty())
        return declaredType;
    const QString normal = postgresNormalType(declaredType);
    const QString bare = normal.endsWith("[]"_L1) ? normal.chopped(2) : normal;
    const qsizetype dot = bare.indexOf(u'.');
    const QualifiedName was = dot < 0 ? QualifiedName{{}, bare} : QualifiedName{bare.left(dot), bare.mid(dot + 1)};
    const QualifiedName is = renames.objectAfter(ObjectRename::Kind::Type, was);
    if (is == was)
        return declaredType;
    const QString name = postgresPlainName(is.name);
    return (is.schema.isEmpty() ? name : QString(postgresPlainName(is.schema) + u'.' + name))
        + (normal.endsWith("[]"_L1) ? u"[]"_s : QString());
}

} // namespace core
