// SPDX-License-Identifier: GPL-3.0-or-later
// What is no part of the model steps aside with what it stands on, and comes back with it.
#include "core/dialect/postgres/plandependents.h"

#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto pgReplicaIdentity = "REPLICA IDENTITY"_L1;
constexpr auto pgClusterOn = "CLUSTER ON"_L1;

void joinReasons(QList<int> &list, const QList<int> &more)
{
    for (const int i : more) {
        if (!list.contains(i))
            list.append(i);
    }
}

bool pgMakesWith(const DependentObject &object, QLatin1String words)
{
    return std::any_of(object.make.cbegin(), object.make.cend(),
                       [&](const QString &sql) { return sql.contains(words); });
}

/// Whether values may be long enough to be stored out of line, or compressed.
bool pgHasStorage(const QString &declaredType)
{
    static const QSet<QString> varying{
        u"text"_s, u"character varying"_s, u"character"_s, u"bytea"_s, u"json"_s, u"jsonb"_s, u"xml"_s, u"tsvector"_s};
    const QString normal = postgresNormalType(declaredType);
    return normal.endsWith("[]"_L1) || varying.contains(normal.section(u'(', 0, 0));
}

bool pgIdentifiesRows(const Table &t, const QString &index)
{
    const auto required = [&](const QStringList &columns) {
        return std::all_of(columns.cbegin(), columns.cend(), [&](const QString &name) {
            const Column *c = t.column(name);
            return c && t.isRequired(*c);
        });
    };
    if (t.primaryKey && t.primaryKey->name == index)
        return t.primaryKey->deferral == KeyDeferral::None;
    for (const UniqueConstraint &u : t.uniques) {
        if (u.name == index)
            return u.deferral == KeyDeferral::None && required(u.columnNames());
    }
    for (const Index &i : t.indexes) {
        if (i.name == index)
            return i.unique && i.where.isEmpty() && required(i.columnNames());
    }
    return false;
}

bool pgHasIndex(const Table &t, const QString &name)
{
    const auto named = [&](const auto &part) { return part.name == name; };
    return std::any_of(t.indexes.cbegin(), t.indexes.cend(), named)
        || std::any_of(t.uniques.cbegin(), t.uniques.cend(), named)
        || std::any_of(t.exclusions.cbegin(), t.exclusions.cend(), named)
        || (t.primaryKey && t.primaryKey->name == name);
}

/// Whether what it belongs to is there.
bool pgStandsIn(const Schema &schema, const DependentObject &d)
{
    using Kind = DependentObject::Kind;
    const Table *t = schema.table(d.table);
    switch (d.kind) {
    case Kind::Column:
    case Kind::Storage:
        return t ? t->column(d.columns.constFirst().column) != nullptr : schema.view(d.table) != nullptr;
    case Kind::Index:
    case Kind::IndexPart:
        return t && pgHasIndex(*t, d.index);
    case Kind::Rule:
    case Kind::Statistics:
    case Kind::Publication:
    case Kind::Relation:
        return t || schema.view(d.table);
    case Kind::Function:
        return std::any_of(schema.functions.cbegin(), schema.functions.cend(),
                           [&](const Function &f) { return f.name == d.name && f.arguments == d.arguments; });
    case Kind::Sequence:
    case Kind::Type:
    case Kind::Schema:
        return false; // told by the plan itself
    case Kind::Other:
    case Kind::SearchPath:
        break;
    }
    return true;
}

} // namespace

/// A way back leads to what was there before: what stood on that comes back with it.
void PostgresPlanScene::findDependents()
{
    m_dependents = m_diff.renamed.dependents.value;
    for (const DependentObject &d : m_diff.target.dependents.value) {
        const auto same = [&](const DependentObject &o) {
            return o.kind == d.kind && o.table == d.table && o.index == d.index && o.name == d.name
                && o.columns == d.columns && o.display == d.display;
        };
        if (m_diff.renamed.dependents.value.isEmpty()
            || (!pgStandsIn(m_diff.renamed, d) && std::none_of(m_dependents.cbegin(), m_dependents.cend(), same)))
            m_dependents.append(d);
    }
}

