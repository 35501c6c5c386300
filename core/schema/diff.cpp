// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/diff.h"

#include "core/schema/namecase.h"
#include "core/schema/objectdiff.h"
#include "core/schema/tablediff.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool differsInCaseOnly(const QString &a, const QString &b)
{
    return a != b && foldedName(a) == foldedName(b);
}

/// What views read after the change, with columns in the order that they have then: new ones come last.
Schema asViewsRead(const Schema &before, const Schema &target)
{
    Schema out;
    out.views = target.views;
    for (const Table &t : target.tables) {
        const Table *old = before.table(t.name);
        Table read;
        read.name = t.name;
        read.plainKeys = t.plainKeys;
        read.columns = t.columns;
        std::stable_sort(read.columns.begin(), read.columns.end(), [old](const Column &a, const Column &b) {
            const auto place = [old](const Column &c) {
                const Column *was = old ? old->column(c.name) : nullptr;
                return was ? was - old->columns.constData() : std::numeric_limits<qsizetype>::max();
            };
            return place(a) < place(b);
        });
        out.tables.append(read);
    }
    return out;
}

bool isOrdinary(const Table *table)
{
    return table && table->kind == Table::Kind::Ordinary;
}

/// The renames that are still to be done; an error for one that cannot be.
class RenameCheck {
public:
    RenameCheck(const Schema &from, const Schema &to, const DiffOptions &options)
        : m_from(from)
        , m_to(to)
        , m_options(options)
        , m_case(nameCaseOf(from))
    {
    }

    Result<Renames> run()
    {
        for (const TableRename &t : m_options.renames.tables)
            RC_TRY(addTable(t));
        for (const ColumnRename &c : m_options.renames.columns)
            RC_TRY(addColumn(c));
        m_out.objects = m_options.renames.objects;
        m_out.values = m_options.renames.values;
        m_out.objects.removeIf([this](const ObjectRename &o) { return isDone(o); });
        m_out.values.removeIf([this](const ValueRename &v) { return isDone(v); });
        addThoseOfCase();
        makeRoom();
        addThoseThatStay();
        RC_TRY(noneMeet());
        return m_out;
    }

private:
    /// What is not there any more, under its old name, needs no rename.
    [[nodiscard]] bool isDone(const ObjectRename &o) const
    {
        const Schema &from = m_from.schema();
        const auto has = [&](const auto &list, const QualifiedName &name) {
            return std::any_of(list.cbegin(), list.cend(), [&](const auto &x) { return x.name == name; });
        };
        switch (o.kind) {
        case ObjectRename::Kind::Schema:
            return std::none_of(from.schemas.cbegin(), from.schemas.cend(),
                                [&](const NamedSchema &s) { return s.name == o.from.name; });
        case ObjectRename::Kind::Type:
            return !has(from.enums, o.from) && !has(from.domains, o.from) && !has(from.types, o.from);
        case ObjectRename::Kind::Sequence:
            return !has(from.sequences, o.from);
        case ObjectRename::Kind::View:
            return !m_from.view(o.from);
        case ObjectRename::Kind::Policy:
        case ObjectRename::Kind::Index:
        case ObjectRename::Kind::Constraint:
            return !m_from.table(o.table) || !hasPart(*m_from.table(o.table), o);
        }
        Q_UNREACHABLE();
    }
    [[nodiscard]] static bool hasPart(const Table &table, const ObjectRename &o)
    {
        const auto has = [&](const auto &list) {
            return std::any_of(list.cbegin(), list.cend(), [&](const auto &x) { return x.name == o.from.name; });
        };
        if (o.kind != ObjectRename::Kind::Constraint)
            return o.kind == ObjectRename::Kind::Policy ? has(table.policies) : has(table.indexes);
        return has(table.uniques) || has(table.checks) || has(table.foreignKeys) || has(table.exclusions)
            || (table.primaryKey && table.primaryKey->name == o.from.name);
    }
    [[nodiscard]] bool isDone(const ValueRename &v) const
    {
        const EnumType *type = m_from.schema().enumType(v.type);
        return !type || !type->values.contains(v.from);
    }

