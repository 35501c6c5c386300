// SPDX-License-Identifier: GPL-3.0-or-later
// Schemas, extensions, types, sequences and functions in a plan for PostgreSQL.
#include "core/base/overloaded.h"
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/samemeaning.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename T> const T &objectOf(const change::ChangeObject &c)
{
    return std::get<T>(c.to ? *c.to : *c.from);
}

bool isMade(const change::ChangeObject &c)
{
    return !c.from && c.to;
}

/// What a function that is dropped and made again was; nullptr: it is new, or replaced in place.
const Function *replacedFunction(const Change &change)
{
    const auto &c = std::get<change::ChangeObject>(change);
    const auto *from = c.from ? &std::get<Function>(*c.from) : nullptr;
    return from && c.to && !isPostgresReplaceable(*from, std::get<Function>(*c.to)) ? from : nullptr;
}

} // namespace

void PostgresPlanWriter::createSchemas()
{
    for (const auto &[i, c] : m_scene.objects<NamedSchema>()) {
        if (isMade(*c))
            add(u"CREATE SCHEMA "_s + postgresIdentifier(objectOf<NamedSchema>(*c).name), words(i), {i});
    }
}

Result<Done> PostgresPlanWriter::prepareObjects()
{
    for (const auto &[i, c] : m_scene.objects<Extension>()) {
        if (isMade(*c))
            add(u"CREATE EXTENSION "_s + postgresIdentifier(objectOf<Extension>(*c).name) + u" WITH SCHEMA "_s
                    + postgresIdentifier(objectOf<Extension>(*c).schema),
                words(i), {i});
    }
    for (const auto &[i, c] : m_scene.objects<Sequence>()) {
        if (isMade(*c))
            add(postgresCreateSequence(objectOf<Sequence>(*c)), words(i), {i});
    }
    // Those of serial columns belong to their columns' changes, and are made before these.
    const SchemaIndex target(m_diff.target);
    const PostgresSchemaRules rules;
    for (const Sequence &s : m_diff.target.sequences) {
        if (s.internal || !rules.isPartOfColumn(s, target))
            continue;
        const Table *was = m_scene.before(s.ownerTable);
        const Column *column = was ? was->column(s.ownerColumn) : nullptr;
        if (column && sequenceOf(m_diff.renamed, s.ownerTable, column))
            continue; // it has one, whatever that is called
        QList<int> sources;
        for (int i = 0; i < m_diff.changes.size(); ++i) {
            if (tableOf(m_diff.changes[i]) == s.ownerTable)
                sources.append(i);
        }
        if (!m_diff.renamed.sequence(s.name))
            add(postgresCreateSequence(s), u"What %1.%2 counts with"_s.arg(s.ownerTable.display(), s.ownerColumn),
                sources);
    }
    return changeTypes();
}

