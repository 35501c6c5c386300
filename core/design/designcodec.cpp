// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designcodec.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <type_traits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int designFormat = 1;

/// By their place in DesignStep; never to be changed, only added to.
constexpr std::array stepNames{"addTable",     "renameTable",     "dropTable",     "setOptions",    "addColumn",
                               "renameColumn", "alterColumn",     "moveColumn",    "dropColumn",    "setPrimaryKey",
                               "putUnique",    "putCheck",        "putForeignKey", "putIndex",      "putTrigger",
                               "putView",      "putPolicy",       "addEnum",       "renameEnum",    "dropEnum",
                               "addEnumValue", "renameEnumValue", "moveEnumValue", "dropEnumValue", "replaceEnumValue",
                               "setComment",   "moveTable",       "setRowSecurity"};
static_assert(stepNames.size() == std::variant_size_v<DesignStep>);

template <typename T> struct IsList : std::false_type {
};
template <typename T> struct IsList<QList<T>> : std::true_type {
};
template <typename T> struct IsOptional : std::false_type {
};
template <typename T> struct IsOptional<std::optional<T>> : std::true_type {
};

/// Puts each field into an object. What is as it is by default is left out.
class DesignWriter {
public:
    QJsonObject object;

    template <typename T> void operator()(const char *name, T &field)
    {
        if (!(field == T()))
            object.insert(QLatin1StringView(name), valueOf(field));
    }

    template <typename T> [[nodiscard]] static QJsonValue valueOf(T &field);
};

/// Takes each field out of an object.
class DesignReader {
public:
    explicit DesignReader(QJsonObject from)
        : m_object(std::move(from))
    {
    }
    bool failed = false;

    template <typename T> void operator()(const char *name, T &field)
    {
        const auto found = m_object.constFind(QLatin1StringView(name));
        if (found != m_object.constEnd() && !take(*found, field))
            failed = true;
    }

    template <typename T> [[nodiscard]] static bool take(const QJsonValue &json, T &field);

private:
    QJsonObject m_object;
};

// One description of each kind of thing serves both ways.

template <typename Io> void fieldsOf(Io &io, QualifiedName &name)
{
    io("schema", name.schema);
    io("name", name.name);
}

template <typename Io> void fieldsOf(Io &io, Verbatim &text)
{
    io("sql", text.sql);
}

/// As text: a number of JSON has no room for all of them, and 0 would be left out.
template <typename Io> void longNumber(Io &io, const char *name, qint64 &number)
{
    QString text = QString::number(number);
    io(name, text);
    number = text.toLongLong();
}

template <typename Io> void fieldsOf(Io &io, Identity &identity)
{
    io("always", identity.always);
    io("sequence", identity.sequence);
    io("type", identity.options.type);
    longNumber(io, "start", identity.options.start);
    longNumber(io, "increment", identity.options.increment);
    longNumber(io, "minimum", identity.options.minimum);
    longNumber(io, "maximum", identity.options.maximum);
    longNumber(io, "cache", identity.options.cache);
    io("cycle", identity.options.cycle);
}

template <typename Io> void fieldsOf(Io &io, Column &c)
{
    io("name", c.name);
    io("type", c.declaredType);
    io("notNull", c.notNull);
    io("notNullName", c.notNullName);
    io("notNullConflict", c.notNullConflict);
    io("default", c.defaultExpression);
    io("defaultName", c.defaultName);
    io("collation", c.collation);
    io("generation", c.generation);
    io("generated", c.generatedExpression);
    io("generationKindWritten", c.generationKindWritten);
    io("generatedAlways", c.generatedAlways);
    io("hidden", c.hidden);
    io("clauses", c.clauses);
    io("identity", c.identity);
    io("inherited", c.inherited);
    io("comment", c.comment);
    io("domainOf", c.domainOf.value);
}

