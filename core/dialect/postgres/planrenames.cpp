// SPDX-License-Identifier: GPL-3.0-or-later
// Renames of a plan for PostgreSQL. What depends on a name follows by itself, so they come before everything else.
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/samemeaning.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PgRenameStep {
    QualifiedName from;
    QualifiedName to;
    int change = -1;
    bool aside = false; ///< `from` is a name in between
};

/// One after the other, each when its new name is free; where they wait for each other, one takes a name in between.
template <typename Taken, typename Rename> void pgRenameInOrder(QList<PgRenameStep> steps, Taken isTaken, Rename rename)
{
    QSet<QualifiedName> left; // names that were given up meanwhile
    QSet<QualifiedName> given;
    const auto isFree = [&](const QualifiedName &name) {
        return !given.contains(name) && (left.contains(name) || !isTaken(name));
    };
    while (!steps.isEmpty()) {
        auto next = std::find_if(steps.begin(), steps.end(), [&](const PgRenameStep &s) { return isFree(s.to); });
        if (next == steps.end()) {
            next = std::find_if(steps.begin(), steps.end(), [](const PgRenameStep &s) { return !s.aside; });
            if (next == steps.end())
                next = steps.begin(); // taken by what stays; the server says so
            else {
                QualifiedName between{next->from.schema, u"__rename_"_s + next->from.name};
                while (!isFree(between))
                    between.name += u'_';
                rename(next->from, between, next->change);
                left.insert(next->from);
                given.remove(next->from);
                given.insert(between);
                next->from = between;
                next->aside = true;
                continue;
            }
        }
        rename(next->from, next->to, next->change);
        left.insert(next->from);
        given.remove(next->from);
        given.insert(next->to);
        steps.erase(next);
    }
}

} // namespace

void PostgresPlanWriter::rename()
{
    renameObjects(ObjectRename::Kind::Schema);
    createSchemas(); // something may move there
    renameObjects(ObjectRename::Kind::Type);
    renameObjects(ObjectRename::Kind::Sequence);
    renameObjects(ObjectRename::Kind::View);
    renameTables();
    renameColumns();
    renameObjects(ObjectRename::Kind::Policy);
    renameObjects(ObjectRename::Kind::Index);
    renameObjects(ObjectRename::Kind::Constraint);
    for (const auto &[i, c] : m_scene.all<change::RenameObject>()) {
        if (c->value)
            add(u"ALTER TYPE "_s + postgresQualified(c->value->type) + u" RENAME VALUE "_s
                    + postgresString(c->value->from) + u" TO "_s + postgresString(c->value->to),
                words(i), {i});
    }
    renameConstraints();
}

