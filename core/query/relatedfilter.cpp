// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/relatedfilter.h"

#include "core/query/filtertext.h"

#include <algorithm>
#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Quantifier = RelatedCondition::Quantifier;

struct Word {
    QStringView text;
    Quantifier quantifier;
};
constexpr std::array quantifiers{
    Word{u"any", Quantifier::Any},     Word{u"some", Quantifier::Any},     Word{u"none", Quantifier::None},
    Word{u"no", Quantifier::None},     Word{u"every", Quantifier::Every}, Word{u"all", Quantifier::Every},
};

QStringList namesOf(const QList<Column> &columns)
{
    QStringList names;
    for (const Column &c : columns)
        names.append(c.name);
    return names;
}

bool isPlainName(const QString &name)
{
    bool plain = !name.isEmpty() && !name.front().isDigit();
    for (const QChar c : name)
        plain = plain && (c.isLetterOrNumber() || c == u'_');
    return plain;
}

QString quotedName(const QString &name)
{
    return isPlainName(name) ? name : u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

/// A relation's name at the start of the text, and the sign after it.
struct Step {
    const Relation *relation = nullptr;
    QChar sign;              ///< '.', ':' or null for anything else
    QStringView rest;        ///< after the sign, or after the name
};

Step stepAt(QStringView text, const QList<Relation> &relations)
{
    Step best;
    qsizetype longest = 0;
    for (const Relation &relation : relations) {
        const QString quoted = u'"' + QString(relation.name).replace(u'"', u"\"\""_s) + u'"';
        for (const QString &spelling : {relation.name, quoted}) {
            if (spelling.size() <= longest || !text.startsWith(spelling, Qt::CaseInsensitive))
                continue;
            const QStringView after = text.sliced(spelling.size());
            const QStringView rest = after.trimmed();
            const bool point = after.startsWith(u'.');
            const bool colon = rest.startsWith(u':');
            const bool ends = after.isEmpty() || !(after.front().isLetterOrNumber() || after.front() == u'_');
            if (!ends)
                continue;
            longest = spelling.size();
            best.relation = &relation;
            best.sign = point ? u'.' : colon ? u':' : QChar();
            best.rest = point ? after.sliced(1).trimmed() : colon ? rest.sliced(1).trimmed() : rest;
        }
    }
    return best;
}

class Parser {
public:
    Parser(const QString &text, const QualifiedName &table, const FilterWorld &world)
        : m_text(QStringView(text).trimmed())
        , m_table(table)
        , m_world(world)
    {
    }

    Result<AnyCondition> parse()
    {
        if (!find(m_table))
            return Error::invalid(u"There is no table or view %1."_s.arg(m_table.display()));
        // A column first: "author = 7" means the column where there is one.
        auto plain = condition(m_text, m_table);
        if (plain)
            return AnyCondition(std::move(*plain));
        const Step first = stepAt(m_text, m_world.relations.of(m_table));
        if (!first.relation)
            return unknown(plain.error());
        auto read = walk({}, m_table, m_text, Quantifier::Any, false);
        if (!read)
            return read.error();
        return AnyCondition(std::move(*read));
    }

    /// Along one more relation, or to the end of it. `decided`: the quantifier stands already, so no other may come.
    Result<RelatedCondition> walk(RelatedCondition related, const QualifiedName &at, QStringView rest, Quantifier quantifier,
                                  bool decided)
    {
        related.quantifier = quantifier;
        if (!related.path.isEmpty()) {
            if (decided && rest.isEmpty())
                return existence(std::move(related), at);
            // The column of that name wins over a relation from there.
            if (auto read = condition(rest, at)) {
                related.condition = std::move(*read);
                return related;
            }
        }
        const Step step = stepAt(rest, m_world.relations.of(at));
        if (!step.relation)
            return decided && startsWithOperator(rest) ? byLabel(std::move(related), at, rest) : failed(at, rest);
        related.path.append(*step.relation);
        const QualifiedName next = step.relation->to;
        if (step.sign == u':')
            return decided ? twice(step) : quantified(std::move(related), next, step.rest);
        if (step.sign.isNull())
            return byLabel(std::move(related), next, step.rest);
        return walk(std::move(related), next, step.rest, quantifier, decided);
    }

private:
    [[nodiscard]] const QList<Column> *find(const QualifiedName &name) const
    {
        if (const Table *table = m_world.schema.table(name))
            return &table->columns;
        const View *view = m_world.schema.view(name);
        return view ? &view->columns : nullptr;
    }

    [[nodiscard]] Result<Condition> condition(QStringView text, const QualifiedName &table) const
    {
        const QList<Column> *columns = find(table);
        if (!columns)
            return Error::invalid(u"There is no table %1."_s.arg(table.display()));
        const auto reader = [&](const QString &value, const QString &name) {
            const auto found = std::find_if(columns->begin(), columns->end(),
                                            [&](const Column &c) { return c.name == name; });
            return found == columns->end() ? Value::text(value) : m_world.value(value, *found);
        };
        return parseCondition(text.toString(), namesOf(*columns), reader);
    }

    [[nodiscard]] Result<RelatedCondition> failed(const QualifiedName &at, QStringView rest) const
    {
        return condition(rest, at).error();
    }

    [[nodiscard]] static Result<RelatedCondition> twice(const Step &step)
    {
        return Error::invalid(u"Only one relation of a condition has any, none or every; after %1 stands a point and a "
                              "column."_s.arg(quotedName(step.relation->name)));
    }

    [[nodiscard]] Result<RelatedCondition> existence(RelatedCondition related, const QualifiedName &at) const
    {
        if (related.quantifier == Quantifier::Every)
            return Error::invalid(u"“every” needs a condition: %1: every %2 = …"_s.arg(
                quotedName(related.path.constLast().name), namesOf(*find(at)).value(0)));
        return related;
    }

    [[nodiscard]] static bool startsWithOperator(QStringView rest)
    {
        return parseCondition(u"x "_s + rest, {u"x"_s}, {}).ok();
    }

    /// "author contains ada"
    [[nodiscard]] Result<RelatedCondition> byLabel(RelatedCondition related, const QualifiedName &at, QStringView rest) const
    {
        related.label = m_world.label ? m_world.label(at) : QStringList();
        if (related.label.isEmpty()) {
            return Error::invalid(u"Rows of %1 have no name to compare; write a column, as in %2.%3 = …"_s.arg(
                at.display(), quotedName(related.path.constLast().name), namesOf(*find(at)).value(0)));
        }
        const QString name = u"label"_s;
        auto read = parseCondition(name + u' ' + rest, {name}, [](const QString &value, const QString &) {
            return Value::text(value);
        });
        if (!read)
            return Error::invalid(u"After %1 stands an operator (=, contains, …), a point and a column, or a colon and "
                                  "any, none or every, not “%2”."_s.arg(quotedName(related.path.constLast().name), rest));
        read->column.clear();
        related.condition = std::move(*read);
        return related;
    }

    /// "comments: any status = spam"
    [[nodiscard]] Result<RelatedCondition> quantified(RelatedCondition related, const QualifiedName &at, QStringView rest)
    {
        for (const Word &word : quantifiers) {
            if (!rest.startsWith(word.text, Qt::CaseInsensitive))
                continue;
            const QStringView after = rest.sliced(word.text.size());
            if (!after.isEmpty() && !after.front().isSpace())
                continue;
            return walk(std::move(related), at, after.trimmed(), word.quantifier, true);
        }
        return Error::invalid(u"After %1: stands any, none or every, not “%2”."_s.arg(
            quotedName(related.path.constLast().name), rest));
    }

    [[nodiscard]] Error unknown(const Error &plain) const
    {
        QStringList names;
        for (const Relation &r : m_world.relations.of(m_table))
            names.append(quotedName(r.name));
        if (names.isEmpty())
            return plain;
        Error error = plain;
        error.message.chop(error.message.endsWith(u'.') ? 1 : 0);
        error.message += u"; the relations are %1."_s.arg(names.join(u", "_s));
        return error;
    }

    QStringView m_text;
    QualifiedName m_table;
    const FilterWorld &m_world;
};

} // namespace