template <typename Io> void fieldsOf(Io &io, IndexedColumn &c)
{
    io("column", c.column);
    io("expression", c.expression);
    io("collation", c.collation);
    io("order", c.order);
    io("nulls", c.nulls);
    io("operatorClass", c.operatorClass);
}

template <typename Io> void fieldsOf(Io &io, PrimaryKey &key)
{
    io("name", key.name);
    io("columns", key.columns);
    io("autoIncrement", key.autoIncrement);
    io("conflict", key.conflict);
    io("column", key.column);
    io("deferral", key.deferral);
    io("include", key.include);
    io("inherited", key.inherited);
    io("comment", key.comment);
}

template <typename Io> void fieldsOf(Io &io, UniqueConstraint &unique)
{
    io("name", unique.name);
    io("columns", unique.columns);
    io("conflict", unique.conflict);
    io("column", unique.column);
    io("nullsNotDistinct", unique.nullsNotDistinct);
    io("deferral", unique.deferral);
    io("include", unique.include);
    io("inherited", unique.inherited);
    io("comment", unique.comment);
}

template <typename Io> void fieldsOf(Io &io, CheckConstraint &check)
{
    io("name", check.name);
    io("expression", check.expression);
    io("column", check.column);
    io("notValid", check.notValid);
    io("noInherit", check.noInherit);
    io("inherited", check.inherited);
    io("comment", check.comment);
}

template <typename Io> void fieldsOf(Io &io, ForeignKey &key)
{
    io("name", key.name);
    io("columns", key.columns);
    io("target", key.target);
    io("targetColumns", key.targetColumns);
    io("onDelete", key.onDelete);
    io("onUpdate", key.onUpdate);
    io("onUpdateFirst", key.onUpdateFirst);
    io("match", key.match);
    io("deferral", key.deferral);
    io("initially", key.initially);
    io("column", key.column);
    io("setColumns", key.setColumns);
    io("notValid", key.notValid);
    io("inherited", key.inherited);
    io("comment", key.comment);
}

template <typename Io> void fieldsOf(Io &io, Index &index)
{
    io("name", index.name);
    io("columns", index.columns);
    io("unique", index.unique);
    io("where", index.where);
    io("text", index.text);
    io("method", index.method);
    io("include", index.include);
    io("nullsNotDistinct", index.nullsNotDistinct);
    io("invalid", index.invalid);
    io("inherited", index.inherited);
    io("parameters", index.parameters);
    io("comment", index.comment);
}

template <typename Io> void fieldsOf(Io &io, Trigger &trigger)
{
    io("name", trigger.name);
    io("table", trigger.table);
    io("time", trigger.time);
    io("event", trigger.event);
    io("updateOf", trigger.updateOf);
    io("forEachRow", trigger.forEachRow);
    io("when", trigger.when);
    io("body", trigger.body);
    io("text", trigger.text);
    io("otherEvents", trigger.otherEvents);
    io("function", trigger.function);
    io("deferral", trigger.deferral);
    io("constraint", trigger.constraint);
    io("constraintTable", trigger.constraintTable);
    io("oldTable", trigger.oldTable);
    io("newTable", trigger.newTable);
    io("enabled", trigger.enabled);
    io("inherited", trigger.inherited);
    io("comment", trigger.comment);
}

template <typename Io> void fieldsOf(Io &io, View &view)
{
    io("name", view.name);
    io("columnNames", view.columnNames);
    io("definition", view.definition);
    io("columns", view.columns);
    io("brokenBecause", view.brokenBecause);
    io("text", view.text);
    io("materialized", view.materialized);
    bool unfilled = !view.populated; // what is as usual is left out
    io("unfilled", unfilled);
    view.populated = !unfilled;
    io("options", view.options);
    io("indexes", view.indexes);
    io("internal", view.internal);
    io("comment", view.comment);
    io("keeps", view.keeps);
}

template <typename Io> void fieldsOf(Io &io, Policy &policy)
{
    io("name", policy.name);
    io("command", policy.command);
    io("restrictive", policy.restrictive);
    io("roles", policy.roles);
    io("using", policy.usingExpression);
    io("check", policy.checkExpression);
    io("comment", policy.comment);
}