void PostgresPlanWriter::renameObjects(ObjectRename::Kind kind)
{
    // Schemas are renamed before everything else: the old name of anything has its schema's new one.
    const auto where = [&](const QualifiedName &name) {
        return QualifiedName{m_diff.renames.tableAfter({name.schema, u"?"_s}).schema, name.name};
    };
    for (const auto &[i, c] : m_scene.all<change::RenameObject>()) {
        const ObjectRename &r = c->rename;
        if (r.kind != kind || c->value)
            continue;
        const QString table = postgresQualified(m_diff.renames.tableAfter(r.table));
        const QString names = postgresIdentifier(r.from.name) + u" RENAME TO "_s + postgresIdentifier(r.to.name);
        switch (kind) {
        case ObjectRename::Kind::Schema:
            add(u"ALTER SCHEMA "_s + names, words(i), {i});
            break;
        case ObjectRename::Kind::Policy:
            add(u"ALTER POLICY "_s + postgresIdentifier(r.from.name) + u" ON "_s + table + u" RENAME TO "_s
                    + postgresIdentifier(r.to.name),
                words(i), {i});
            break;
        case ObjectRename::Kind::Constraint:
            add(u"ALTER TABLE "_s + table + u" RENAME CONSTRAINT "_s + postgresIdentifier(r.from.name) + u" TO "_s
                    + postgresIdentifier(r.to.name),
                words(i), {i});
            break;
        case ObjectRename::Kind::Index:
            add(u"ALTER INDEX "_s + postgresQualified({m_diff.renames.tableAfter(r.table).schema, r.from.name})
                    + u" RENAME TO "_s + postgresIdentifier(r.to.name),
                words(i), {i});
            break;
        case ObjectRename::Kind::Type:
        case ObjectRename::Kind::Sequence:
        case ObjectRename::Kind::View: {
            const View *view = m_diff.before.view(r.from);
            const QString what = kind == ObjectRename::Kind::Type ? u"TYPE"_s
                : kind == ObjectRename::Kind::Sequence            ? u"SEQUENCE"_s
                : view                                            ? postgresRelationKind(*view)
                                                                  : u"VIEW"_s;
            QualifiedName from = where(r.from);
            if (from.schema != r.to.schema) {
                add(u"ALTER "_s + what + u' ' + postgresQualified(from) + u" SET SCHEMA "_s
                        + postgresIdentifier(postgresRealSchema(r.to.schema)),
                    words(i), {i});
                from.schema = r.to.schema;
            }
            if (from.name != r.to.name)
                add(u"ALTER "_s + what + u' ' + postgresQualified(from) + u" RENAME TO "_s
                        + postgresIdentifier(r.to.name),
                    words(i), {i});
            break;
        }
        }
    }
}

void PostgresPlanWriter::renameTables()
{
    QList<PgRenameStep> steps;
    for (const auto &[i, c] : m_scene.all<change::RenameTable>()) {
        const QString schema = m_diff.renames.tableAfter({c->from.schema, u"?"_s}).schema;
        steps.append({{schema, c->from.name}, c->to, i});
    }
    const Schema &before = m_diff.before;
    const auto isTaken = [&](const QualifiedName &name) {
        return before.table(name) != nullptr || before.view(name) != nullptr || before.sequence(name) != nullptr;
    };
    pgRenameInOrder(steps, isTaken, [&](QualifiedName from, const QualifiedName &to, int change) {
        if (from.schema != to.schema) {
            add(u"ALTER TABLE "_s + postgresQualified(from) + u" SET SCHEMA "_s
                    + postgresIdentifier(postgresRealSchema(to.schema)),
                words(change), {change});
            from.schema = to.schema;
        }
        if (from.name != to.name)
            add(u"ALTER TABLE "_s + postgresQualified(from) + u" RENAME TO "_s + postgresIdentifier(to.name),
                words(change), {change});
    });
}

void PostgresPlanWriter::renameColumns()
{
    QHash<QualifiedName, QList<PgRenameStep>> byTable;
    QList<QualifiedName> tables;
    for (const auto &[i, c] : m_scene.all<change::RenameColumn>()) {
        if (!byTable.contains(c->table))
            tables.append(c->table);
        byTable[c->table].append({{{}, c->from}, {{}, c->to}, i});
    }
    for (const QualifiedName &table : std::as_const(tables)) {
        // Where the parent's column is renamed, the children's go along.
        const Table *now = m_scene.before(table);
        QStringList old;
        for (const Column &c : now ? now->columns : QList<Column>())
            old.append(m_scene.oldName(table, c.name));
        QList<PgRenameStep> steps = byTable.value(table);
        steps.removeIf([&](const PgRenameStep &s) {
            const Column *c = now ? now->column(s.to.name) : nullptr;
            return c && c->inherited;
        });
        pgRenameInOrder(
            steps, [&](const QualifiedName &name) { return old.contains(name.name); },
            [&](const QualifiedName &from, const QualifiedName &to, int change) {
                alter(table,
                      u"RENAME COLUMN "_s + postgresIdentifier(from.name) + u" TO "_s + postgresIdentifier(to.name),
                      words(change), {change});
            });
    }
}

