// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/catalogtext.h"

#include "core/dialect/postgres/names.h"

#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int triggerRow = 1;
constexpr int triggerBefore = 2;
constexpr int triggerInstead = 64;

bool enclosesAll(const QString &text)
{
    if (!text.startsWith(u'(') || !text.endsWith(u')'))
        return false;
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar(); // a doubled one opens it again at once
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'(') {
            ++depth;
        } else if (c == u')' && --depth == 0 && i + 1 < text.size()) {
            return false;
        }
    }
    return depth == 0;
}

} // namespace

QJsonArray postgresList(const QString &json)
{
    return QJsonDocument::fromJson(json.toUtf8()).array();
}

QStringList postgresTextList(const QString &json)
{
    QStringList out;
    const QJsonArray list = postgresList(json);
    for (const QJsonValue &v : list)
        out.append(v.toString());
    return out;
}

QString withoutOuterParentheses(QString expression)
{
    expression = expression.trimmed();
    while (enclosesAll(expression))
        expression = expression.sliced(1, expression.size() - 2).trimmed();
    return expression;
}

QString postgresSideName(const QString &schema, const QString &name)
{
    if (schema.isEmpty() || schema == "pg_catalog"_L1 || schema == "public"_L1)
        return name;
    return postgresIdentifier(schema) + u'.' + postgresIdentifier(name);
}

QString postgresOperatorClass(const QString &schema, const QString &name, const QStringList &options)
{
    QStringList said;
    for (const QString &option : options) {
        const qsizetype at = option.indexOf(u'=');
        said.append(option.left(at) + u'=' + postgresString(option.mid(at + 1)));
    }
    return postgresSideName(schema, name) + (said.isEmpty() ? QString() : QString(u" ("_s + said.join(u", "_s) + u')'));
}

void readTriggerType(int type, Trigger &trigger)
{
    trigger.forEachRow = type & triggerRow;
    trigger.time = type & triggerInstead ? Trigger::Time::InsteadOf
        : type & triggerBefore           ? Trigger::Time::Before
                                         : Trigger::Time::After;
    static const QList<std::pair<int, Trigger::Event>> bits{{4, Trigger::Event::Insert},
                                                            {8, Trigger::Event::Delete},
                                                            {16, Trigger::Event::Update},
                                                            {32, Trigger::Event::Truncate}};
    QList<Trigger::Event> events;
    for (const auto &[bit, event] : bits) {
        if (type & bit)
            events.append(event);
    }
    if (!events.isEmpty())
        trigger.event = events.takeFirst();
    trigger.otherEvents = events;
}

void readTriggerText(const QString &definition, Trigger &trigger)
{
    const QList<Token> tokens = lex(definition, postgresLexRules());
    int depth = 0;
    qsizetype execute = -1;
    qsizetype when = -1;
    for (const Token &t : tokens) {
        const QStringView text = t.in(definition);
        if (text == u"(")
            ++depth;
        else if (text == u")")
            --depth;
        else if (depth == 0 && isWord(t, definition, "WHEN"_L1))
            when = t.offset + t.length;
        else if (depth == 0 && isWord(t, definition, "EXECUTE"_L1))
            execute = t.offset;
    }
    if (execute < 0)
        return;
    trigger.body = definition.sliced(execute).trimmed();
    if (when >= 0 && when < execute)
        trigger.when = withoutOuterParentheses(definition.sliced(when, execute - when));
}

QStringList postgresKeeps(const QString &altered, const QString &granted, const Value &owner, const Value &privileges,
                          bool isPublic)
{
    QStringList out;
    if (!owner.isNull())
        out.append(u"ALTER "_s + altered + keptName + u" OWNER TO "_s + postgresIdentifier(owner.display()));
    if (privileges.isNull())
        return out;
    QStringList grants; // in their order, those of one role together
    QHash<QString, QStringList> what;
    QStringList tooMany; // who would have privileges from the start
    bool hasPublic = false;
    const QJsonArray all = postgresList(privileges.display());
    for (const QJsonValue &one : all) {
        const QJsonArray said = one.toArray();
        const QString role = said.at(0).isNull() ? u"PUBLIC"_s : postgresIdentifier(said.at(0).toString());
        if (said.at(1).isNull()) {
            tooMany.append(role);
            continue;
        }
        const QString place =
            said.at(3).isNull() ? QString() : QString(u" ("_s + postgresIdentifier(said.at(3).toString()) + u')');
        const QString to = place + u" ON "_s + granted + keptName + u" TO "_s + role
            + (said.at(2).toBool() ? u" WITH GRANT OPTION"_s : QString());
        hasPublic = hasPublic || said.at(0).isNull();
        if (!what.contains(to))
            grants.append(to);
        what[to].append(said.at(1).toString() + place);
    }
    if (isPublic && !hasPublic && !tooMany.contains(u"PUBLIC"_s))
        tooMany.prepend(u"PUBLIC"_s);
    for (const QString &role : std::as_const(tooMany))
        out.append(u"REVOKE ALL ON "_s + granted + keptName + u" FROM "_s + role);
    for (const QString &to : std::as_const(grants))
        out.append(u"GRANT "_s + what.value(to).join(u", "_s) + to.sliced(to.indexOf(u" ON "_s)));
    return out;
}

QStringList postgresRangeOptions(const QJsonArray &range)
{
    static const QStringList keys{u"SUBTYPE"_s, u"COLLATION"_s, u"CANONICAL"_s, u"SUBTYPE_DIFF"_s,
                                  u"MULTIRANGE_TYPE_NAME"_s};
    QStringList out;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (range[i].isString())
            out.append(keys[i] + u" = "_s + (i == 1 ? postgresIdentifier(range[i].toString()) : range[i].toString()));
    }
    return out;
}

QString postgresAggregateSql(const QualifiedName &name, const QString &arguments, const QJsonArray &aggregate)
{
    if (aggregate.isEmpty())
        return {};
    QStringList parts{u"SFUNC = "_s + aggregate[0].toString(), u"STYPE = "_s + aggregate[1].toString()};
    if (aggregate[2].isString())
        parts.append(u"FINALFUNC = "_s + aggregate[2].toString());
    if (aggregate[5].toBool())
        parts.append(u"FINALFUNC_EXTRA"_s);
    if (aggregate[3].isString())
        parts.append(u"COMBINEFUNC = "_s + aggregate[3].toString());
    if (aggregate[4].isString())
        parts.append(u"INITCOND = "_s + postgresString(aggregate[4].toString()));
    if (aggregate[6].toString() != "u"_L1)
        parts.append(aggregate[6].toString() == "s"_L1 ? u"PARALLEL = SAFE"_s : u"PARALLEL = RESTRICTED"_s);
    return u"CREATE AGGREGATE "_s + postgresQualified(name) + u'(' + (arguments.isEmpty() ? u"*"_s : arguments)
        + u") (\n    "_s + parts.join(u",\n    "_s) + u"\n)"_s;
}

} // namespace core