PostgresPlanDependents::PostgresPlanDependents(const PostgresPlanScene &scene)
    : m_scene(scene)
{
    using Kind = DependentObject::Kind;
    for (const DependentObject &d : scene.dependents()) {
        switch (d.kind) {
        case Kind::Rule:
        case Kind::Statistics:
        case Kind::Publication:
            findRead(d);
            break;
        case Kind::Relation:
            if (const Fate fate = fateOf(d.table); fate.state == State::Anew)
                m_aside.append({d, fate.sources, false});
            break;
        case Kind::Column:
        case Kind::Storage:
            findSetForColumn(d);
            break;
        case Kind::Index:
            findSetForIndex(d);
            break;
        case Kind::IndexPart:
            findPart(d);
            break;
        case Kind::Sequence:
        case Kind::Type:
        case Kind::Schema:
            findObject(d);
            break;
        case Kind::Function:
        case Kind::Other:
            findInTheWay(d);
            break;
        case Kind::SearchPath:
            break;
        }
    }
}

bool PostgresPlanDependents::isSetFor(const QualifiedName &table, const QString &index) const
{
    const QList<DependentObject> &all = m_scene.dependents();
    return std::any_of(all.cbegin(), all.cend(), [&](const DependentObject &d) {
        return d.kind == DependentObject::Kind::Index && d.table == table && d.index == index;
    });
}

QStringList PostgresPlanDependents::parametersOf(const QualifiedName &table, const QString &index) const
{
    for (const DependentObject &d : m_scene.dependents()) {
        if (d.kind == DependentObject::Kind::Index && d.table == table && d.index == index)
            return d.arguments.isEmpty() ? QStringList() : d.arguments.split(u'\n');
    }
    return {};
}

QString PostgresPlanDependents::ownerOf(const QualifiedName &table) const
{
    for (const DependentObject &d : m_scene.dependents()) {
        if (d.kind == DependentObject::Kind::Relation && d.table == table)
            return d.arguments;
    }
    return {};
}

void PostgresPlanDependents::say(PlanNotice::Weight weight, const char *code, const QString &message,
                                 const QString &remedy, const QList<int> &sources)
{
    m_notices.append({weight, QString::fromLatin1(code), message, remedy, sources.isEmpty() ? -1 : sources.first()});
}

PostgresPlanDependents::Fate PostgresPlanDependents::fateOf(const QualifiedName &relation) const
{
    const SchemaDiff &diff = m_scene.diff();
    if (m_scene.after(relation)) {
        if (m_scene.before(relation) && !m_scene.goneTables.contains(relation))
            return {};
        Fate made{State::Anew, {}};
        for (const auto &[i, c] : m_scene.all<change::CreateTable>()) {
            if (c->table.name == relation)
                made.sources.append(i);
        }
        return made;
    }
    if (diff.target.view(relation)) {
        for (const PostgresPlanScene::View_ &v : m_scene.views) {
            if (v.view->name == relation)
                return {State::Anew, v.sources};
        }
        Fate made;
        for (const auto &[i, c] : m_scene.all<change::CreateView>()) {
            if (c->view.name == relation)
                made = {State::Anew, {i}};
        }
        return made;
    }
    if (m_scene.before(relation))
        return {State::Gone, m_scene.goneTables.value(relation)};
    if (diff.renamed.view(relation))
        return {State::Gone, m_scene.goneViews.value(relation)};
    return {}; // a sequence, or nothing of ours
}

PostgresPlanDependents::Fate PostgresPlanDependents::fateOf(const DependentObject::ColumnName &c) const
{
    const Fate relation = fateOf(c.table);
    const Table *after = m_scene.after(c.table);
    if (relation.state != State::Stays || c.column.isEmpty() || !after)
        return relation;
    const QList<int> reasons = m_scene.blocked.value({c.table, c.column});
    if (!after->column(c.column))
        return {State::Gone, reasons};
    if (m_scene.isRemade(c.table, c.column))
        return {State::Anew, reasons};
    if (!m_scene.before(c.table)->column(c.column)) {
        for (const auto &[i, add] : m_scene.all<change::AddColumn>()) {
            if (add->table == c.table && add->column.name == c.column)
                return {State::Anew, {i}};
        }
        return {State::Anew, {}};
    }
    return m_scene.retyped.contains({c.table, c.column}) ? Fate{State::Retyped, reasons} : Fate();
}

