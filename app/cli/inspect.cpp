// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/reader.h"
#include "app/cli/schemajson.h"

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

QString relationText(const core::Relation &relation)
{
    const auto names = [](const QStringList &columns) -> QString { return u'(' + columns.join(u", "_s) + u')'; };
    const QString pair = u"%1 to %2 %3"_s.arg(names(relation.fromColumns), relation.to.display(), names(relation.toColumns));
    switch (relation.kind) {
    case core::Relation::Kind::One:
        return u"one "_s + pair;
    case core::Relation::Kind::OneToOne:
        return u"one to one "_s + pair;
    case core::Relation::Kind::Many:
        return u"many "_s + pair;
    case core::Relation::Kind::ManyToMany:
        return u"many to many %1 through %2"_s.arg(pair, relation.junction.display());
    }
    return {};
}

/// Tables first, then views; each table with its relations beneath what it is itself.
QString schemaText(const core::Schema &schema, const core::RelationGraph &relations, bool withInternal)
{
    QString text;
    for (const core::Table &table : schema.tables) {
        if (!withInternal && (table.internal || table.shadow))
            continue;
        text += core::describe(table);
        const QList<core::Relation> own = relations.of(table.name);
        for (const core::Relation &relation : own)
            text += u"  relation "_s + relation.name + u": "_s + relationText(relation) + u'\n';
    }
    core::Schema views = schema;
    views.tables.clear();
    return visibleLines(text + core::describe(views));
}

} // namespace

ExitCode inspect(const Invocation &invocation)
{
    auto reader = openForReading(invocation.place(0));
    if (!reader)
        return failed(reader.error());
    const core::RelationGraph relations(reader->schema);
    const bool all = invocation.has(u"all"_s);
    bool printed = false;
    if (invocation.json()) {
        QJsonObject result = schemaJson(reader->schema, relations, all);
        result.insert(u"database"_s, reader->connection->spec().location);
        result.insert(u"system"_s, reader->dialect->name());
        printed = print(result);
    } else {
        const QString text = schemaText(reader->schema, relations, all);
        printed = print(text.isEmpty() ? visibleLines(reader->connection->spec().location) + u" has no tables or views.\n"_s : text);
    }
    return printed ? Succeeded : Failed;
}

} // namespace app
