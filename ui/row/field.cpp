// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/field.h"

#include "core/rows/columnvalue.h"
#include "core/rows/storedtime.h"
#include "core/edit/generatedkey.h"
#include "core/schema/briefwords.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype longestList = 60;
constexpr qsizetype longestDefault = 40;
constexpr qsizetype longestCheck = 200;

QString saidOfField(const char *text)
{
    return QCoreApplication::translate("ui::Field", text);
}

QString typeText(const Field &field)
{
    using Kind = core::ColumnFormat::Kind;
    if (field.format.kind == Kind::Enumeration) {
        const QString values = field.format.values.join(" | "_L1);
        return values.size() <= longestList ? values : saidOfField("one of %1").arg(field.format.values.size());
    }
    const QString declared = core::briefType(field.column.declaredType);
    if (field.format.kind == Kind::IsoDate && (declared.contains("date"_L1) || declared.contains("time"_L1)))
        return declared; // which says so already
    if (field.format.kind == Kind::Json && declared.startsWith("json"_L1))
        return declared;
    QString format = core::toText(field.format.kind);
    if (field.format.kind == Kind::UnixSeconds || field.format.kind == Kind::UnixMilliseconds)
        format += u" UTC"_s; // what is shown is a time of day somewhere
    if (format.isEmpty() || format == declared)
        return declared.isEmpty() ? saidOfField("any type") : declared;
    return declared.isEmpty() ? format : u"%1 · %2"_s.arg(declared, format);
}

/// Only texts spell times in ways of their own.
core::TimeNotation textNotation()
{
    return {core::TimeNotation::Kind::Text, false, u' ', false, {}};
}

QStringList checksOf(const core::Table &table, const core::Column &column, const core::Dialect &dialect)
{
    QStringList checks;
    for (const core::CheckConstraint &check : table.checks) {
        const QList<core::Token> tokens = core::lex(check.expression, dialect.lexRules());
        const bool named = std::any_of(tokens.cbegin(), tokens.cend(), [&](const core::Token &token) {
            return token.isSignificant() && token.kind != core::Token::Kind::String
                && core::namesEqual(core::nameMeant(token.in(check.expression), core::nameCaseOf(table)), column.name,
                                    core::nameCaseOf(table));
        });
        if (named)
            checks.append(check.expression);
    }
    return checks;
}

enum class Detail { Brief, All };

/// Brief: a key of several columns has no room beside the column's own name.
QString relationText(const core::Relation &relation, Detail detail)
{
    const bool named = detail == Detail::All || relation.toColumns.size() == 1;
    QString text = named ? u"→ %1.%2"_s.arg(relation.to.display(), relation.toColumns.join(", "_L1))
                         : u"→ %1"_s.arg(relation.to.display());
    if (relation.foreignKey.deleteAction() != core::ForeignKeyAction::NoAction)
        text += u" · "_s + core::toText(relation.foreignKey.deleteAction()).toLower();
    return text;
}

} // namespace

bool Field::isNumeric() const
{
    using Family = core::TypeFamily;
    return family == Family::Integer || family == Family::Real || family == Family::Numeric
        || family == Family::Boolean;
}

Field makeField(const core::Table &table, const core::Column &column, const core::Dialect &dialect,
                const core::RelationGraph &relations, const core::ColumnFormat &format)
{
    Field field;
    field.column = column;
    field.format = format;
    field.family = dialect.typeFamily(column.valueType());
    field.required = table.isRequired(column);
    field.limits = core::limitsOf(table, column, dialect);
    field.checks = checksOf(table, column, dialect);
    if (const auto notation = core::timeNotationOf(table, column.name, dialect, {}))
        field.timeNotation = notation->kind == core::TimeNotation::Kind::Text ? *notation : textNotation();
    else
        field.timeNotation = textNotation();
    field.generatedKey = core::isGeneratedKey(table, column);
    if (column.isGenerated())
        field.readOnlyBecause = saidOfField("The database works it out: %1").arg(column.generatedExpression);
    if (const core::Relation *relation = relations.byColumn(table.name, column.name);
        relation && relation->kind == core::Relation::Kind::One)
        field.relation = *relation;
    return field;
}

QString factsText(const Field &field)
{
    const bool boolean = field.format.kind == core::ColumnFormat::Kind::Boolean;
    QStringList facts;
    facts.append(field.relation ? relationText(*field.relation, Detail::Brief)
                     : boolean  ? core::toText(field.format.kind)
                                : typeText(field));
    facts += core::limitFacts(field.limits);
    if (field.column.isGenerated())
        facts.append(saidOfField("generated"));
    else if (field.generatedKey)
        facts.append(saidOfField("key"));
    else if (field.column.defaultExpression) // one that is left out need not be filled in
        facts.append(
            saidOfField("default %1").arg(core::briefDefault(*field.column.defaultExpression).left(longestDefault)));
    else if (field.required)
        facts.append(saidOfField("required"));
    return facts.join(u" · "_s);
}

QString allFactsText(const Field &field)
{
    QStringList facts;
    if (field.relation)
        facts.append(relationText(*field.relation, Detail::All));
    facts.append(typeText(field));
    facts += core::limitFacts(field.limits);
    if (field.column.isGenerated())
        facts.append(saidOfField("generated: %1").arg(field.column.generatedExpression));
    if (field.generatedKey)
        facts.append(saidOfField("key"));
    if (field.required)
        facts.append(saidOfField("required"));
    if (field.column.defaultExpression)
        facts.append(saidOfField("default %1").arg(*field.column.defaultExpression));
    for (const QString &check : field.checks)
        facts.append(u"CHECK (%1)"_s.arg(check.left(longestCheck)));
    return facts.join(u'\n');
}

QString placeholderText(const Field &field, const FieldState &state)
{
    if (state.unknown)
        return u"…"_s;
    if (state.mixed > 0)
        return saidOfField("≠ mixed, %1 values").arg(state.mixed);
    const auto *value = std::get_if<core::Value>(&state.value);
    if (const auto *key = std::get_if<core::KeyOfInserted>(&state.value))
        return core::toText(*key);
    if (state.unset && field.generatedKey)
        return saidOfField("made by the database");
    if (state.isMade)
        return saidOfField("made by schema.ts");
    if (state.unset || !value) {
        if (!field.column.defaultExpression)
            return state.unset ? u"NULL"_s : u"DEFAULT"_s;
        return u"DEFAULT  %1"_s.arg(core::briefDefault(*field.column.defaultExpression));
    }
    if (value->isNull())
        return u"NULL"_s;
    if (value->kind() == core::Value::Kind::Text && value->bytes().isEmpty())
        return saidOfField("empty text");
    return {};
}

Judgement judged(const core::Value &value, const Field &field, const core::Dialect &dialect)
{
    if (field.generatedKey && value.isNull())
        return {}; // the database makes one
    if (const QString why = core::refusal(value, field.limits, field.family); !why.isEmpty())
        return {why, true};
    const QString why = core::misfit(value, field.column, field.format, dialect);
    const auto longest = core::longestText(field.limits);
    if (!why.isEmpty() || !longest || !value.isEditableText())
        return {why, false};
    const qint64 length = core::characterCount(value.display());
    const bool near = length * 10 >= *longest * 9;
    return {near ? saidOfField("%1 of %2 characters").arg(length).arg(*longest) : QString(), false};
}

core::Value valueFromInput(const QString &text, const Field &field, const core::Dialect &dialect,
                           const core::Value &stored)
{
    if (const auto value = core::parsed(text, field.format))
        return *value;
    return core::valueTyped(text, field.column, dialect, stored);
}

} // namespace ui