/// A constraint or index that goes while one that says the same comes is only called otherwise.
void PostgresPlanWriter::renameConstraints()
{
    const PostgresSchemaRules rules;
    const auto pair = [&](const auto &dropped, const auto &added, auto part, auto same, auto rename) {
        for (const auto &[i, d] : dropped) {
            for (const auto &[j, a] : added) {
                if (m_done.contains(i) || m_done.contains(j) || d->table != a->table
                    || m_scene.stepsAside(d->table, part(*d).name))
                    continue;
                if (same(d->table, part(*d), part(*a)) && part(*d).name != part(*a).name) {
                    rename(d->table, part(*d).name, part(*a).name, QList<int>{i, j});
                    m_done += QSet<int>{i, j};
                }
            }
        }
    };
    const auto renameConstraint = [&](const QualifiedName &table, const QString &from, const QString &to,
                                      const QList<int> &changes) {
        alter(table, u"RENAME CONSTRAINT "_s + postgresIdentifier(from) + u" TO "_s + postgresIdentifier(to),
              u"Rename the constraint %1 of %2 to %3"_s.arg(from, table.display(), to), changes);
    };
    const SchemaIndex was(m_diff.renamed);
    const SchemaIndex will(m_diff.target);
    const auto normalTable = [&](const QualifiedName &name, auto put, const SchemaIndex &schema) {
        Table t = schema.table(name) ? *schema.table(name) : Table();
        put(t);
        return rules.normal(t, schema);
    };
    pair(
        m_scene.all<change::DropUnique>(), m_scene.all<change::AddUnique>(),
        [](const auto &c) -> const UniqueConstraint & { return c.unique; },
        [&](const QualifiedName &table, UniqueConstraint a, UniqueConstraint b) {
            a.name = b.name = QString();
            const auto only = [](const UniqueConstraint &u) { return [u](Table &t) { t.uniques = {u}; }; };
            return normalTable(table, only(a), was).uniques == normalTable(table, only(b), will).uniques;
        },
        renameConstraint);
    pair(
        m_scene.all<change::DropCheck>(), m_scene.all<change::AddCheck>(),
        [](const auto &c) -> const CheckConstraint & { return c.check; },
        [&](const QualifiedName &table, CheckConstraint a, CheckConstraint b) {
            a.name = b.name = QString();
            const auto only = [](const CheckConstraint &c) { return [c](Table &t) { t.checks = {c}; }; };
            return normalTable(table, only(a), was).checks == normalTable(table, only(b), will).checks;
        },
        renameConstraint);
    pair(
        m_scene.all<change::DropForeignKey>(), m_scene.all<change::AddForeignKey>(),
        [](const auto &c) -> const ForeignKey & { return c.foreignKey; },
        [&](const QualifiedName &table, ForeignKey a, ForeignKey b) {
            a.name = b.name = QString();
            const auto only = [](const ForeignKey &k) { return [k](Table &t) { t.foreignKeys = {k}; }; };
            return normalTable(table, only(a), was).foreignKeys == normalTable(table, only(b), will).foreignKeys;
        },
        renameConstraint);
    pair(
        m_scene.all<change::DropIndex>(), m_scene.all<change::AddIndex>(),
        [](const auto &c) -> const Index & { return c.index; },
        [&](const QualifiedName &table, Index a, Index b) {
            a.name = b.name = QString();
            const Table *from = was.table(table);
            const Table *to = will.table(table);
            return from && to && rules.normal(a, *from) == rules.normal(b, *to);
        },
        [&](const QualifiedName &table, const QString &from, const QString &to, const QList<int> &changes) {
            add(u"ALTER INDEX "_s + postgresQualified({table.schema, from}) + u" RENAME TO "_s + postgresIdentifier(to),
                u"Rename the index %1 to %2"_s.arg(from, to), changes);
        });
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>()) {
        if (m_scene.isOnlyRenamed(*c)) {
            renameConstraint(c->table, c->from->name, c->to->name, {i});
            m_done.insert(i);
        }
    }
}

} // namespace core
