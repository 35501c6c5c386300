// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourcast.h"

#include "core/base/whendone.h"
#include "core/session/session.h"

#include <QHash>
#include <QSet>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using RelationKind = core::Relation::Kind;

constexpr qsizetype tablesAtMost = 200; ///< that are counted

/// Chooses once it is known how many rows the tables have.
class Casting {
public:
    Casting(const core::Session &session, const QHash<core::QualifiedName, qint64> &counts)
        : m_session(session)
        , m_counts(counts)
    {
    }

    [[nodiscard]] TourCast choose() const
    {
        TourCast cast;
        int best = 0;
        qsizetype mostTypes = 0;
        for (const core::Table &table : m_session.schema()->tables) {
            if (isSample())
                return sampleCast();
            if (!hasRows(table.name))
                continue;
            chooseTypes(table, cast, mostTypes);
            if (table.facts.isPartition())
                cast.partition = table.name;
            chooseKey(table, cast);
            chooseChildren(table, cast, best);
            chooseLinks(table, cast);
        }
        return cast;
    }

private:
    [[nodiscard]] bool hasRows(const core::QualifiedName &table) const { return m_counts.value(table) > 1; }
    [[nodiscard]] QList<core::Relation> of(const core::QualifiedName &table, RelationKind kind) const
    {
        QList<core::Relation> found;
        for (const core::Relation &relation : m_session.relations().of(table)) {
            if (relation.kind == kind && hasRows(relation.to)
                && (kind != RelationKind::ManyToMany || hasRows(relation.junction)))
                found.append(relation);
        }
        return found;
    }
    [[nodiscard]] bool isSample() const
    {
        const TourCast sample = sampleCast();
        const core::RelationGraph &relations = m_session.relations();
        return relations.byName(sample.parent, sample.children) && relations.byName(sample.linked, sample.links)
            && relations.byColumn(sample.keyTable, sample.keyColumn)
            && relations.byName(sample.keyTable, sample.keyChildren);
    }

    void chooseTypes(const core::Table &table, TourCast &cast, qsizetype &most) const
    {
        QSet<QString> types;
        for (const core::Column &column : table.columns)
            types.insert(column.declaredType);
        if (types.size() <= most || table.primaryKeyColumns().isEmpty())
            return;
        most = types.size();
        cast.typed = table.name;
    }

    void chooseKey(const core::Table &table, TourCast &cast) const
    {
        const QList<core::Relation> many = of(table.name, RelationKind::Many);
        if (cast.hasKey() && (!cast.keyChildren.isEmpty() || many.isEmpty()))
            return;
        for (const core::Relation &relation : of(table.name, RelationKind::One)) {
            if (relation.isSelf() || !m_session.labelRules().contains(relation.to))
                continue;
            cast.keyTable = table.name;
            cast.keyColumn = relation.fromColumns.constFirst();
            cast.keyChildren = many.isEmpty() ? QString() : many.constFirst().name;
            return;
        }
    }

    void chooseChildren(const core::Table &table, TourCast &cast, int &best) const
    {
        for (const core::Relation &relation : of(table.name, RelationKind::Many)) {
            const QList<core::Relation> further =
                relation.isSelf() ? QList<core::Relation>() : of(relation.to, RelationKind::Many);
            const int score = 1 + (further.isEmpty() ? 0 : 2) + (m_session.labelRules().contains(table.name) ? 1 : 0);
            if (score <= best)
                continue;
            best = score;
            cast.parent = table.name;
            cast.children = relation.name;
            cast.grandchildren = further.isEmpty() ? QString() : further.constFirst().name;
        }
    }

    void chooseLinks(const core::Table &table, TourCast &cast) const
    {
        const QList<core::Relation> links = of(table.name, RelationKind::ManyToMany);
        if (cast.hasLinks() || links.isEmpty())
            return;
        cast.linked = table.name;
        cast.links = links.constFirst().name;
    }

    const core::Session &m_session;
    const QHash<core::QualifiedName, qint64> &m_counts;
};

} // namespace

QStringList TourCast::missing() const
{
    QStringList kinds;
    if (!hasKey())
        kinds.append(u"a foreign key to rows with a name"_s);
    if (!hasChildren())
        kinds.append(u"child rows"_s);
    if (!hasLinks())
        kinds.append(u"a junction"_s);
    return kinds;
}

TourCast TourCast::understudies() const
{
    TourCast cast = sampleCast();
    if (hasKey())
        cast.keyColumn.clear();
    if (hasChildren())
        cast.children.clear();
    if (hasLinks())
        cast.links.clear();
    return cast;
}

TourCast sampleCast()
{
    const core::QualifiedName posts{{}, u"posts"_s};
    return {posts, u"user_id"_s, u"comments"_s, {{}, u"users"_s}, u"posts"_s, u"comments"_s, posts, u"tags"_s};
}

void chooseCast(core::Session &session, QObject *context, const std::function<void(const TourCast &)> &chosen)
{
    struct State {
        QHash<core::QualifiedName, qint64> counts;
        qsizetype open = 0;
    };
    const auto state = std::make_shared<State>();
    QList<core::QualifiedName> tables;
    for (const core::Table &table : session.schema()->tables) {
        if (!table.internal && !table.shadow && tables.size() < tablesAtMost)
            tables.append(table.name);
    }
    state->open = tables.size();
    if (tables.isEmpty()) {
        chosen({});
        return;
    }
    for (const core::QualifiedName &name : std::as_const(tables)) {
        core::whenDone(session.countRows(name), context,
                       [&session, state, name, chosen](const core::Result<qint64> &count) {
                           state->counts.insert(name, count ? *count : 0); // one that cannot be read plays no part
                           if (--state->open == 0)
                               chosen(Casting(session, state->counts).choose());
                       });
    }
}

} // namespace ui
