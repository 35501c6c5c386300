// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshotform.h"

#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/snapshot7.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

SnapshotForm sqliteForm()
{
    SnapshotForm form;
    form.system = u"sqlite"_s;
    form.title = u"SQLite"_s;
    form.dialect = u"sqlite"_s;
    form.otherDialects = {u"turso"_s};
    form.foldersDialect = u"sqlite"_s;
    form.version = u"6"_s;
    form.foldersVersion = u"7"_s;
    form.keysMayBeNull = true;
    form.facets = Facets::drizzle();
    form.read = readSnapshot6;
    form.readFolders = readSnapshot7;
    form.write = drizzleSnapshot;
    form.writeFolders = drizzleSnapshot7;
    return form;
}

SnapshotForm postgresForm()
{
    SnapshotForm form;
    form.system = u"postgres"_s;
    form.title = u"PostgreSQL"_s;
    form.dialect = u"postgresql"_s;
    form.otherDialects = {u"postgres"_s};
    form.foldersDialect = u"postgres"_s;
    form.version = u"7"_s;
    form.foldersVersion = u"8"_s;
    form.keyName = postgresKeyName;
    form.facets = Facets::drizzlePostgres();
    form.nothing.schemas = {NamedSchema{u"public"_s}};
    form.read = readPostgresSnapshot7;
    form.readFolders = readPostgresSnapshot8;
    form.write = postgresSnapshot7;
    form.extras = postgresExtraStatements;
    form.isForSession = isPostgresSearchPath;
    form.writeFolders = postgresSnapshot8;
    return form;
}

const QList<SnapshotForm> &snapshotForms()
{
    static const QList<SnapshotForm> forms{sqliteForm(), postgresForm()};
    return forms;
}

/// Without what it is about, a text of the right version is not one of an empty schema.
bool isWholeSnapshot(const QJsonObject &root, bool isFlat)
{
    if (!isFlat)
        return root.value("tables"_L1).isObject();
    const QJsonArray entities = root.value("ddl"_L1).toArray();
    return std::all_of(entities.cbegin(), entities.cend(), [](const QJsonValue &entity) {
        return !entity.toObject().value("entityType"_L1).toString().isEmpty();
    });
}

Error unknownVersion(const SnapshotForm &form, const QString &version)
{
    return Error::invalid(
        u"The snapshot has version %1, but only versions %2 and %3 (drizzle 1.0) of %4 can be read: bring an older one "
        "there with “drizzle-kit up”."_s.arg(version, form.version, form.foldersVersion, form.title));
}

} // namespace

const SnapshotForm *snapshotForm(const QString &dialect)
{
    for (const SnapshotForm &form : snapshotForms()) {
        if (form.system == dialect || form.dialect == dialect || form.otherDialects.contains(dialect))
            return &form;
    }
    return nullptr;
}

QString snapshotSystems()
{
    QStringList titles;
    for (const SnapshotForm &form : snapshotForms())
        titles.append(form.title);
    return titles.join(u" and "_s);
}

QByteArray snapshotText(const Schema &schema, const SnapshotAbout &about, MigrationsFolder::Layout layout)
{
    const SnapshotForm *form = snapshotForm(about.dialect);
    if (!form)
        return {};
    return layout == MigrationsFolder::Layout::Folders ? form->writeFolders(schema, about) : form->write(schema, about);
}

DrizzleSnapshot emptySnapshot(const QString &dialect)
{
    DrizzleSnapshot nothing;
    if (const SnapshotForm *form = snapshotForm(dialect)) {
        nothing.system = form->system;
        nothing.facets = form->facets;
        nothing.schema = form->nothing;
    }
    // Nothing is there, so that nothing is said less exactly than it could be.
    nothing.facets.uniqueConstraints = true;
    return nothing;
}

const SchemaRules *rulesOfSnapshot(const DrizzleSnapshot &snapshot)
{
    const Dialect *system = dialectByName(snapshot.system);
    return system ? system->schemaRules() : nullptr;
}

Result<DrizzleSnapshot> readDrizzleSnapshot(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error == QJsonParseError::NoError && !document.isObject())
        return Error::invalid(u"The snapshot is JSON, but not an object."_s);
    if (!document.isObject())
        return Error::invalid(
            u"The snapshot is not JSON: %1 (at byte %2)."_s.arg(problem.errorString()).arg(problem.offset));
    const QJsonObject root = document.object();
    const QString dialect = root.value("dialect"_L1).toString();
    const SnapshotForm *form = snapshotForm(dialect);
    if (!form)
        return Error::invalid(
            u"The snapshot is for “%1”, but only those of %2 can be read."_s.arg(dialect, snapshotSystems()));
    const QString version = root.value("version"_L1).toVariant().toString();
    const bool isFlat = root.value("ddl"_L1).isArray();
    if (version != (isFlat ? form->foldersVersion : form->version))
        return unknownVersion(*form, version);
    if (!isWholeSnapshot(root, isFlat))
        return Error::invalid(
            isFlat ? u"This is no snapshot of drizzle-kit: its “ddl” lists something without “entityType”."_s
                   : u"This is no snapshot of drizzle-kit: it has no “tables”, not even an empty list of them."_s);
    auto read = isFlat ? form->readFolders(json, root) : form->read(json, root);
    if (read)
        read->system = form->system;
    return read;
}

} // namespace core
