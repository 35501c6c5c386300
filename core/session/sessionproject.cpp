// SPDX-License-Identifier: GPL-3.0-or-later
// Session: what the project's schema.ts says of the database.
#include "core/drizzle/schemarelations.h"
#include "core/session/projectschema.h"
#include "core/session/sessionprivate.h"

namespace core {

const ProjectSchema *Session::projectSchema() const
{
    return d->project.get();
}

void Session::followProjectSchema()
{
    if (!d->trusted)
        return;
    if (!d->project) {
        d->bridge = std::make_shared<WarmBridge>();
        const auto ask = [this](const BridgeRequest &request) {
            return d->inPool<BridgeAnswer>(
                this,
                [request, bridge = d->bridge](JobContext &context) -> Result<BridgeAnswer> {
                    return bridge->schema(request, [&context] { return context.isCancelled(); });
                },
                [](const Result<BridgeAnswer> &) {}, Private::Needs::Nothing);
        };
        using Rows = QList<MadeRow>;
        const auto askValues = [this](const BridgeRequest &request, const QualifiedName &table,
                                      const QStringList &columns, int rows) {
            return d->inPool<Rows>(
                this,
                [request, table, columns, rows, bridge = d->bridge](JobContext &context) -> Result<Rows> {
                    return bridge->values(request, table, columns, rows, [&context] { return context.isCancelled(); });
                },
                [](const Result<Rows> &) {}, Private::Needs::Nothing);
        };
        d->project = std::make_unique<ProjectSchema>(d->isServer ? QString() : location(), ask, askValues);
        if (const auto &config = d->target.project) {
            if (const auto request = bridgeRequestOf(config->configPath, config->root))
                d->project->setRequest(*request);
        }
        connect(d->project.get(), &ProjectSchema::changed, this, [this] {
            if (d->declared() != d->declaredRelations) {
                d->relate();
                Q_EMIT relationsChanged();
            }
            Q_EMIT projectSchemaChanged();
        });
    }
    d->bridge->forget(); // a person asks: what was installed may be another
    d->project->read();
}

void Session::stopProjectSchema()
{
    if (d->project)
        d->project->stop();
}

QList<DrawnForeignKey> Session::Private::declared() const
{
    return project && project->schema() ? relationsBeside(*project->schema(), *schema) : QList<DrawnForeignKey>();
}

const QList<DrawnForeignKey> &Session::declaredRelations() const
{
    return d->declaredRelations;
}

QHash<QString, ColumnFormat> Session::declaredFormats(const QualifiedName &table) const
{
    const Table *known = d->schema ? d->schema->table(table) : nullptr;
    auto formats = known ? formatsOfTypes(*d->schema, *known) : QHash<QString, ColumnFormat>();
    if (d->project && d->project->schema())
        formats.insert(formatsOf(d->project->schema()->columns.value(table)));
    return formats;
}

} // namespace core