Result<AnyCondition> parseAnyCondition(const QString &text, const QualifiedName &table, const FilterWorld &world)
{
    return Parser(text, table, world).parse();
}

Result<RelatedCondition> parseAlong(const Relation &first, Quantifier quantifier, const QString &rest,
                                    const FilterWorld &world)
{
    RelatedCondition related;
    related.path = {first};
    return Parser(rest, first.to, world).walk(std::move(related), first.to, QStringView(rest).trimmed(), quantifier, true);
}

QString restText(const RelatedCondition &condition)
{
    QStringList path;
    for (const Relation &step : condition.path.mid(1))
        path.append(quotedName(step.name));
    if (!condition.condition)
        return path.join(u'.'); // never more than one step: nothing could be written after it
    if (condition.label.isEmpty()) {
        path.append(toText(*condition.condition));
        return path.join(u'.');
    }
    Condition named = *condition.condition;
    named.column = u"x"_s;
    const QString compared = toText(named).sliced(2);
    return path.isEmpty() ? compared : QString(path.join(u'.') + u' ' + compared);
}

QString toText(const RelatedCondition &condition)
{
    QString start = quotedName(condition.path.value(0).name);
    const bool one = std::all_of(condition.path.begin(), condition.path.end(),
                                 [](const Relation &r) { return r.kind == Relation::Kind::One; });
    const QString rest = restText(condition);
    if (one && condition.quantifier == Quantifier::Any && condition.condition) {
        const bool named = !condition.label.isEmpty() && condition.path.size() == 1;
        return start + (named ? u' ' : u'.') + rest;
    }
    // Existence at the end of a path: the steps stand before the colon.
    if (!condition.condition) {
        for (const Relation &step : condition.path.mid(1))
            start += u'.' + quotedName(step.name);
    }
    start += condition.quantifier == Quantifier::Any ? u": any"_s
        : condition.quantifier == Quantifier::None   ? u": none"_s
                                                     : u": every"_s;
    return condition.condition ? QString(start + u' ' + rest) : start;
}

Filter orphansOf(const Relation &relation)
{
    Filter filter;
    filter.terms.append({FilterTerm::Join::And, RelatedCondition{{relation}, RelatedCondition::Quantifier::None, {}, {}}});
    for (const QString &column : relation.fromColumns)
        filter.terms.append({FilterTerm::Join::And, Condition{column, FilterOp::IsNotNull, {}}});
    return filter;
}

} // namespace core
