// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/drizzleschema.h"

#include "core/drizzle/schemadocument.h"
#include "core/drizzle/snapshot.h"

#include <memory>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Which system a dialect of Drizzle's is, and who reads its document.
struct DocumentSystem {
    QString system;
    std::unique_ptr<SchemaDocument> (*reader)(const QJsonObject &);
};

template <typename Document> std::unique_ptr<SchemaDocument> documentFor(const QJsonObject &root)
{
    return std::make_unique<Document>(root);
}

const QHash<QString, DocumentSystem> &documentSystems()
{
    static const QHash<QString, DocumentSystem> systems{
        {u"sqlite"_s, {u"sqlite"_s, documentFor<SqliteDocument>}},
        {u"turso"_s, {u"sqlite"_s, documentFor<SqliteDocument>}},
        {u"postgresql"_s, {u"postgres"_s, documentFor<PostgresDocument>}}};
    return systems;
}

/// "src/schema.ts, line 12: …" or "drizzle.config.ts: …", in one sentence.
Error errorOf(const QJsonObject &o, const QString &folder)
{
    QString file = o.value("file"_L1).toString();
    if (!folder.isEmpty() && file.startsWith(folder + u'/'))
        file = file.mid(folder.size() + 1);
    const int line = o.value("line"_L1).toInt();
    QString message = o.value("message"_L1).toString();
    if (!message.isEmpty() && !message.endsWith(u'.'))
        message += u'.';
    if (!message.isEmpty())
        message[0] = message.at(0).toUpper();
    if (!file.isEmpty())
        message = (line > 0 ? u"%1, line %2: "_s.arg(file).arg(line) : QString(file + u": "_s)) + message;
    Error error = Error::invalid(message);
    error.code = o.value("code"_L1).toString();
    return error;
}

} // namespace

Scope DrizzleSchema::scope() const
{
    Scope scope{settings.tablesFilter, settings.schemaFilter};
    if (scope.schemas.isEmpty()) {
        const auto use = [&](const QString &name) {
            if (!name.isEmpty() && !scope.schemas.contains(exactPattern(name)))
                scope.schemas.append(exactPattern(name));
        };
        for (const NamedSchema &s : schema.schemas)
            use(s.name);
        for (const Table &t : schema.tables)
            use(t.name.schema); // also of one that is not exported
    }
    return leavingOut(scope, existingViews);
}

QString DrizzleSchema::system() const
{
    const auto found = documentSystems().constFind(settings.dialect);
    return found == documentSystems().constEnd() ? QString() : found->system;
}

Result<DrizzleSchema> drizzleSchemaFromJson(const QJsonObject &document, const QString &folder)
{
    if (document.value("bridge"_L1).toInt() != 1)
        return Error::invalid(u"What was read of schema.ts cannot be understood."_s);
    if (document.contains("error"_L1))
        return errorOf(document.value("error"_L1).toObject(), folder);
    const QString dialect = document.value("config"_L1).toObject().value("dialect"_L1).toString();
    const auto system = documentSystems().constFind(dialect);
    if (system == documentSystems().constEnd())
        return Error::invalid(u"What was read of schema.ts is for “%1”, which cannot be understood."_s.arg(dialect));
    return system->reader(document)->read();
}

} // namespace core
