// SPDX-License-Identifier: GPL-3.0-or-later
// What each step does to a design.
#include "core/design/designstate.h"

#include "core/base/overloaded.h"
#include "core/design/designenums.h"
#include "core/design/designtouch.h"
#include "core/schema/diff.h"
#include "core/schema/namecase.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error noTable(const QualifiedName &name)
{
    return Error::invalid(u"There is no table %1."_s.arg(name.display()));
}
Error noColumn(const QualifiedName &table, const QString &column)
{
    return Error::invalid(u"The table %1 has no column %2."_s.arg(table.display(), column));
}

bool isOnly(const QStringList &names, const QString &column, NameCase nameCase)
{
    return names.size() == 1 && sameDesignName(names.first(), column, nameCase);
}

void change(Column &now, const Column &from, const Column &to)
{
    const auto field = [&](auto member) {
        if (!(from.*member == to.*member))
            now.*member = to.*member;
    };
    field(&Column::declaredType);
    field(&Column::notNull);
    field(&Column::notNullConflict);
    field(&Column::defaultExpression);
    field(&Column::collation);
    field(&Column::generation);
    field(&Column::generatedExpression);
    field(&Column::identity);
    field(&Column::comment);
    now.generationKindWritten = now.isGenerated();
    now.generatedAlways = now.isGenerated() && (now.generatedAlways || from.generation == Column::Generation::None);
    if (!now.notNull)
        now.notNullName.clear();
    else
        now.clauses.removeAll(ColumnClause::Null);
    if (!now.defaultExpression)
        now.defaultName.clear();
}

/// One step, done to a copy of the state.
class Stepper {
public:
    Stepper(const DesignState &state, const SchemaRules &rules)
        : m_out(state)
        , m_rules(rules)
    {
    }

    Result<DesignState> run(const DesignStep &step)
    {
        RC_TRY(std::visit([this](const auto &s) { return take(s); }, step));
        return std::move(m_out);
    }

private:
    Table *table(const QualifiedName &name)
    {
        const Table *found = m_out.schema.table(name);
        if (!found || found->internal || found->shadow)
            return nullptr;
        Table &t = m_out.schema.tables[found - m_out.schema.tables.constData()];
        t.text = {};
        return &t;
    }

    Result<Done> nameIsFree(const QualifiedName &name, const QualifiedName &own = {}) const
    {
        if (name.name.trimmed().isEmpty())
            return Error::invalid(u"A table needs a name."_s);
        if (folded(name, nameCaseOf(m_out.schema)) == folded(own, nameCaseOf(m_out.schema)))
            return Done{};
        if (m_out.schema.table(name))
            return Error::invalid(u"There is a table %1 already."_s.arg(name.display()));
        if (m_out.schema.view(name))
            return Error::invalid(u"There is a view %1 already."_s.arg(name.display()));
        return Done{};
    }

    static Result<Done> columnIsFree(const Table &t, const QString &name, const QString &own = {})
    {
        if (name.trimmed().isEmpty())
            return Error::invalid(u"A column needs a name."_s);
        if (t.column(name) && (own.isEmpty() || !sameDesignName(name, own, nameCaseOf(t))))
            return Error::invalid(u"%1 has a column %2 already."_s.arg(t.name.display(), name));
        return Done{};
    }

    Result<Done> take(const design::AddTable &s)
    {
        RC_TRY(nameIsFree(s.table.name));
        m_out.schema.tables.append(s.table);
        sortByDesignName(m_out.schema.tables);
        return Done{};
    }

    Result<Done> take(const design::RenameTable &s)
    {
        const Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        const QualifiedName from = t->name;
        return renameTo(from, {from.schema, s.to});
    }

    Result<Done> renameTo(const QualifiedName &from, const QualifiedName &to)
    {
        RC_TRY(nameIsFree(to, from));
        m_out.schema = withRenames(m_out.schema, Renames{{{from, to}}, {}}, m_rules);
        const auto origin = m_out.origins.constFind(folded(from, nameCaseOf(m_out.schema)));
        if (origin != m_out.origins.constEnd()) {
            const DesignOrigin kept = *origin;
            m_out.origins.remove(folded(from, nameCaseOf(m_out.schema)));
            m_out.origins.insert(folded(to, nameCaseOf(m_out.schema)), kept);
        }
        return Done{};
    }

    Result<Done> take(const design::DropTable &s)
    {
        const Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        m_out.origins.remove(folded(t->name, nameCaseOf(m_out.schema)));
        m_out.schema.tables.removeAt(t - m_out.schema.tables.constData());
        return Done{};
    }

    Result<Done> take(const design::SetOptions &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        t->strict = s.strict;
        t->withoutRowId = s.withoutRowId;
        return Done{};
    }