    Result<Done> addTable(const TableRename &t)
    {
        if (t.from == t.to)
            return Done{}; // said to stay, as addThoseThatStay() does
        if (!m_from.table(t.from)) {
            if (m_from.table(t.to))
                return Done{}; // done already
            return Error::invalid(
                u"There is no table %1 that could be renamed to %2."_s.arg(t.from.display(), t.to.display()));
        }
        if (!m_to.table(t.to))
            return Error::invalid(u"The table %1 cannot become %2: the target has no table of that name."_s.arg(
                t.from.display(), t.to.display()));
        const Table &before = *m_from.table(t.from);
        const Table &after = *m_to.table(t.to);
        if (before.kind != after.kind || before.module != after.module
            || before.moduleArguments != after.moduleArguments)
            return Error::invalid(u"%1 cannot become %2, because one of them is another kind of table."_s.arg(
                t.from.display(), t.to.display()));
        m_out.tables.append({before.name, t.to});
        return Done{};
    }

    Result<Done> addColumn(const ColumnRename &c)
    {
        if (c.from == c.to)
            return Done{};
        // Named by what the table is called before, or, as people do, by what it is called afterwards.
        QList<const Table *> meant{m_from.table(c.table)};
        for (const TableRename &t : std::as_const(m_out.tables)) {
            if (folded(t.to, m_case) == folded(c.table, m_case))
                meant.append(m_from.table(t.from));
        }
        meant.removeAll(nullptr);
        if (meant.isEmpty())
            return Error::invalid(
                u"There is no table %1 whose column %2 could be renamed."_s.arg(c.table.display(), c.from));
        const auto after = [this](const Table *t) { return m_to.table(m_out.tableAfter(t->name)); };
        for (const Table *t : std::as_const(meant)) {
            if (t->column(c.from) && after(t) && after(t)->column(c.to)) {
                m_out.columns.append({t->name, t->column(c.from)->name, c.to});
                return Done{};
            }
        }
        const Table &table = *meant.first();
        if (table.column(c.from))
            return Error::invalid(u"The column %1 of %2 cannot become %3: the target has no column of that name."_s.arg(
                c.from, table.name.display(), c.to));
        if (table.column(c.to))
            return Done{}; // done already
        return Error::invalid(
            u"The table %1 has no column %2 that could be renamed to %3."_s.arg(table.name.display(), c.from, c.to));
    }

    /// A name that is only written otherwise is renamed without being asked: nothing else can be meant.
    void addThoseOfCase()
    {
        for (const Table &t : m_from.schema().tables) {
            if (!isManaged(t, m_options.scope))
                continue;
            const Table *after = m_to.table(m_out.tableAfter(t.name));
            if (!after || !isManaged(*after, m_options.scope) || !isOrdinary(&t) || !isOrdinary(after))
                continue;
            if (differsInCaseOnly(t.name.name, after->name.name) && m_out.tableAfter(t.name) == t.name)
                m_out.tables.append({t.name, after->name});
            for (const Column &c : t.columns) {
                const Column *same = after->column(m_out.columnAfter(t.name, c.name));
                if (same && differsInCaseOnly(c.name, same->name) && m_out.columnAfter(t.name, c.name) == c.name)
                    m_out.columns.append({t.name, c.name, same->name});
            }
        }
    }

    /// A new name that is still somebody else's: that one goes, as the target has only one of them. It makes room
    /// first.
    void makeRoom()
    {
        const QList<TableRename> tables = m_out.tables;
        for (const TableRename &t : tables) {
            const Table *holder = m_from.table(t.to);
            if (holder && m_out.tableAfter(holder->name) == holder->name)
                m_out.tables.append({holder->name, freeName(holder->name)});
        }
        const QList<ColumnRename> columns = m_out.columns;
        for (const ColumnRename &c : columns) {
            const Column *holder = m_from.table(c.table)->column(c.to);
            if (holder && m_out.columnAfter(c.table, holder->name) == holder->name)
                m_out.columns.append({c.table, holder->name, freeName(c.table, holder->name)});
        }
    }