/// Everything that is new, those that others mention first; views at the end of the plan, and functions that mention
/// one with them.
void PostgresPlanWriter::makeInOrder(Stage stage)
{
    const bool views = stage == Stage::Views;
    const bool first = stage == Stage::BeforeColumns;
    QHash<QString, int> changes; // by kind and name
    const auto key = [](const QString &kind, const QualifiedName &name, const QString &more = {}) -> QString {
        return kind + u'|' + name.schema + u'|' + name.name + u'|' + more;
    };
    for (const auto &[i, c] : m_scene.objects<EnumType>()) {
        if (isMade(*c))
            changes.insert(key(u"enum"_s, objectOf<EnumType>(*c).name), i);
    }
    for (const auto &[i, c] : m_scene.objects<Domain>()) {
        if (isMade(*c))
            changes.insert(key(u"domain"_s, objectOf<Domain>(*c).name), i);
    }
    for (const auto &[i, c] : m_scene.objects<UserType>()) {
        if (isMade(*c))
            changes.insert(key(u"type"_s, objectOf<UserType>(*c).name), i);
    }
    for (const auto &[i, c] : m_scene.objects<Function>()) {
        if (c->to)
            changes.insert(key(u"function"_s, objectOf<Function>(*c).name, objectOf<Function>(*c).arguments), i);
    }
    for (const auto &[i, c] : m_scene.all<change::CreateTable>())
        changes.insert(key(u"table"_s, c->table.name), i);
    for (const auto &[i, c] : m_scene.all<change::CreateView>())
        changes.insert(key(u"view"_s, c->view.name), i);

    const auto make = [&](const QString &sql, int change) { add(sql, words(change), {change}); };
    const auto isNew = [&](int i) { return i >= 0 && !std::get<change::ChangeObject>(m_diff.changes[i]).from; };
    const QList<PostgresMade> order = postgresCreationOrder(m_diff.target);
    for (const PostgresMade &made : order) {
        std::visit(
            Overloaded{
                [&](const EnumType *e) {
                    const int i = changes.value(key(u"enum"_s, e->name), -1);
                    if (i >= 0 && first) {
                        make(postgresCreateEnum(*e), i);
                        giveBack({}, e->keeps, postgresQualified(e->name), e->name.display(), {i});
                    }
                },
                [&](const Domain *d) {
                    const int i = changes.value(key(u"domain"_s, d->name), -1);
                    if (i >= 0 && first)
                        make(postgresCreateDomain(*d), i);
                },
                [&](const UserType *t) {
                    const int i = changes.value(key(u"type"_s, t->name), -1);
                    if (i >= 0 && first)
                        make(postgresCreateType(*t), i);
                },
                [&](const Function *f) {
                    const int i = changes.value(key(u"function"_s, f->name, f->arguments), -1);
                    QList<int> sources = i >= 0 ? QList<int>{i} : QList<int>();
                    const Function *before = i >= 0 ? replacedFunction(m_diff.changes[i]) : nullptr;
                    const QSet<QString> mentions = postgresMentions(f->arguments + u' ' + f->result);
                    Stage when = Stage::BeforeColumns;
                    const bool known = f->definition.contains("BEGIN ATOMIC"_L1); // what it reads must be there
                    const auto *aside = m_scene.asideFunction(f->name, f->arguments);
                    if (aside && i < 0)
                        sources = aside->sources;
                    if (aside)
                        before = aside->function;
                    if (known || (aside && i < 0)) // else its text may read columns that are still to move over
                        when = aside && aside->readsViews ? Stage::Views : Stage::AfterColumns;
                    const QSet<QString> reads = known ? postgresMentions(f->definition) : mentions;
                    if (std::any_of(m_diff.target.views.cbegin(), m_diff.target.views.cend(),
                                    [&](const View &v) { return reads.contains(v.name.name); }))
                        when = Stage::Views;
                    if (sources.isEmpty() || when != stage)
                        return;
                    add(f->definition,
                        i >= 0 ? words(i) : u"The function %1 is back, as it was"_s.arg(f->name.display()), sources);
                    if (before || isNew(i)) // what the target has is for the way back
                        giveBack(before ? before->keeps : QStringList(), f->keeps, postgresFunctionName(*f),
                                 f->name.display(), sources);
                },
                [&](const Table *t) {
                    const int i = changes.value(key(u"table"_s, t->name), -1);
                    if (i >= 0 && first)
                        make(postgresCreateTable(*t, PostgresTableParts::WithoutReferences), i);
                },
                [&](const View *v) {
                    if (!views)
                        return;
                    const int i = changes.value(key(u"view"_s, v->name), -1);
                    QList<int> sources = i >= 0 ? QList<int>{i} : QList<int>();
                    for (const PostgresPlanScene::View_ &aside : m_scene.views) {
                        if (i < 0 && aside.view->name == v->name)
                            sources = aside.sources;
                    }
                    if (sources.isEmpty())
                        return;
                    add(postgresCreateView(*v),
                        i >= 0 ? words(i) : u"The view %1 is back, as it was"_s.arg(v->name.display()), sources);
                    for (const Index &index : v->indexes)
                        add(postgresCreateIndex(index, v->name), u"Create the index %1"_s.arg(index.name), sources);
                    const View *before = m_diff.renamed.view(v->name);
                    giveBack(before ? before->keeps : QStringList(), v->keeps, postgresQualified(v->name),
                             v->name.display(), sources);
                },
            },
            made);
    }
}