PostgresPlanDependents::Fate PostgresPlanDependents::fateOfIndex(const QualifiedName &of, const QString &called) const
{
    const Fate relation = fateOf(of);
    const Table *after = m_scene.after(of);
    if (relation.state != State::Stays || !after)
        return relation;
    const PostgresPlanScene::ColumnName name{of, called};
    Fate fate;
    joinReasons(fate.sources, m_scene.indexes.value(name));
    joinReasons(fate.sources, m_scene.uniques.value(name));
    joinReasons(fate.sources, m_scene.exclusions.value(name));
    if (after->primaryKey && after->primaryKey->name == called)
        joinReasons(fate.sources, m_scene.primaryKeys.value(of));
    const auto note = [&](int i, const QualifiedName &table, const QString &index) {
        if (table == of && index == called)
            joinReasons(fate.sources, {i});
    };
    for (const auto &[i, c] : m_scene.all<change::DropIndex>()) {
        if (!m_scene.isOnlyRenamed(*c))
            note(i, c->table, c->index.name);
    }
    for (const auto &[i, c] : m_scene.all<change::DropUnique>()) {
        if (!m_scene.isOnlyRenamed(*c))
            note(i, c->table, c->unique.name);
    }
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>()) {
        if (c->from && !m_scene.isOnlyRenamed(*c))
            note(i, c->table, c->from->name);
    }
    for (const auto &[i, c] : m_scene.objects<ExclusionConstraint>())
        note(i, c->table, c->from ? std::get<ExclusionConstraint>(*c->from).name : QString());
    // On the way back.
    for (const auto &[i, c] : m_scene.all<change::AddIndex>())
        note(i, c->table, c->index.name);
    for (const auto &[i, c] : m_scene.all<change::AddUnique>())
        note(i, c->table, c->unique.name);
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>())
        note(i, c->table, !c->from && c->to ? c->to->name : QString());
    if (!fate.sources.isEmpty())
        fate.state = pgHasIndex(*after, called) ? State::Anew : State::Gone;
    return fate;
}

/// A rule's text would have to say the new names, which only the server knows how to put there.
bool PostgresPlanDependents::speaksOfRenamed(const DependentObject &object) const
{
    const Renames &renames = m_scene.diff().renames;
    const auto reads = [&](const QualifiedName &table, const QString &column) {
        return std::any_of(object.columns.cbegin(), object.columns.cend(), [&](const DependentObject::ColumnName &c) {
            return c.table == table && (column.isEmpty() || c.column == column);
        });
    };
    return std::any_of(renames.tables.cbegin(), renames.tables.cend(),
                       [&](const TableRename &t) { return reads(t.to, {}); })
        || std::any_of(renames.columns.cbegin(), renames.columns.cend(),
                       [&](const ColumnRename &c) { return reads(renames.tableAfter(c.table), c.to); })
        || std::any_of(renames.objects.cbegin(), renames.objects.cend(),
                       [&](const ObjectRename &o) { return o.kind == ObjectRename::Kind::View && reads(o.to, {}); });
}

/// Rules, statistics, publications: made again from their text.
void PostgresPlanDependents::findRead(const DependentObject &object)
{
    const Fate own = fateOf(object.table);
    if (own.state == State::Gone)
        return;
    QList<int> sources = own.sources;
    for (const DependentObject::ColumnName &c : object.columns) {
        const Fate fate = fateOf(c);
        joinReasons(sources, fate.sources);
        if (fate.state != State::Gone)
            continue;
        const QString what = c.column.isEmpty() || !m_scene.after(c.table)
            ? c.table.display()
            : u"%1 of %2"_s.arg(c.column, c.table.display());
        if (object.kind == DependentObject::Kind::Statistics)
            say(PlanNotice::Weight::Warn, "H46",
                u"%1 go with %2: the server estimates rows worse, and may choose slower ways."_s.arg(object.display,
                                                                                                     what),
                {}, fate.sources);
        else
            say(PlanNotice::Weight::Fails, "H47",
                u"%1 needs %2, which goes: the server would refuse that."_s.arg(object.display, what),
                u"Drop or change it first."_s, fate.sources);
        return;
    }
    for (const auto &[name, arguments] : object.functions) {
        if (const auto *f = m_scene.asideFunction(name, arguments))
            joinReasons(sources, f->sources);
    }
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums) {
        if (object.types.contains(m.after.name))
            joinReasons(sources, {m.change});
    }
    if (sources.isEmpty())
        return;
    if (object.kind == DependentObject::Kind::Rule && speaksOfRenamed(object)) {
        say(PlanNotice::Weight::Fails, "H47",
            u"%1 speaks of what gets another name and has to be made anew: its text is not known under that name."_s
                .arg(object.display),
            u"Rename in a migration of its own, before this one."_s, sources);
        return;
    }
    const bool isThere = m_scene.before(object.table) || m_scene.diff().renamed.view(object.table);
    m_aside.append({object, sources, isThere});
}