    Result<Done> take(const design::AddColumn &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        RC_TRY(columnIsFree(*t, s.column.name));
        t->columns.insert(s.at < 0 ? t->columns.size() : std::min(qsizetype(s.at), t->columns.size()), s.column);
        takeUpAgain(*t, s.column.name);
        return Done{};
    }

    /// The column of the base that has this name and is nobody's any more.
    void takeUpAgain(const Table &t, const QString &name)
    {
        const auto origin = m_out.origins.find(folded(t.name, nameCaseOf(m_out.schema)));
        if (origin == m_out.origins.end())
            return;
        const Table *before = m_out.base->table(origin->table);
        const Column *same = before ? before->column(name) : nullptr;
        if (same && !origin->columns.values().contains(same->name))
            origin->columns.insert(foldedName(name, nameCaseOf(m_out.schema)), same->name);
    }

    Result<Done> take(const design::RenameColumn &s)
    {
        const Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        const Column *column = t->column(s.column);
        if (!column)
            return noColumn(s.table, s.column);
        const QString from = column->name;
        const QualifiedName name = t->name;
        RC_TRY(columnIsFree(*t, s.to, from));
        m_out.schema = withRenames(m_out.schema, Renames{{}, {{name, from, s.to}}}, m_rules);
        const auto origin = m_out.origins.find(folded(name, nameCaseOf(m_out.schema)));
        if (origin != m_out.origins.end() && origin->columns.contains(foldedName(from, nameCaseOf(m_out.schema))))
            origin->columns.insert(foldedName(s.to, nameCaseOf(m_out.schema)),
                                   origin->columns.take(foldedName(from, nameCaseOf(m_out.schema))));
        return Done{};
    }

    Result<Done> take(const design::AlterColumn &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        const int at = t->columnIndex(s.from.name);
        if (at < 0)
            return noColumn(s.table, s.from.name);
        change(t->columns[at], s.from, s.to);
        return Done{};
    }

    Result<Done> take(const design::MoveColumn &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        const int at = t->columnIndex(s.column);
        if (at < 0)
            return noColumn(s.table, s.column);
        t->columns.move(at, std::clamp<qsizetype>(s.to, 0, t->columns.size() - 1));
        m_out.columnsMoved = m_out.columnsMoved || m_out.origin(t->name);
        return Done{};
    }

    Result<Done> take(const design::DropColumn &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        const int at = t->columnIndex(s.column);
        if (at < 0)
            return noColumn(s.table, s.column);
        if (t->columns.size() == 1)
            return Error::invalid(
                u"%1 is the only column of %2: a table needs one."_s.arg(s.column, s.table.display()));
        const QString name = t->columns[at].name;
        t->columns.removeAt(at);
        dropWithColumn(*t, name);
        const auto origin = m_out.origins.find(folded(t->name, nameCaseOf(m_out.schema)));
        if (origin != m_out.origins.end())
            origin->columns.remove(foldedName(name, nameCaseOf(m_out.schema)));
        return Done{};
    }

    /// What is about this column alone, and every index that reads it: without the column it would be another one. A
    /// key or constraint of others as well stays, and is a problem that is shown: what it promises of the rows must not
    /// go unseen.
    void dropWithColumn(Table &t, const QString &name) const
    {
        if (t.primaryKey && isOnly(t.primaryKeyColumns(), name, nameCaseOf(t))) {
            t.primaryKey.reset();
            t.withoutRowId = false;
        }
        t.uniques.removeIf([&](const UniqueConstraint &u) { return isOnly(u.columnNames(), name, nameCaseOf(t)); });
        t.checks.removeIf([&](const CheckConstraint &c) { return sameDesignName(c.column, name, nameCaseOf(t)); });
        t.foreignKeys.removeIf([&](const ForeignKey &k) { return isOnly(k.columns, name, nameCaseOf(t)); });
        t.indexes.removeIf([&](const Index &i) {
            return reads(i.where, t, name) || std::any_of(i.columns.cbegin(), i.columns.cend(), [&](const auto &part) {
                       return part.isExpression() ? reads(part.expression, t, name)
                                                  : sameDesignName(part.column, name, nameCaseOf(t));
                   });
        });
    }

    /// Whether an expression of the table speaks of that column: then another name for it would make it another one.
    [[nodiscard]] bool reads(const QString &expression, Table t, const QString &column) const
    {
        if (expression.isEmpty())
            return false;
        Column gone;
        gone.name = column;
        t.columns.append(gone);
        const Renames renames{{}, {{t.name, column, column + u"_"_s}}};
        return m_rules.renamedExpression(expression, t, renames) != expression;
    }

    Result<Done> take(const design::SetPrimaryKey &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        t->primaryKey = s.to;
        return Done{};
    }