Result<Done> PostgresPlanWriter::changeTypes()
{
    for (const auto &[i, c] : m_scene.objects<Function>()) {
        if (c->to && std::get<Function>(*c->to).definition.isEmpty())
            return Error::invalid(u"The function %1 is not known well enough to make it: make it by hand first."_s.arg(
                std::get<Function>(*c->to).name.display()));
    }
    for (const auto &[i, c] : m_scene.objects<EnumType>()) {
        if (!c->from || !c->to)
            continue;
        const bool moved = std::any_of(m_scene.movedEnums.cbegin(), m_scene.movedEnums.cend(),
                                       [i = i](const PostgresPlanScene::MovedEnum &m) { return m.change == i; });
        if (!moved)
            addEnumValues(std::get<EnumType>(*c->from), std::get<EnumType>(*c->to), i);
    }
    for (const auto &[i, c] : m_scene.objects<Domain>()) {
        if (!c->from || !c->to)
            continue;
        const Domain &from = std::get<Domain>(*c->from);
        const Domain &to = std::get<Domain>(*c->to);
        if (PostgresSchemaRules().normalType(from.baseType) != PostgresSchemaRules().normalType(to.baseType)
            || from.collation != to.collation)
            return Error::invalid(
                u"The domain %1 cannot become one over %2: make a new domain and move its columns to it."_s.arg(
                    to.name.display(), to.baseType));
        changeDomain(from, to, i);
    }
    for (const auto &[i, c] : m_scene.objects<UserType>()) {
        if (!c->from || !c->to)
            continue;
        const UserType &to = std::get<UserType>(*c->to);
        if (to.kind != UserType::Kind::Composite)
            return Error::invalid(
                u"The type %1 cannot be changed in place: make a new type instead."_s.arg(to.name.display()));
        changeComposite(std::get<UserType>(*c->from), to, i);
    }
    return moveEnums();
}

/// In the order that puts each beside one that is there.
void PostgresPlanWriter::addEnumValues(const EnumType &from, const EnumType &to, int change)
{
    QString last;
    for (const QString &value : to.values) {
        if (!from.values.contains(value)) {
            const QString place = !last.isEmpty() ? QString(u" AFTER "_s + postgresString(last))
                : from.values.isEmpty()           ? QString()
                                                  : QString(u" BEFORE "_s + postgresString(from.values.first()));
            add(u"ALTER TYPE "_s + postgresQualified(to.name) + u" ADD VALUE "_s + postgresString(value) + place,
                u"Add the value %1 to %2"_s.arg(value, to.name.display()), {change});
        }
        last = value;
    }
}

/// The old type steps aside under another name; columns move over when they are changed; then it goes.
Result<Done> PostgresPlanWriter::moveEnums()
{
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums) {
        if (!m.domains.isEmpty())
            return Error::invalid(
                u"The values of %1 cannot be changed so while the type %2 is made of it: replace that first."_s.arg(
                    m.after.name.display(), m.domains.first().display()));
        const QualifiedName old{m.after.name.schema, u"__old_"_s + m.after.name.name};
        add(u"ALTER TYPE "_s + postgresQualified(m.after.name) + u" RENAME TO "_s + postgresIdentifier(old.name),
            u"The type %1 makes room for one with the new values"_s.arg(m.after.name.display()), {m.change});
        add(postgresCreateEnum(m.after), words(m.change), {m.change});
        giveBack(m.before.keeps, m.after.keeps, postgresQualified(m.after.name), m.after.name.display(), {m.change});
    }
    return Done{};
}

