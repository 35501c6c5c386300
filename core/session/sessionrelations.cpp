// SPDX-License-Identifier: GPL-3.0-or-later
// Session: labels, drawn relations, and what lies along relations.
#include "core/session/sessionprivate.h"

#include <algorithm>

namespace core {

void Session::Private::relate()
{
    relations = RelationGraph(*schema, preferences.drawn);
    labels = guessLabels(*schema, *dialect);
    for (auto chosen = preferences.labels.cbegin(); chosen != preferences.labels.cend(); ++chosen) {
        const Table *table = schema->table(chosen.key());
        const auto isThere = [&](const QString &column) { return table && table->column(column); };
        // What a migration has taken away is guessed anew, until it comes back.
        if (!table || !std::all_of(chosen->columns.begin(), chosen->columns.end(), isThere))
            continue;
        if (chosen->isEmpty())
            labels.remove(table->name);
        else
            labels.insert(table->name, *chosen);
    }
}

const LabelRules &Session::labelRules() const { return d->labels; }
const QList<DrawnForeignKey> &Session::drawnRelations() const { return d->preferences.drawn; }

void Session::setLabelRule(const QualifiedName &table, const std::optional<LabelRule> &rule)
{
    Preferences preferences = d->preferences;
    if (rule)
        preferences.labels.insert(table, *rule);
    else
        preferences.labels.remove(table);
    decide(std::move(preferences));
}

void Session::setDrawnRelations(const QList<DrawnForeignKey> &drawn)
{
    Preferences preferences = d->preferences;
    preferences.drawn = drawn;
    decide(std::move(preferences));
}

void Session::decide(Preferences preferences)
{
    if (preferences == d->preferences)
        return;
    d->preferences = std::move(preferences);
    d->relate();
    Q_EMIT relationsChanged();
    if (!d->preferencesProblem.isEmpty()) { // it holds until the end of this session
        Q_EMIT failed(Error::io(d->preferencesProblem));
        return;
    }
    // Not cancelled by closing: what was decided is kept. Private outlives its pool's jobs.
    const int number = ++d->decisions;
    d->pool.start([this, priv = d.get(), number, kept = d->preferences] {
        const std::lock_guard lock(priv->preferencesMutex);
        if (number != priv->decisions)
            return; // a newer one is on its way
        const auto written = PreferencesStore(priv->stateFolder, priv->target.spec.location).write(kept);
        if (!written && !priv->closing)
            QMetaObject::invokeMethod(this, [this, error = written.error()] { Q_EMIT failed(error); });
    });
}

std::unique_ptr<RelatedCells> Session::makeRelatedCells()
{
    auto cells = std::make_unique<RelatedCells>(d->reader, d->background, *d->dialect);
    connect(this, &Session::dataChanged, cells.get(), &RelatedCells::refresh);
    connect(this, &Session::changedOutside, cells.get(), &RelatedCells::refresh);
    return cells;
}

std::unique_ptr<RelationLookup> Session::makeRelationLookup(const Relation &relation)
{
    auto lookup = std::make_unique<RelationLookup>(d->reader, d->background, *d->dialect);
    lookup->setTarget(d->schema, {relation.to, relation.toColumns, d->labels.value(relation.to).columns});
    lookup->setChanges(changes());
    connect(this, &Session::changesChanged, lookup.get(),
            [this, target = lookup.get()] { target->setChanges(changes()); });
    return lookup;
}

FilterWorld Session::filterWorld() const
{
    return core::filterWorld(*d->schema, d->relations, *d->dialect, d->labels);
}

} // namespace core