    /// Where names are told apart exactly, what differs from a renamed one in case only is said to stay: else the
    /// rename would be taken for its own, as Renames finds names in any case.
    void addThoseThatStay()
    {
        if (m_case != NameCase::Exact)
            return;
        const QList<TableRename> tables = m_out.tables;
        const QList<ColumnRename> columns = m_out.columns;
        for (const Table &t : m_from.schema().tables) {
            const auto isMeant = [&](const TableRename &r) { return r.from == t.name; };
            if (std::none_of(tables.cbegin(), tables.cend(), isMeant)
                && std::any_of(tables.cbegin(), tables.cend(),
                               [&](const TableRename &r) { return folded(r.from) == folded(t.name); }))
                m_out.tables.append({t.name, t.name});
            for (const Column &c : t.columns) {
                const auto isOther = [&](const ColumnRename &r) {
                    return foldedName(r.from) == foldedName(c.name) && folded(r.table) == folded(t.name);
                };
                const auto isIt = [&](const ColumnRename &r) { return r.table == t.name && r.from == c.name; };
                if (std::any_of(columns.cbegin(), columns.cend(), isOther)
                    && std::none_of(columns.cbegin(), columns.cend(), isIt))
                    m_out.columns.append({t.name, c.name, c.name});
            }
        }
    }

    /// Which no table, view or index has, before or after.
    [[nodiscard]] QualifiedName freeName(const QualifiedName &table) const
    {
        QualifiedName name{table.schema, u"__dropped_"_s + table.name};
        const auto hasIndex = [&](const Schema &schema) {
            return std::any_of(schema.tables.cbegin(), schema.tables.cend(), [&](const Table &t) {
                return std::any_of(t.indexes.cbegin(), t.indexes.cend(), [&](const Index &i) {
                    return foldedName(i.name, m_case) == foldedName(name.name, m_case);
                });
            });
        };
        while (m_from.table(name) || m_to.table(name) || m_from.view(name) || m_to.view(name)
               || hasIndex(m_from.schema()) || hasIndex(m_to.schema()))
            name.name += u'_';
        return name;
    }
    [[nodiscard]] QString freeName(const QualifiedName &table, const QString &column) const
    {
        const Table *before = m_from.table(table);
        const Table *after = m_to.table(m_out.tableAfter(table));
        QString name = u"__dropped_"_s + column;
        while (before->column(name) || (after && after->column(name)))
            name += u'_';
        return name;
    }

    Result<Done> noneMeet() const
    {
        QHash<QualifiedName, QualifiedName> tables;
        for (const TableRename &t : m_out.tables) {
            const auto other = tables.constFind(folded(t.to, m_case));
            if (other != tables.constEnd())
                return Error::invalid(u"%1 and %2 cannot both be renamed to %3."_s.arg(
                    other->display(), t.from.display(), t.to.display()));
            tables.insert(folded(t.to, m_case), t.from);
        }
        QHash<QualifiedName, QHash<QString, QString>> columns;
        for (const ColumnRename &c : m_out.columns) {
            QHash<QString, QString> &taken = columns[folded(c.table, m_case)];
            if (taken.contains(foldedName(c.to, m_case)))
                return Error::invalid(u"The columns %1 and %2 of %3 cannot both be renamed to %4."_s.arg(
                    taken.value(foldedName(c.to, m_case)), c.from, c.table.display(), c.to));
            taken.insert(foldedName(c.to, m_case), c.from);
        }
        return Done{};
    }

    SchemaIndex m_from;
    SchemaIndex m_to;
    const DiffOptions &m_options;
    const NameCase m_case;
    Renames m_out;
};

