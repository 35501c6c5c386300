// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/schemamigration.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isInKey(const Table &table, const QString &column)
{
    const auto has = [&](const QStringList &names) { return names.contains(column, Qt::CaseInsensitive); };
    return has(table.primaryKeyColumns())
        || std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                       [&](const UniqueConstraint &u) { return has(u.columnNames()); })
        || std::any_of(table.indexes.cbegin(), table.indexes.cend(),
                       [&](const Index &i) { return i.unique && has(i.columnNames()); });
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

/// What the way back needs and cannot know, and what must be said of it.
class WayBackPlanner {
public:
    WayBackPlanner(SchemaMigration &m, const Dialect &dialect)
        : m_migration(m)
        , m_dialect(dialect)
    {
    }

    void run()
    {
        const QList<Change> &changes = m_migration.diff.changes;
        for (const Change &c : changes) {
            if (const auto *table = std::get_if<change::DropTable>(&c))
                say(u"The rows of %1 are not in the script: they come back from what is saved before it is dropped."_s
                        .arg(table->table.name.display()));
            else if (const auto *column = std::get_if<change::DropColumn>(&c))
                dropped(*column);
            else if (const auto *alter = std::get_if<change::AlterColumn>(&c))
                altered(*alter);
        }
        fillRequired();
    }

    [[nodiscard]] const PlanOptions &options() const { return m_options; }

private:
    void say(const QString &sentence) { m_migration.cannotUndo.append(sentence); }

    void dropped(const change::DropColumn &c)
    {
        if (!c.column.isGenerated())
            say(u"The values of %1 in %2 are not in the script: they come back from what is saved before the column is "
                "dropped."_s.arg(c.column.name, c.table.display()));
    }

    void altered(const change::AlterColumn &c)
    {
        const QString name = c.table.display() + u'.' + c.to.name;
        if (c.to.isGenerated() && !c.from.isGenerated())
            say(u"%1 comes back with what was computed for it, not with the values it had."_s.arg(name));
        else if ((c.changed & ColumnFacet::Type)
                 && m_dialect.typeFamily(c.from.declaredType) != m_dialect.typeFamily(c.to.declaredType))
            say(u"Values of %1 that were stored as others under the new type stay so."_s.arg(name));
        if ((c.changed & ColumnFacet::NotNull) && c.to.notNull && !c.from.notNull)
            say(u"NULLs of %1 that were filled stay filled."_s.arg(name));
    }

    /// A column that must not be NULL comes back with a placeholder; a unique one cannot have one.
    void fillRequired()
    {
        const SchemaIndex before(m_migration.backDiff.target);
        const QList<Change> &changes = m_migration.backDiff.changes;
        for (const Change &c : changes) {
            const auto *add = std::get_if<change::AddColumn>(&c);
            const Table *table = add ? before.table(add->table) : nullptr;
            if (!table || !table->isRequired(add->column) || add->column.defaultExpression || add->column.isGenerated())
                continue;
            if (table->rowIdAlias() == add->column.name)
                continue;
            if (isInKey(*table, add->column.name)) {
                say(u"%1.%2 must be unique and not NULL, so that it can only come back together with its values."_s.arg(
                    add->table.display(), add->column.name));
                continue;
            }
            const QString literal = m_dialect.literal(placeholder(m_dialect.typeFamily(add->column.declaredType)));
            m_options.fills.append({add->table, add->column.name, literal});
        }
    }

    SchemaMigration &m_migration;
    const Dialect &m_dialect;
    PlanOptions m_options;
};

} // namespace

Result<SchemaMigration> planMigration(const Schema &from, const Schema &to, const DiffOptions &options,
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
        m.cannotUndo.append(back.error().message);
        return m;
    }
    m.backDiff = *back;
    WayBackPlanner way(m, dialect);
    way.run();
    m.backOptions = way.options();
    m.backOptions.keysStayOn = planOptions.keysStayOn;
    const auto inverse = dialect.planner()->plan(m.backDiff, m.backOptions);
    if (inverse)
        m.inverse = *inverse;
    else
        m.cannotUndo.append(inverse.error().message);
    return m;
}

} // namespace core