template <typename Io> void fieldsOf(Io &io, EnumType &type)
{
    io("name", type.name);
    io("values", type.values);
    io("comment", type.comment);
}

/// The designer makes ordinary tables only.
template <typename Io> void fieldsOf(Io &io, Table &table)
{
    io("name", table.name);
    io("columns", table.columns);
    io("primaryKey", table.primaryKey);
    io("uniques", table.uniques);
    io("checks", table.checks);
    io("foreignKeys", table.foreignKeys);
    io("clauses", table.clauses);
    io("indexes", table.indexes);
    io("triggers", table.triggers);
    io("withoutRowId", table.withoutRowId);
    io("strict", table.strict);
    io("strictFirst", table.strictFirst);
    io("text", table.text);
    io("plainKeys", table.plainKeys);
    io("comment", table.facts.comment);
    io("rowSecurity", table.facts.rowSecurity);
    io("rowSecurityForced", table.facts.rowSecurityForced);
    io("policies", table.policies);
}

template <typename Io> void fieldsOf(Io &io, design::AddTable &step)
{
    io("table", step.table);
}

template <typename Io> void fieldsOf(Io &io, design::RenameTable &step)
{
    io("table", step.table);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::DropTable &step)
{
    io("table", step.table);
}

template <typename Io> void fieldsOf(Io &io, design::SetOptions &step)
{
    io("table", step.table);
    io("strict", step.strict);
    io("withoutRowId", step.withoutRowId);
}

template <typename Io> void fieldsOf(Io &io, design::AddColumn &step)
{
    io("table", step.table);
    io("column", step.column);
    int place = step.at + 1; // 0, which is left out, is the end
    io("place", place);
    step.at = place - 1;
}

template <typename Io> void fieldsOf(Io &io, design::RenameColumn &step)
{
    io("table", step.table);
    io("column", step.column);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::AlterColumn &step)
{
    io("table", step.table);
    io("from", step.from);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::MoveColumn &step)
{
    io("table", step.table);
    io("column", step.column);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::DropColumn &step)
{
    io("table", step.table);
    io("column", step.column);
}

template <typename Io> void fieldsOf(Io &io, design::SetPrimaryKey &step)
{
    io("table", step.table);
    io("to", step.to);
}

template <typename Io, typename T> void fieldsOf(Io &io, design::Put<T> &step)
{
    io("table", step.table);
    io("from", step.from);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::PutView &step)
{
    io("from", step.from);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::AddEnum &step)
{
    io("type", step.type);
}

template <typename Io> void fieldsOf(Io &io, design::RenameEnum &step)
{
    io("type", step.type);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::DropEnum &step)
{
    io("type", step.type);
}

template <typename Io> void fieldsOf(Io &io, design::AddEnumValue &step)
{
    io("type", step.type);
    io("value", step.value);
    int place = step.at + 1; // as of a column
    io("place", place);
    step.at = place - 1;
}

template <typename Io> void fieldsOf(Io &io, design::RenameEnumValue &step)
{
    io("type", step.type);
    io("value", step.value);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::MoveEnumValue &step)
{
    io("type", step.type);
    io("value", step.value);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::DropEnumValue &step)
{
    io("type", step.type);
    io("value", step.value);
}

template <typename Io> void fieldsOf(Io &io, design::ReplaceEnumValue &step)
{
    io("type", step.type);
    io("value", step.value);
    io("by", step.by);
}

template <typename Io> void fieldsOf(Io &io, design::SetComment &step)
{
    io("name", step.name);
    io("to", step.to);
}

template <typename Io> void fieldsOf(Io &io, design::MoveTable &step)
{
    io("table", step.table);
    io("schema", step.schema);
}

