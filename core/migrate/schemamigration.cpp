// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/schemamigration.h"

#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isInKey(const Table &table, const QString &column)
{
    const auto has = [&](const QStringList &names) { return containsName(names, column, nameCaseOf(table)); };
    return has(table.primaryKeyColumns())
        || std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                       [&](const UniqueConstraint &u) { return has(u.columnNames()); })
        || std::any_of(table.indexes.cbegin(), table.indexes.cend(),
                       [&](const Index &i) { return i.unique && has(i.columnNames()); });
}

/// Where types are kept to, an empty text is none of theirs.
Value strictPlaceholder(TypeFamily family)
{
    switch (family) {
    case TypeFamily::Date:
        return Value::text(u"1970-01-01"_s);
    case TypeFamily::Time:
        return Value::text(u"00:00:00"_s);
    case TypeFamily::DateTime:
        return Value::text(u"1970-01-01 00:00:00"_s);
    case TypeFamily::Json:
        return Value::text(u"{}"_s);
    case TypeFamily::Uuid:
        return Value::text(u"00000000-0000-0000-0000-000000000000"_s);
    case TypeFamily::Boolean:
        return Value::text(u"false"_s);
    default:
        return Value::text(u"0"_s); // a number, or what a text can be as well
    }
}

Value placeholder(TypeFamily family)
{
    switch (family) {
    case TypeFamily::Integer:
    case TypeFamily::Boolean:
    case TypeFamily::Numeric:
        return Value::integer(0);
    case TypeFamily::Real:
        return Value::real(0);
    case TypeFamily::Blob:
        return Value::blob({});
    case TypeFamily::Unknown:
    case TypeFamily::Text:
    case TypeFamily::Date:
    case TypeFamily::Time:
    case TypeFamily::DateTime:
    case TypeFamily::Json:
    case TypeFamily::Uuid:
        return Value::text(QString());
    }
    Q_UNREACHABLE();
}

/// A column that must not be NULL comes back with a placeholder, unless it is unique: that cannot have one.
QList<Fill> placeholders(const SchemaDiff &back, const Dialect &dialect)
{
    QList<Fill> fills;
    const SchemaIndex before(back.target);
    for (const Change &c : back.changes) {
        const auto *add = std::get_if<change::AddColumn>(&c);
        const Table *table = add ? before.table(add->table) : nullptr;
        if (!table || !table->isRequired(add->column) || add->column.defaultExpression || add->column.isGenerated()
            || add->column.identity)
            continue;
        if (table->rowIdAlias() == add->column.name || isInKey(*table, add->column.name))
            continue;
        const TypeFamily family = dialect.typeFamily(add->column.declaredType);
        const bool isStrict = dialect.probeSql() && !dialect.probeSql()->keepsWhatDoesNotFit();
        const Value value = isStrict && family != TypeFamily::Text && family != TypeFamily::Blob
            ? strictPlaceholder(family)
            : placeholder(family);
        fills.append({add->table, add->column.name, dialect.literal(value)});
    }
    return fills;
}

/// What another database gives its own roles is no part of what is wished for here; and the way back, which is planned
/// from it, then goes by what is here.
Schema withoutKeeps(Schema schema)
{
    for (View &v : schema.views)
        v.keeps.clear();
    for (Function &f : schema.functions)
        f.keeps.clear();
    for (EnumType &e : schema.enums)
        e.keeps.clear();
    schema.dependents.value.clear();
    return schema;
}

} // namespace

Result<SchemaMigration> planMigration(const Schema &from, const Schema &to, const DiffOptions &options,
                                      const PlanOptions &planOptions, const Dialect &dialect)
{
    return planReturn(from, withoutKeeps(to), options, planOptions, dialect);
}

Result<SchemaMigration> planReturn(const Schema &from, const Schema &to, const DiffOptions &options,
                                   const PlanOptions &planOptions, const Dialect &dialect)
{
    if (!dialect.schemaRules() || !dialect.planner())
        return Error::invalid(u"Schemas of %1 cannot be compared yet."_s.arg(dialect.name()));
    SchemaMigration m;
    m.diffOptions = options;
    m.planOptions = planOptions;
    const auto there = diff(from, to, options, *dialect.schemaRules());
    RC_TRY(there);
    m.diff = *there;
    const auto plan = dialect.planner()->plan(m.diff, planOptions);
    RC_TRY(plan);
    m.plan = *plan;
    m.hazards = hazards(m.diff, m.plan, planOptions, dialect);

    DiffOptions backwards;
    backwards.renames = m.diff.renames.reversed();
    backwards.scope = options.scope;
    backwards.columnOrder = options.columnOrder;
    const auto back = diff(m.diff.target, m.diff.before, backwards, *dialect.schemaRules());
    if (!back) {
        m.noInverse = back.error().message;
        return m;
    }
    m.backDiff = *back;
    m.backOptions.fills = placeholders(m.backDiff, dialect);
    m.backOptions.keysStayOn = planOptions.keysStayOn;
    const auto inverse = dialect.planner()->plan(m.backDiff, m.backOptions);
    if (inverse)
        m.inverse = *inverse;
    else
        m.noInverse = inverse.error().message;
    return m;
}

} // namespace core
