// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/wayback.h"

#include "core/db/lastingidentity.h"
#include "core/migrate/scratchdatabase.h"
#include "core/session/schemasource.h"
#include "core/session/waybackplace.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int formatNow = 1;

QJsonArray renameList(const Renames &renames)
{
    QJsonArray out;
    for (const TableRename &t : renames.tables)
        out.append(QJsonArray{t.from.schema, t.from.name, t.to.name, t.to.schema, u"table"_s});
    for (const ColumnRename &c : renames.columns)
        out.append(QJsonArray{c.table.schema, c.table.name, c.from, c.to});
    for (const ObjectRename &o : renames.objects)
        out.append(QJsonArray{o.from.schema, o.from.name, o.to.name, o.to.schema, u"object"_s, int(o.kind),
                              o.table.schema, o.table.name});
    for (const ValueRename &v : renames.values)
        out.append(QJsonArray{v.type.schema, v.type.name, v.from, v.to, u"value"_s});
    return out;
}

Renames renamesFrom(const QJsonArray &json)
{
    Renames renames;
    for (const auto &value : json) {
        const QJsonArray parts = value.toArray();
        const QualifiedName name{parts.at(0).toString(), parts.at(1).toString()};
        const QString what = parts.at(4).toString();
        const QualifiedName to{parts.at(3).toString(), parts.at(2).toString()};
        if (parts.size() == 3) // as it was written before there were schemas
            renames.tables.append({name, {name.schema, parts.at(2).toString()}});
        else if (what == "table"_L1)
            renames.tables.append({name, to});
        else if (what == "object"_L1)
            renames.objects.append({static_cast<ObjectRename::Kind>(parts.at(5).toInt()),
                                    name,
                                    to,
                                    {parts.at(6).toString(), parts.at(7).toString()}});
        else if (what == "value"_L1)
            renames.values.append({name, parts.at(2).toString(), parts.at(3).toString()});
        else
            renames.columns.append({name, parts.at(2).toString(), parts.at(3).toString()});
    }
    return renames;
}

QStringList strings(const QJsonValue &value)
{
    QStringList out;
    const QJsonArray array = value.toArray();
    for (const auto &v : array)
        out.append(v.toString());
    return out;
}

PlanOptions planFrom(const QJsonObject &json)
{
    PlanOptions plan;
    plan.savedFile = json.value("savedFile"_L1).toString();
    plan.broken = strings(json.value("broken"_L1));
    plan.title = json.value("planTitle"_L1).toString();
    const QJsonArray fills = json.value("fills"_L1).toArray();
    for (const auto &value : fills) {
        const QJsonArray parts = value.toArray();
        plan.fills.append(
            {{parts.at(0).toString(), parts.at(1).toString()}, parts.at(2).toString(), parts.at(3).toString()});
    }
    const QJsonArray restores = json.value("restores"_L1).toArray();
    for (const auto &value : restores) {
        Statement s;
        s.sql = value.toArray().at(0).toString();
        s.purpose = value.toArray().at(1).toString();
        if (value.toArray().at(2).toBool())
            s.role = Statement::Role::Later;
        plan.restores.append(s);
    }
    const QJsonArray accounts = json.value("accounts"_L1).toArray(); // none of ways back from before there were any
    for (const auto &value : accounts)
        plan.accounts.append({value.toArray().at(0).toString(), value.toArray().at(1).toString()});
    return plan;
}

} // namespace

QByteArray toJson(const WayBackRecord &record)
{
    QJsonArray fills;
    for (const Fill &f : record.plan.fills)
        fills.append(QJsonArray{f.table.schema, f.table.name, f.column, f.expression});
    QJsonArray restores;
    for (const Statement &s : record.plan.restores)
        restores.append(QJsonArray{s.sql, s.purpose, s.role == Statement::Role::Later});
    QJsonArray accounts;
    for (const RestoreAccount &a : record.plan.accounts)
        accounts.append(QJsonArray{a.sql, a.what});
    const QJsonObject json{{u"format"_s, formatNow},
                           {u"title"_s, record.title},
                           {u"ddl"_s, QJsonArray::fromStringList(record.ddl)},
                           {u"renames"_s, renameList(record.options.renames)},
                           {u"scope"_s, QJsonArray::fromStringList(record.options.scope.patterns)},
                           {u"schemas"_s, QJsonArray::fromStringList(record.options.scope.schemas)},
                           {u"columnOrder"_s, record.options.columnOrder},
                           {u"fills"_s, fills},
                           {u"restores"_s, restores},
                           {u"accounts"_s, accounts},
                           {u"broken"_s, QJsonArray::fromStringList(record.plan.broken)},
                           {u"savedFile"_s, record.plan.savedFile},
                           {u"planTitle"_s, record.plan.title},
                           {u"cannotUndo"_s, QJsonArray::fromStringList(record.cannotUndo)},
                           {u"schemaAfter"_s, QString::fromLatin1(record.schemaAfter)},
                           {u"schemaVersion"_s, QString::number(record.schemaVersion)}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Result<WayBackRecord> wayBackFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object.value("format"_L1).toInt() != formatNow)
        return Error::invalid(u"The way back was written by another Raincheck and cannot be read by this one."_s);
    WayBackRecord record;
    record.title = object.value("title"_L1).toString();
    record.ddl = strings(object.value("ddl"_L1));
    record.options.renames = renamesFrom(object.value("renames"_L1).toArray());
    record.options.scope.patterns = strings(object.value("scope"_L1));
    record.options.scope.schemas = strings(object.value("schemas"_L1));
    record.options.columnOrder = object.value("columnOrder"_L1).toBool();
    record.plan = planFrom(object);
    record.cannotUndo = strings(object.value("cannotUndo"_L1));
    record.schemaAfter = object.value("schemaAfter"_L1).toString().toLatin1();
    record.schemaVersion = object.value("schemaVersion"_L1).toString().toLongLong();
    return record;
}