template <typename Io> void fieldsOf(Io &io, design::SetRowSecurity &step)
{
    io("table", step.table);
    io("on", step.on);
    io("forced", step.forced);
}

template <typename T> QJsonValue DesignWriter::valueOf(T &field)
{
    if constexpr (std::is_enum_v<T>) {
        return static_cast<int>(field);
    } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, int> || std::is_same_v<T, QString>) {
        return field;
    } else if constexpr (IsOptional<T>::value) {
        return valueOf(*field); // an empty one is left out
    } else if constexpr (IsList<T>::value) {
        QJsonArray all;
        for (auto &item : field)
            all.append(valueOf(item));
        return all;
    } else {
        DesignWriter inner;
        fieldsOf(inner, field);
        return inner.object;
    }
}

template <typename T> bool DesignReader::take(const QJsonValue &json, T &field)
{
    if constexpr (std::is_enum_v<T>) {
        constexpr int most = 8; // none has more; a number from nowhere is no such value
        const int number = json.toInt(-1);
        field = static_cast<T>(number);
        return number >= 0 && number <= most;
    } else if constexpr (std::is_same_v<T, bool>) {
        field = json.toBool();
        return json.isBool();
    } else if constexpr (std::is_same_v<T, int>) {
        field = json.toInt();
        return json.isDouble();
    } else if constexpr (std::is_same_v<T, QString>) {
        field = json.toString();
        return json.isString();
    } else if constexpr (IsOptional<T>::value) {
        field.emplace();
        return take(json, *field);
    } else if constexpr (IsList<T>::value) {
        const QJsonArray all = json.toArray();
        for (const QJsonValue &item : all) {
            field.emplaceBack();
            if (!take(item, field.last()))
                return false;
        }
        return json.isArray();
    } else {
        DesignReader inner(json.toObject());
        fieldsOf(inner, field);
        return json.isObject() && !inner.failed;
    }
}

QJsonObject jsonOf(DesignStep step)
{
    DesignWriter out;
    std::visit([&](auto &s) { fieldsOf(out, s); }, step);
    out.object.insert(u"step"_s, QLatin1StringView(stepNames.at(step.index())));
    return out.object;
}

template <std::size_t kind = 0> std::optional<DesignStep> stepFrom(const QJsonObject &json, const QString &name)
{
    if constexpr (kind < std::variant_size_v<DesignStep>) {
        if (name != QLatin1StringView(stepNames.at(kind)))
            return stepFrom<kind + 1>(json, name);
        DesignReader in(json);
        std::variant_alternative_t<kind, DesignStep> step;
        fieldsOf(in, step);
        return in.failed ? std::nullopt : std::optional<DesignStep>(std::move(step));
    } else {
        return std::nullopt;
    }
}

} // namespace

QByteArray encodedDesign(const QList<QList<DesignStep>> &strokes)
{
    QJsonArray all;
    for (const QList<DesignStep> &stroke : strokes) {
        QJsonArray steps;
        for (const DesignStep &step : stroke)
            steps.append(jsonOf(step));
        all.append(steps);
    }
    return QJsonDocument(QJsonObject{{u"design"_s, designFormat}, {u"strokes"_s, all}}).toJson(QJsonDocument::Compact);
}

Result<DecodedDesign> decodedDesign(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object.value("design"_L1).toInt() != designFormat)
        return Error::invalid(u"The design was kept by another Raincheck and cannot be read by this one."_s);
    DecodedDesign out;
    const QJsonArray strokes = object.value("strokes"_L1).toArray();
    for (const QJsonValue &stroke : strokes) {
        QList<DesignStep> steps;
        const QJsonArray all = stroke.toArray();
        for (const QJsonValue &item : all) {
            const QJsonObject step = item.toObject();
            if (auto read = stepFrom(step, step.value("step"_L1).toString()))
                steps.append(*std::move(read));
            else
                ++out.unreadable;
        }
        if (!steps.isEmpty())
            out.strokes.append(steps);
    }
    return out;
}

} // namespace core