void PostgresPlanWriter::changeDomain(const Domain &from, const Domain &to, int change)
{
    const QString domain = u"ALTER DOMAIN "_s + postgresQualified(to.name) + u' ';
    const PostgresSchemaRules rules;
    const Domain was = rules.normalObject(from);
    const Domain is = rules.normalObject(to);
    if (was.defaultExpression != is.defaultExpression)
        add(domain + (to.defaultExpression ? QString(u"SET DEFAULT "_s + *to.defaultExpression) : u"DROP DEFAULT"_s),
            words(change), {change});
    if (was.notNull != is.notNull)
        add(domain + (is.notNull ? u"SET NOT NULL"_s : u"DROP NOT NULL"_s), words(change), {change});
    const auto has = [](const Domain &d, const Domain::Check &c) {
        return std::any_of(d.checks.cbegin(), d.checks.cend(), [&](const Domain::Check &o) { return o == c; });
    };
    for (qsizetype i = 0; i < from.checks.size(); ++i) {
        if (!has(is, was.checks[i]))
            add(domain + u"DROP CONSTRAINT "_s + postgresIdentifier(from.checks[i].name), words(change), {change});
    }
    for (qsizetype i = 0; i < to.checks.size(); ++i) {
        if (!has(was, is.checks[i]))
            add(domain + u"ADD CONSTRAINT "_s + postgresIdentifier(to.checks[i].name) + u" CHECK ("_s
                    + to.checks[i].expression + u')' + (to.checks[i].notValid ? u" NOT VALID"_s : QString()),
                words(change), {change});
    }
}

void PostgresPlanWriter::changeComposite(const UserType &from, const UserType &to, int change)
{
    const auto named = [](const UserType &t, const QString &name) {
        const auto at = std::find_if(t.attributes.cbegin(), t.attributes.cend(),
                                     [&](const UserType::Attribute &a) { return a.name == name; });
        return at == t.attributes.cend() ? nullptr : &*at;
    };
    const QString type = u"ALTER TYPE "_s + postgresQualified(to.name) + u' ';
    for (const UserType::Attribute &a : from.attributes) {
        if (!named(to, a.name))
            add(type + u"DROP ATTRIBUTE "_s + postgresIdentifier(a.name), words(change), {change});
    }
    for (const UserType::Attribute &a : to.attributes) {
        const UserType::Attribute *was = named(from, a.name);
        if (!was)
            add(type + u"ADD ATTRIBUTE "_s + postgresIdentifier(a.name) + u' ' + postgresTypeSql(a.type), words(change),
                {change});
        else if (PostgresSchemaRules().normalType(was->type) != PostgresSchemaRules().normalType(a.type))
            add(type + u"ALTER ATTRIBUTE "_s + postgresIdentifier(a.name) + u" SET DATA TYPE "_s
                    + postgresTypeSql(a.type),
                words(change), {change});
    }
}

void PostgresPlanWriter::changeSequences()
{
    for (const auto &[i, c] : m_scene.objects<Sequence>()) {
        if (!c->from || !c->to)
            continue;
        const Sequence &from = std::get<Sequence>(*c->from);
        const Sequence &to = std::get<Sequence>(*c->to);
        QString options = postgresSequenceOptions(to.options);
        if (!to.options.type.isEmpty() && from.options.type != to.options.type)
            options.prepend(u"AS "_s + to.options.type + u' ');
        if (from.options.cycle && !to.options.cycle)
            options += u" NO CYCLE"_s;
        if (!(from.options == to.options))
            add(u"ALTER SEQUENCE "_s + postgresQualified(to.name) + u' ' + options, words(i), {i});
        if (from.unlogged != to.unlogged)
            add(u"ALTER SEQUENCE "_s + postgresQualified(to.name)
                    + (to.unlogged ? u" SET UNLOGGED"_s : u" SET LOGGED"_s),
                words(i), {i});
    }
}