QByteArray fingerprint(const Schema &schema)
{
    return QCryptographicHash::hash(describe(schema).toUtf8(), QCryptographicHash::Sha256).toHex();
}

QByteArray fingerprintIn(const Schema &schema, const QString &database)
{
    return fingerprint(schema) + (database.isEmpty() ? QByteArray() : ' ' + database.toUtf8());
}

namespace {

/// What the statements of the record make: in a file, or in a database of our own on the server.
Result<Schema> schemaBefore(const WayBackRecord &record, Database &database, const Dialect &dialect,
                            const QString &workFolder, JobContext &context)
{
    if (!dialect.scratchSql())
        return schemaOfDdl(record.ddl.join(u";\n"_s), u"The schema before"_s, dialect, workFolder, context);
    ScratchDatabase::Wishes wishes;
    wishes.statements = record.ddl;
    const auto scratch = ScratchDatabase::make(database, dialect, context, wishes);
    if (scratch)
        return dialect.introspect((*scratch)->database());
    Error error = scratch.error();
    if (!error.isCancelled())
        error.message = u"There is no way back: what was there before has to be made in a database of its own to plan "
                        "it, and %1."_s.arg(error.message);
    return error;
}

QString changedSince(const Database &database)
{
    const Driver *driver = driverByName(database.spec().driver);
    const QString changed = u"There is no way back any more: the schema has been changed since."_s;
    return driver && driver->isFile() ? changed + u" Compare with the backup instead."_s
                                      : changed + u" Undo what was applied after it first, or compare with a dump."_s;
}

} // namespace

Result<WayBack> wayBack(const History &history, qint64 id, Database &database, const Dialect &dialect,
                        const QString &workFolder, JobContext &context)
{
    const auto json = history.wayBack(id);
    RC_TRY(json);
    if (json->isEmpty())
        return Error::invalid(
            u"This script did not change the schema, or was not applied, so there is no way back of it."_s);
    const auto record = wayBackFromJson(*json);
    RC_TRY(record);
    const QString &saved = record->plan.savedFile;
    if (!saved.isEmpty() && !QFileInfo::exists(saved))
        return Error::io(
            u"There is no way back: what was saved before it, %1, is gone. A backup may still have it."_s.arg(saved));
    const auto now = dialect.introspect(database);
    RC_TRY(now);
    const auto versions = database.versions();
    RC_TRY(versions);
    const auto identity = lastingIdentity(database);
    RC_TRY(identity);
    const qsizetype end = record->schemaAfter.indexOf(' '); // none: of a file, or an older Raincheck's
    const QString then = end < 0 ? QString() : QString::fromUtf8(record->schemaAfter.mid(end + 1));
    if (!then.isEmpty() && !identity->isEmpty() && then != *identity)
        return Error::invalid(
            u"There is no way back: it was applied to another database of this name, which was dropped and created "
            "anew since, or is another server's. Its saved values do not belong into these rows."_s);
    if (fingerprint(*now) != record->schemaAfter.left(end < 0 ? record->schemaAfter.size() : end))
        return Error::invalid(changedSince(database));
    if (record->schemaVersion >= 0 && versions->schema != record->schemaVersion)
        return Error::invalid(
            u"There is no way back any more: the database was rewritten since (VACUUM, or a change of the "
            "schema), so that rows without a key may have other numbers."_s);
    const auto before = schemaBefore(*record, database, dialect, workFolder, context);
    RC_TRY(before);
    PlanOptions plan = record->plan;
    const auto loads = loadsOf(saved, dialect, context);
    RC_TRY(loads);
    plan.loads = *loads;
    auto migration = planMigration(*now, *before, record->options, plan, dialect);
    RC_TRY(migration);
    return WayBack{id, record->title, std::make_shared<const SchemaMigration>(std::move(*migration)), saved,
                   record->cannotUndo};
}

} // namespace core