void addRenames(SchemaDiff &d)
{
    for (const ObjectRename &o : std::as_const(d.renames.objects))
        d.changes.append(change::RenameObject{o, std::nullopt});
    for (const ValueRename &v : std::as_const(d.renames.values)) {
        ValueRename value = v;
        value.type = d.renames.objectAfter(ObjectRename::Kind::Type, v.type);
        d.changes.append(change::RenameObject{{ObjectRename::Kind::Type, value.type, value.type}, value});
    }
    QList<TableRename> tables = d.renames.tables;
    std::sort(tables.begin(), tables.end(), [](const auto &a, const auto &b) { return a.from < b.from; });
    for (const TableRename &t : std::as_const(tables)) {
        if (!(t.from == t.to)) // else it is said to stay
            d.changes.append(change::RenameTable{t.from, t.to});
    }
    QList<ColumnRename> columns = d.renames.columns;
    std::stable_sort(columns.begin(), columns.end(), [](const auto &a, const auto &b) { return a.table < b.table; });
    for (const ColumnRename &c : std::as_const(columns)) {
        if (c.from != c.to)
            d.changes.append(change::RenameColumn{d.renames.tableAfter(c.table), c.from, c.to});
    }
}

template <typename T> void sortByName(QList<const T *> &list)
{
    std::sort(list.begin(), list.end(), [](const T *a, const T *b) { return a->name < b->name; });
}

QList<const Trigger *> triggersOf(const Schema &schema)
{
    QList<const Trigger *> all;
    for (const Table &t : schema.tables) {
        for (const Trigger &g : t.triggers)
            all.append(&g);
    }
    for (const Trigger &g : schema.viewTriggers)
        all.append(&g);
    sortByName(all);
    return all;
}

/// Compared as a whole, by table and name. One that a partition has from its parent goes with the parent's.
template <typename Normal>
void compareTriggersByName(const QList<const Trigger *> &from, const QList<const Trigger *> &to, NameCase nameCase,
                           Normal normal, QList<const Trigger *> &dropped, QList<const Trigger *> &added)
{
    using Place = std::pair<QualifiedName, QString>;
    const auto placeOf = [nameCase](const Trigger *g) {
        return Place(folded(g->table, nameCase), foldedName(g->name, nameCase));
    };
    QHash<Place, const Trigger *> before;
    for (const Trigger *g : from)
        before.insert(placeOf(g), g);
    QSet<Place> same;
    for (const Trigger *g : to) {
        const Trigger *b = before.value(placeOf(g));
        if (b && (*b == *g || normal(*b) == normal(*g)))
            same.insert(placeOf(g));
        else if (!g->inherited || (b && b->inherited && b->enabled != g->enabled)) // how it fires is its own
            added.append(g);
    }
    for (const Trigger *g : from) {
        if (!same.contains(placeOf(g)) && !g->inherited)
            dropped.append(g);
    }
}

class Differ {
public:
    Differ(SchemaDiff &d, const DiffOptions &options, const SchemaRules &rules)
        : m_d(d)
        , m_options(options)
        , m_rules(rules)
        , m_from(d.renamed)
        , m_to(d.target)
    {
    }

    void run()
    {
        addRenames(m_d);
        compareTables();
        compareTriggers();
        compareViews();
        const ObjectChanges objects = compareObjects(m_d.renamed, m_d.target, m_rules);
        m_d.changes += objects.made;
        for (const Trigger *g : std::as_const(m_droppedTriggers))
            m_d.changes.append(change::DropTrigger{*g});
        for (const View *v : std::as_const(m_droppedViews))
            m_d.changes.append(change::DropView{*v});
        m_d.changes += m_dropped + m_created + m_altered;
        for (const View *v : std::as_const(m_addedViews))
            m_d.changes.append(change::CreateView{*v});
        for (const Trigger *g : std::as_const(m_addedTriggers))
            m_d.changes.append(change::CreateTrigger{*g});
        m_d.changes += objects.dropped + objects.comments;
    }

private:
    void compareTables()
    {
        for (const Table &t : m_d.renamed.tables) {
            const Table *after = m_to.table(t.name);
            if (isManaged(t, m_options.scope) && (!after || isAnother(t, *after))) {
                m_dropped.append(change::DropTable{t});
                m_goneTables.insert(folded(t.name, nameCaseOf(m_from.schema())));
            }
        }
        for (const Table &t : m_d.target.tables) {
            const Table *before = m_from.table(t.name);
            if (!isManaged(t, m_options.scope))
                continue;
            if (!before || isAnother(*before, t)) {
                m_created.append(change::CreateTable{t});
                m_newTables.insert(folded(t.name, nameCaseOf(m_to.schema())));
            } else if (t.kind != Table::Kind::Virtual && !(*before == t)) {
                m_altered += compareTable(*before, m_from, t, m_to, m_options.columnOrder, m_rules);
            }
        }
    }