/// Once the columns are there that they belong to.
void PostgresPlanWriter::ownSequences()
{
    for (const Sequence &s : m_diff.target.sequences) {
        if (s.internal)
            continue;
        const Sequence *was = m_diff.renamed.sequence(s.name);
        const bool owned = was && was->ownerTable == s.ownerTable && was->ownerColumn == s.ownerColumn;
        if (owned || (!was && s.ownerTable.isEmpty()))
            continue;
        QList<int> sources;
        for (int i = 0; i < m_diff.changes.size(); ++i) {
            if (tableOf(m_diff.changes[i]) == s.ownerTable || tableOf(m_diff.changes[i]) == s.name)
                sources.append(i);
        }
        const Table *table = m_scene.before(s.ownerTable);
        const Column *column = table ? table->column(s.ownerColumn) : nullptr;
        if (!was && column && sequenceOf(m_diff.renamed, s.ownerTable, column))
            continue; // its column keeps the one it has
        // A table that somebody else owns takes no sequence of ours; a new one is ours until the end.
        if (const QString owner = m_dependents.ownerOf(s.ownerTable); table && !owner.isEmpty())
            add(u"ALTER SEQUENCE "_s + postgresQualified(s.name) + u" OWNER TO "_s + postgresIdentifier(owner),
                u"The sequence %1 has the owner of its table"_s.arg(s.name.display()), sources);
        add(postgresOwnedBy(s), u"The sequence %1 goes with its column"_s.arg(s.name.display()), sources);
    }
}

/// At the end, when nothing needs them any more.
void PostgresPlanWriter::dropObjects()
{
    const auto dropAll = [&](const auto &changes, auto sqlOf) {
        for (auto it = changes.crbegin(); it != changes.crend(); ++it) {
            if (!it->second->to)
                add(sqlOf(*it->second->from), words(it->first), {it->first});
        }
    };
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums)
        add(u"DROP TYPE "_s + postgresQualified({m.after.name.schema, u"__old_"_s + m.after.name.name}),
            u"The old type of that name is not used any more"_s, {m.change});
    using Object = change::ChangeObject::Object;
    auto functions = m_scene.objects<Function>();
    functions.removeIf([this](const auto &c) {
        const Function *from = c.second->from ? &std::get<Function>(*c.second->from) : nullptr;
        return from && m_scene.asideFunction(from->name, from->arguments); // gone already
    });
    dropAll(functions,
            [](const Object &o) -> QString { return u"DROP "_s + postgresFunctionName(std::get<Function>(o)); });
    dropAll(m_scene.objects<Domain>(),
            [](const Object &o) -> QString { return u"DROP DOMAIN "_s + postgresQualified(std::get<Domain>(o).name); });
    dropAll(m_scene.objects<UserType>(),
            [](const Object &o) -> QString { return u"DROP TYPE "_s + postgresQualified(std::get<UserType>(o).name); });
    dropAll(m_scene.objects<EnumType>(),
            [](const Object &o) -> QString { return u"DROP TYPE "_s + postgresQualified(std::get<EnumType>(o).name); });
    for (const auto &[i, c] : m_scene.objects<Sequence>()) {
        if (c->to)
            continue;
        // One that belonged to a column that goes went with it.
        const Sequence &s = std::get<Sequence>(*c->from);
        const Table *owner = s.ownerTable.isEmpty() ? nullptr : m_scene.after(s.ownerTable);
        const bool gone = !s.ownerTable.isEmpty() && (!owner || !owner->column(s.ownerColumn));
        if (!gone)
            add(u"DROP SEQUENCE "_s + postgresQualified(s.name), words(i), {i});
    }
    dropAll(m_scene.objects<Extension>(), [](const Object &o) -> QString {
        return u"DROP EXTENSION "_s + postgresIdentifier(std::get<Extension>(o).name);
    });
    dropAll(m_scene.objects<NamedSchema>(), [](const Object &o) -> QString {
        return u"DROP SCHEMA "_s + postgresIdentifier(std::get<NamedSchema>(o).name);
    });
}

} // namespace core