    Result<Done> take(const design::PutUnique &s) { return put(s, &Table::uniques, u"unique constraint"_s); }
    Result<Done> take(const design::PutCheck &s) { return put(s, &Table::checks, u"check"_s); }
    Result<Done> take(const design::PutForeignKey &s) { return put(s, &Table::foreignKeys, u"foreign key"_s); }
    Result<Done> take(const design::PutIndex &s)
    {
        RC_TRY(put(s, &Table::indexes, u"index"_s));
        sortByDesignName(table(s.table)->indexes);
        return Done{};
    }

    Result<Done> take(const design::PutTrigger &s)
    {
        if (Table *t = table(s.table)) {
            RC_TRY(putInto(t->triggers, s.from, s.to, u"trigger"_s, s.table));
            sortByDesignName(t->triggers);
            return Done{};
        }
        if (!m_out.schema.view(s.table))
            return noTable(s.table);
        RC_TRY(putInto(m_out.schema.viewTriggers, s.from, s.to, u"trigger"_s, s.table));
        sortByDesignName(m_out.schema.viewTriggers);
        return Done{};
    }

    Result<Done> take(const design::PutView &s)
    {
        if (s.to)
            RC_TRY(nameIsFree(s.to->name, s.from ? s.from->name : QualifiedName()));
        const qsizetype at = s.from ? placeOf(m_out.schema.views, *s.from) : -1;
        RC_TRY(putInto(m_out.schema.views, s.from, s.to, u"view"_s, s.from ? s.from->name : QualifiedName()));
        if (at >= 0)
            viewTriggersFollow(s.from->name, s.to ? std::optional(s.to->name) : std::nullopt);
        sortByDesignName(m_out.schema.views);
        return Done{};
    }

    Result<Done> take(const design::PutPolicy &s)
    {
        RC_TRY(put(s, &Table::policies, u"policy"_s));
        sortByDesignName(table(s.table)->policies);
        return Done{};
    }

    template <typename Step>
    requires requires(DesignState &state, const Step &s, const SchemaRules &r) { takeEnumStep(state, s, r); }
    Result<Done> take(const Step &s) { return takeEnumStep(m_out, s, m_rules); }

    Result<Done> take(const design::SetComment &s)
    {
        if (Table *t = table(s.name)) {
            t->facts.comment = s.to;
            return Done{};
        }
        const auto set = [&s](auto &list) {
            const auto it = std::find_if(list.begin(), list.end(), [&s](const auto &o) { return o.name == s.name; });
            if (it != list.end())
                it->comment = s.to;
            return it != list.end();
        };
        if (set(m_out.schema.views) || set(m_out.schema.enums))
            return Done{};
        return noTable(s.name);
    }

    Result<Done> take(const design::MoveTable &s)
    {
        const Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        const QualifiedName from = t->name;
        return renameTo(from, {s.schema, from.name});
    }

    Result<Done> take(const design::SetRowSecurity &s)
    {
        Table *t = table(s.table);
        if (!t)
            return noTable(s.table);
        t->facts.rowSecurity = s.on;
        t->facts.rowSecurityForced = s.forced;
        return Done{};
    }

    void viewTriggersFollow(const QualifiedName &from, const std::optional<QualifiedName> &to)
    {
        if (!to) {
            m_out.schema.viewTriggers.removeIf([&](const Trigger &g) {
                return folded(g.table, nameCaseOf(m_out.schema)) == folded(from, nameCaseOf(m_out.schema));
            });
            return;
        }
        for (Trigger &g : m_out.schema.viewTriggers) {
            if (folded(g.table, nameCaseOf(m_out.schema)) == folded(from, nameCaseOf(m_out.schema)))
                g.table = *to;
        }
    }

    template <typename T> Result<Done> put(const design::Put<T> &s, QList<T> Table::*list, const QString &kind)
    {
        Table *t = table(s.table);
        return t ? putInto(t->*list, s.from, s.to, kind, s.table) : Result<Done>(noTable(s.table));
    }

    template <typename T>
    static Result<Done> putInto(QList<T> &list, const std::optional<T> &from, std::optional<T> to, const QString &kind,
                                const QualifiedName &table)
    {
        if (to) {
            if constexpr (requires { to->text; })
                to->text = {};
        }
        if (!from) {
            if (to)
                list.append(*to);
            return Done{};
        }
        const qsizetype at = placeOf(list, *from);
        if (at < 0) {
            const QString name = designNameOf(*from);
            return Error::invalid(u"%1 has no %2%3 like the one that was to be changed."_s.arg(
                table.display(), kind, name.isEmpty() ? QString() : QString(u' ' + name)));
        }
        if (to)
            list[at] = *to;
        else
            list.removeAt(at);
        return Done{};
    }

    DesignState m_out;
    const SchemaRules &m_rules;
};

} // namespace

Result<DesignState> applied(const DesignState &state, const DesignStep &step, const SchemaRules &rules)
{
    return Stepper(state, rules).run(step);
}

} // namespace core