    /// Nothing of a table of another kind can be kept.
    [[nodiscard]] bool isAnother(const Table &a, const Table &b) const
    {
        if (a.kind != b.kind)
            return true;
        return a.kind == Table::Kind::Virtual && !(m_rules.normal(a, m_from) == m_rules.normal(b, m_to));
    }

    /// Those of tables that go or come belong to them.
    void compareTriggers()
    {
        QList<const Trigger *> before = triggersOf(m_d.renamed);
        QList<const Trigger *> after = triggersOf(m_d.target);
        before.removeIf(
            [this](const Trigger *g) { return m_goneTables.contains(folded(g->table, nameCaseOf(m_from.schema()))); });
        after.removeIf(
            [this](const Trigger *g) { return m_newTables.contains(folded(g->table, nameCaseOf(m_to.schema()))); });
        const auto normal = [this](const Trigger &g) { return m_rules.normal(g); };
        compareTriggersByName(before, after, nameCaseOf(m_to.schema()), normal, m_droppedTriggers, m_addedTriggers);
    }

    void compareViews()
    {
        QHash<QualifiedName, bool> same;
        const Schema read = asViewsRead(m_d.renamed, m_d.target);
        const SchemaIndex reads(read);
        for (const View &v : m_d.target.views) {
            const View *before = m_from.view(v.name);
            if (before && m_rules.normalWithin(*before, reads) == m_rules.normalWithin(v, reads))
                same.insert(folded(v.name, nameCaseOf(m_to.schema())), true);
            else if (!v.internal)
                m_addedViews.append(&v);
        }
        for (const View &v : m_d.renamed.views) {
            if (!v.internal && !same.contains(folded(v.name, nameCaseOf(m_to.schema()))))
                m_droppedViews.append(&v);
        }
    }

    SchemaDiff &m_d;
    const DiffOptions &m_options;
    const SchemaRules &m_rules;
    SchemaIndex m_from;
    SchemaIndex m_to;
    QSet<QualifiedName> m_goneTables;
    QSet<QualifiedName> m_newTables;
    QList<Change> m_dropped;
    QList<Change> m_created;
    QList<Change> m_altered;
    QList<const Trigger *> m_droppedTriggers;
    QList<const Trigger *> m_addedTriggers;
    QList<const View *> m_droppedViews;
    QList<const View *> m_addedViews;
};

/// What lies in a schema that the role of either side may not look into is not gone: nobody knows it. It stays as it
/// is.
DiffOptions withoutClosedSchemas(const Schema &from, const Schema &to, DiffOptions options)
{
    for (const Schema *side : {&from, &to}) {
        for (const NamedSchema &s : side->schemas) {
            const QString pattern = u'!' + exactPattern(s.name);
            if (!s.readable && !options.scope.schemas.contains(pattern))
                options.scope.schemas.append(pattern);
        }
    }
    return options;
}

} // namespace

Result<SchemaDiff> diff(const Schema &from, const Schema &to, const DiffOptions &given, const SchemaRules &rules)
{
    const DiffOptions options = withoutClosedSchemas(from, to, given);
    const auto renames = RenameCheck(from, to, options).run();
    RC_TRY(renames);
    SchemaDiff d;
    d.before = from;
    d.renames = *renames;
    d.renamed = withRenames(from, d.renames, rules);
    d.target = completed(d.renamed, to, options, rules);
    Differ(d, options, rules).run();
    return d;
}

} // namespace core