void PostgresPlanDependents::findSetForColumn(const DependentObject &object)
{
    const DependentObject::ColumnName &c = object.columns.first();
    const Fate fate = fateOf(c);
    if (const View *view = m_scene.diff().target.view(c.table)) {
        const bool has = view->columns.isEmpty()
            || std::any_of(view->columns.cbegin(), view->columns.cend(),
                           [&](const Column &column) { return column.name == c.column; });
        if (fate.state == State::Anew && has)
            m_aside.append({object, fate.sources, false});
        return;
    }
    const Table *before = m_scene.before(c.table);
    const Table *after = m_scene.after(c.table);
    const Column *was = before ? before->column(c.column) : nullptr;
    const Column *is = after ? after->column(c.column) : nullptr;
    const bool stored = object.kind == DependentObject::Kind::Storage && fate.state == State::Retyped && was && is
        && pgHasStorage(was->declaredType) && pgHasStorage(is->declaredType);
    if (stored || (fate.state == State::Anew && is))
        m_aside.append({object, fate.sources, false});
}

void PostgresPlanDependents::findSetForIndex(const DependentObject &object)
{
    const DependentObject *part = partCalled(object.table, object.index);
    const Fate fate = part ? fateOfPart(*part) : fateOfIndex(object.table, object.index);
    const Table *after = m_scene.after(object.table);
    if (fate.state == State::Stays || (fate.state == State::Gone && !after))
        return;
    const auto identifiesRows = [&] {
        const Table *root = part ? m_scene.after(part->table) : after;
        return root && pgIdentifiesRows(*root, part ? part->index : object.index);
    };
    const bool identifies = pgMakesWith(object, pgReplicaIdentity);
    const bool stays = fate.state == State::Anew;
    DependentObject again = object;
    if (identifies && after && !(stays && identifiesRows())) {
        say(PlanNotice::Weight::Danger, "H18",
            u"The index %1 is the replica identity of %2, and no longer can be: changes and deletions of rows fail "
            "where the table is published."_s.arg(object.index, object.table.display()),
            u"Choose another one by ALTER TABLE … REPLICA IDENTITY."_s, fate.sources);
        again.make.removeIf([](const QString &sql) { return sql.contains(pgReplicaIdentity); });
    }
    if (stays)
        m_aside.append({again, fate.sources, false});
    else if (pgMakesWith(object, pgClusterOn))
        say(PlanNotice::Weight::Warn, "H46",
            u"%1 is no longer clustered by the index %2, which goes."_s.arg(object.table.display(), object.index), {},
            fate.sources);
}

/// What nobody but its owner can make anew.
void PostgresPlanDependents::findInTheWay(const DependentObject &object)
{
    if (object.kind == DependentObject::Kind::Function && m_scene.asideFunction(object.name, object.arguments))
        return;
    for (const auto &[name, arguments] : object.functions) {
        if (const auto *f = m_scene.asideFunction(name, arguments))
            say(PlanNotice::Weight::Fails, "H47",
                u"The %1 needs the function %2(%3), which has to be made anew: the server would refuse that."_s.arg(
                    object.display, name.display(), arguments),
                u"Make a function of another name, or drop what needs this one first."_s, f->sources);
    }
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums) {
        if (object.types.contains(m.after.name))
            say(PlanNotice::Weight::Fails, "H47",
                u"The %1 needs the type %2, which has to be made anew: the server would refuse that."_s.arg(
                    object.display, m.after.name.display()),
                u"Drop it first, and make it again afterwards."_s, {m.change});
    }
}

void PostgresPlanWriter::dropDependents()
{
    for (const PostgresPlanDependents::Aside &a : m_dependents.aside()) {
        if (!a.drops || a.object.drop.isEmpty())
            continue;
        QString sql = a.object.drop;
        add(sql.replace(keptName, postgresQualified(a.object.table)),
            u"%1 steps aside for what follows"_s.arg(a.object.display), a.sources);
    }
}

void PostgresPlanWriter::makeDependents()
{
    using Kind = DependentObject::Kind;
    for (const PostgresPlanDependents::Aside &a : m_dependents.aside()) {
        const QString name = a.object.kind == Kind::Schema ? postgresIdentifier(a.object.name.name)
            : a.object.table.isEmpty()                     ? postgresQualified(a.object.name)
                                                           : postgresQualified(a.object.table);
        for (QString sql : a.object.make) {
            sql.replace(keptName, name);
            if (!a.object.columns.isEmpty())
                sql.replace(keptColumn, postgresIdentifier(a.object.columns.first().column));
            add(sql, u"%1 is back, as it was"_s.arg(a.object.display), a.sources);
        }
    }
}

} // namespace core
