// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/names.h"
#include "core/drizzle/snapshot.h"
#include "core/schema/diff.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

/// drizzle-kit's snapshots for PostgreSQL (version 7) as schemas, for the pairs of ../shared/data.
namespace postgressnapshot {

using namespace Qt::Literals::StringLiterals;
using namespace core;

[[nodiscard]] inline QString text(const QJsonObject &o, const char *key)
{
    return o.value(QLatin1String(key)).toString();
}

/// With the schemas that drizzle-kit's tests use and do not always say.
[[nodiscard]] inline Schema withUsedSchemas(Schema s)
{
    const auto use = [&](const QualifiedName &name) {
        const bool said = std::any_of(s.schemas.cbegin(), s.schemas.cend(),
                                      [&](const NamedSchema &n) { return n.name == postgresRealSchema(name.schema); });
        if (!said)
            s.schemas.append(NamedSchema{name.schema});
    };
    for (const EnumType &e : std::as_const(s.enums))
        use(e.name);
    for (const Sequence &q : std::as_const(s.sequences))
        use(q.name);
    return s;
}

[[nodiscard]] inline Schema schema(const QJsonObject &root)
{
    const auto read = readDrizzleSnapshot(QJsonDocument(root).toJson());
    return read ? withUsedSchemas(read->schema) : Schema();
}

/// "public.a" → a of public; "folder.a" → a of folder.
[[nodiscard]] inline QualifiedName named(const QString &text)
{
    const qsizetype dot = text.indexOf(u'.');
    return dot < 0 ? QualifiedName{{}, text} : QualifiedName{postgresModelSchema(text.left(dot)), text.mid(dot + 1)};
}

[[nodiscard]] inline Renames renamesOf(const QJsonArray &answers)
{
    Renames out;
    for (const QJsonValue &v : answers) {
        const QJsonObject o = v.toObject();
        const QString kind = text(o, "kind");
        const auto add = [&](const QualifiedName &from, const QualifiedName &to) {
            if (kind == "tables"_L1)
                out.tables.append(TableRename{from, to});
            else if (kind == "columns"_L1)
                out.columns.append({named(text(o, "table")), from.name, to.name});
            else if (kind == "schemas"_L1)
                out.objects.append({ObjectRename::Kind::Schema, from, to});
            else if (kind == "enums"_L1)
                out.objects.append({ObjectRename::Kind::Type, from, to});
            else if (kind == "sequences"_L1)
                out.objects.append({ObjectRename::Kind::Sequence, from, to});
            else if (kind == "views"_L1)
                out.objects.append({ObjectRename::Kind::View, from, to});
            else if (kind == "policies"_L1)
                out.objects.append({ObjectRename::Kind::Policy, from, to, named(text(o, "table"))});
        };
        const QJsonArray moved = o.value("moved"_L1).toArray();
        for (const QJsonValue &r : o.value("renamed"_L1).toArray())
            add(named(text(r.toObject(), "from")), named(text(r.toObject(), "to")));
        for (const QJsonValue &m : moved) {
            const QString name = text(m.toObject(), "name");
            const QualifiedName from{postgresModelSchema(text(m.toObject(), "schemaFrom")), name};
            const QualifiedName to{postgresModelSchema(text(m.toObject(), "schemaTo")), name};
            // Where it is renamed as well, that said both.
            const bool said = std::any_of(out.objects.cbegin(), out.objects.cend(),
                                          [&](const ObjectRename &r) { return r.from == from; });
            if (!said)
                add(from, to);
        }
    }
    return out;
}

} // namespace postgressnapshot
