// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that are made anew: the part of PlanWriter about their order.
#include "core/dialect/sqlite/editsql.h"
#include "core/dialect/sqlite/planwriter.h"
#include "core/dialect/sqlite/rebuild.h"
#include "core/dialect/sqlite/words.h"

#include <algorithm>
#include <functional>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The words of a change as a part of another sentence.
QString within(const Change &change)
{
    QString words = wordsOf(change);
    if (!words.isEmpty())
        words[0] = words[0].toLower();
    return words;
}

/// Who refers to whom among some tables; names folded.
class References {
public:
    void add(const Table &table)
    {
        const QString name = foldedName(table.name.name);
        m_tables.insert(name, &table);
        for (const ForeignKey &k : table.foreignKeys)
            m_targets[name].append(foldedName(k.target.name));
    }

    /// Each after all it refers to, as far as circles allow; by name where it is all the same.
    [[nodiscard]] QStringList parentsFirst() const
    {
        QStringList out;
        QSet<QString> seen;
        const std::function<void(const QString &)> visit = [&](const QString &name) {
            if (seen.contains(name) || !m_tables.contains(name))
                return;
            seen.insert(name);
            for (const QString &target : m_targets.value(name))
                visit(target);
            out.append(name);
        };
        for (auto it = m_tables.cbegin(); it != m_tables.cend(); ++it)
            visit(it.key());
        return out;
    }

    /// Whether the key leads back, over others, to its own table.
    [[nodiscard]] bool isInCircle(const Table &table, const ForeignKey &key) const
    {
        QStringList waiting{foldedName(key.target.name)};
        QSet<QString> seen;
        while (!waiting.isEmpty()) {
            const QString name = waiting.takeLast();
            if (name == foldedName(table.name.name))
                return true;
            if (!seen.contains(name))
                waiting += m_targets.value(name);
            seen.insert(name);
        }
        return false;
    }

    [[nodiscard]] const QMap<QString, const Table *> &tables() const { return m_tables; }

private:
    QMap<QString, const Table *> m_tables;
    QHash<QString, QStringList> m_targets;
};

} // namespace

/// A table that is made anew, and what its statements are there for.
struct PlanWriter::Remade {
    SqliteRebuildSteps steps;
    QList<int> sources;
    QList<int> ofDrop; ///< an index that goes, goes with the old table
};

Result<Done> PlanWriter::rebuild()
{
    QMap<QString, Remade> remade;
    for (const SqlitePlanScene::TableWork &work : std::as_const(m_scene.tables)) {
        if (!work.rebuild)
            continue;
        QStringList reasons;
        for (const int i : work.changes)
            reasons.append(within(m_diff.changes[i]));
        const auto steps = sqliteRebuild(
            m_scene, work,
            reasons.isEmpty() ? u"it refers to what is made anew or goes, and keys cannot be switched off"_s
                              : u"SQLite cannot do this in place: "_s + reasons.join(u"; "_s));
        RC_TRY(steps);
        Remade one{*steps, work.changes, work.changes};
        for (const int i : m_changesOf.value(foldedName(work.to->name.name))) {
            if (std::holds_alternative<change::DropIndex>(m_diff.changes[i]))
                one.ofDrop.append(i);
        }
        remade.insert(foldedName(work.to->name.name), one);
        m_rebuilt.append(work.to->name.name);
    }
    if (m_options.keysStayOn)
        return rebuildUnderKeys(remade);
    for (const SqlitePlanScene::TableWork &work : std::as_const(m_scene.tables)) {
        if (!work.rebuild)
            continue;
        const Remade &one = remade[foldedName(work.to->name.name)];
        append(one.steps.make, one.sources);
        append(one.steps.fill, one.sources);
        append(one.steps.drop, one.ofDrop);
        append(one.steps.name, one.sources);
    }
    return Done{};
}

void PlanWriter::append(const QList<Statement> &statements, const QList<int> &sources)
{
    for (const Statement &s : statements) {
        m_body.append(s);
        m_sources.append(sources);
    }
}

/// All new ones beside all old ones, with keys among themselves; parents are filled first. Then the old ones go, leaves
/// first, so that whatever cascades reaches only what goes too.
Result<Done> PlanWriter::rebuildUnderKeys(const QMap<QString, Remade> &remade)
{
    References now; // of the old ones, and of those that go
    References then;
    QHash<QString, int> dropped;
    for (const auto &[i, c] : m_scene.all<change::DropTable>()) {
        if (m_scene.target.table(c->table.name) || m_scene.target.view(c->table.name))
            return Error::invalid(
                u"While foreign keys cannot be switched off, %1 cannot go and come back as something else at once: "
                "make two migrations of it."_s.arg(c->table.name.display()));
        now.add(c->table);
        dropped.insert(foldedName(c->table.name.name), i);
    }
    for (auto it = remade.cbegin(); it != remade.cend(); ++it) {
        now.add(*m_scene.renamed.table({{}, it.key()}));
        then.add(*m_scene.target.table({{}, it.key()}));
    }
    if (!remade.isEmpty() || !dropped.isEmpty())
        append({sqliteCheckForeignKeysLater(u"Check foreign keys at the end, when every row is in its place"_s)}, {});
    for (const Remade &one : remade)
        append(one.steps.make, one.sources);
    for (const QString &name : then.parentsFirst())
        append(remade.value(name).steps.fill, remade.value(name).sources);
    for (const Table *t : now.tables()) {
        for (const ForeignKey &k : t->foreignKeys) {
            if (k.deleteAction() == ForeignKeyAction::Restrict && now.isInCircle(*t, k))
                RC_TRY(letGo(*t, k));
        }
    }
    QStringList leavesFirst = now.parentsFirst();
    std::reverse(leavesFirst.begin(), leavesFirst.end());
    for (const QString &name : std::as_const(leavesFirst)) {
        if (dropped.contains(name))
            add(u"DROP TABLE "_s + sqliteQualified(now.tables().value(name)->name),
                wordsOf(m_diff.changes[dropped.value(name)]), {dropped.value(name)});
        else
            append(remade.value(name).steps.drop, remade.value(name).ofDrop);
    }
    for (const Remade &one : remade)
        append(one.steps.name, one.sources);
    return Done{};
}

/// RESTRICT waits for nothing, so that in a circle no table could go first.
Result<Done> PlanWriter::letGo(const Table &table, const ForeignKey &key)
{
    const auto mayBeNull = [&table](const QString &name) {
        const Column *c = table.column(name);
        return c && !c->isGenerated() && !table.isRequired(*c) && table.rowIdAlias() != c->name;
    };
    const auto column = std::find_if(key.columns.cbegin(), key.columns.cend(), mayBeNull);
    if (column == key.columns.cend())
        return Error::invalid(u"%1 cannot be made anew while foreign keys are on: its key (%2) leads back to it, "
                              u"restricts, and may not be "
                              "NULL."_s.arg(table.name.display(), key.columns.join(u", "_s)));
    add(u"UPDATE "_s + sqliteQualified(table.name) + u" SET "_s + sqliteIdentifier(*column) + u" = NULL"_s,
        u"Let the old rows of %1 go of each other, which RESTRICT would keep; they are in the new table"_s.arg(
            table.name.display()),
        {});
    return Done{};
}

} // namespace core
