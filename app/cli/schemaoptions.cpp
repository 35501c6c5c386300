// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schemaoptions.h"

#include "app/cli/console.h"

#include "core/migrate/savedrows.h"
#include "core/session/statefolder.h"
#include "core/session/target.h"
#include "core/session/trust.h"

#include <QJsonArray>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

struct ColumnName {
    core::QualifiedName table;
    QString column;
};

/// TABLE.COLUMN, where either may hold dots itself: the table that is there decides.
std::optional<ColumnName> columnNamed(const QString &name, const core::Schema &schema)
{
    for (qsizetype dot = name.indexOf(u'.'); dot > 0; dot = name.indexOf(u'.', dot + 1)) {
        const core::Table *table = schema.table({{}, name.first(dot)});
        const core::Column *column = table ? table->column(name.mid(dot + 1)) : nullptr;
        if (column)
            return ColumnName{table->name, column->name};
    }
    return std::nullopt;
}

Result<core::Done> addRename(const QString &text, const core::Schema &from, const core::Schema &to, core::Renames &into)
{
    const qsizetype sign = text.indexOf(u'=');
    if (sign <= 0 || sign + 1 == text.size())
        return Error::invalid(u"--rename takes OLD=NEW, such as users.name=full_name, not %1."_s.arg(text));
    const QString before = text.first(sign);
    const QString after = text.mid(sign + 1);
    if (const core::Table *table = from.table({{}, before})) {
        into.tables.append({table->name, {{}, after}});
        return core::Done{};
    }
    const auto column = columnNamed(before, from);
    if (!column)
        return Error::invalid(u"--rename %1: there is no table and no column %2."_s.arg(text, before));
    const auto whole = columnNamed(after, to);
    into.columns.append({column->table, column->column, whole ? whole->column : after});
    return core::Done{};
}

Result<core::Fill> fillFrom(const QString &text, const core::Schema &to)
{
    const qsizetype sign = text.indexOf(u'=');
    const auto column = sign > 0 ? columnNamed(text.first(sign), to) : std::nullopt;
    if (sign <= 0 || sign + 1 == text.size())
        return Error::invalid(u"--fill takes TABLE.COLUMN=EXPR, such as users.email='', not %1."_s.arg(text));
    if (!column)
        return Error::invalid(u"--fill %1: the target has no column %2."_s.arg(text, text.first(sign)));
    return core::Fill{column->table, column->column, text.mid(sign + 1)};
}

QString roleText(core::Statement::Role role)
{
    switch (role) {
    case core::Statement::Role::Setup:
        return u"setup"_s;
    case core::Statement::Role::Begin:
        return u"begin"_s;
    case core::Statement::Role::Body:
        return u"body"_s;
    case core::Statement::Role::Check:
        return u"check"_s;
    case core::Statement::Role::Commit:
        return u"commit"_s;
    case core::Statement::Role::Later:
        return u"later"_s;
    case core::Statement::Role::IfFailed:
        return u"if-failed"_s;
    case core::Statement::Role::Cleanup:
        return u"cleanup"_s;
    }
    return {};
}

} // namespace

Result<core::MigrationDraft> draftFrom(const Invocation &invocation, const core::Schema &from,
                                       const core::SchemaSource &to)
{
    core::MigrationDraft draft;
    draft.sourceName = to.name;
    draft.sourceDatabase = to.database;
    draft.target = to.schema;
    draft.options.facets = to.facets;
    draft.options.scope = to.scope;
    QStringList closed;
    for (const core::NamedSchema &s : from.schemas + to.schema.schemas) {
        if (!s.readable && !closed.contains(s.name))
            closed.append(s.name);
    }
    for (const QString &name : std::as_const(closed))
        complain(u"What is in the schema %1 stays as it is: this role may not look into it."_s.arg(name));
    const QStringList renames = invocation.values(u"rename"_s);
    for (const QString &text : renames)
        RC_TRY(addRename(text, from, to.schema, draft.options.renames));
    const QStringList fills = invocation.values(u"fill"_s);
    for (const QString &text : fills) {
        const auto fill = fillFrom(text, to.schema);
        RC_TRY(fill);
        draft.plan.fills.append(*fill);
    }
    draft.plan.concurrently = invocation.has(u"concurrently"_s);
    draft.plan.notValid = invocation.has(u"not-valid"_s);
    return draft;
}

const core::Dialect &dialectOf(const QStringList &places)
{
    const core::Dialect *const ofFiles = core::dialectByName(core::fileDriver());
    for (const QString &place : places) {
        const auto target = core::resolveTarget(place);
        const core::Dialect *its = target ? core::dialectByName(target->spec.driver) : nullptr;
        if (its && its != ofFiles)
            return *its;
    }
    return *ofFiles;
}

namespace {

/// The first of the places that is on a server.
std::optional<core::ConnectionSpec> serverAmong(const QStringList &places)
{
    for (const QString &place : places) {
        const auto target = core::resolveTarget(place);
        const core::Driver *driver = target ? core::driverByName(target->spec.driver) : nullptr;
        if (driver && !driver->isFile())
            return target->spec;
    }
    return std::nullopt;
}

} // namespace

Result<core::SchemaSource> readSource(const QString &path, const core::Dialect &dialect, const Invocation &invocation)
{
    const auto folder = core::stateFolder();
    RC_TRY(folder);
    const auto trust = invocation.has(u"trust"_s) ? core::CodeTrust::FromNowOn : core::CodeTrust::IfKnown;
    Patient patient;
    auto source = core::readSchemaSource(path, dialect, *folder, patient, trust, serverAmong(invocation.places));
    if (!source && core::isForWantOfTrust(source.error())) {
        Error error = source.error();
        error.message += u" Add --trust to trust it, now and from now on."_s;
        return error;
    }
    return source;
}

QString planText(const core::Script &script, const core::Dialect &dialect)
{
    QString text;
    for (const core::Statement &statement : script.statements) {
        if (!statement.purpose.isEmpty())
            text += u"-- "_s + statement.purpose.simplified() + u'\n';
        text += core::rendered(statement, dialect) + u";\n"_s;
    }
    return text;
}

QJsonObject migrationJson(const core::SchemaMigration &migration, const core::Dialect &dialect)
{
    QJsonArray changes;
    for (const core::Change &change : migration.diff.changes)
        changes.append(core::wordsOf(change));
    QJsonArray statements;
    for (qsizetype i = 0; i < migration.plan.script.statements.size(); ++i) {
        const core::Statement &statement = migration.plan.script.statements.at(i);
        QJsonArray sources;
        for (const int change : migration.plan.sources.value(i))
            sources.append(change);
        statements.append(QJsonObject{{u"sql"_s, core::rendered(statement, dialect)},
                                      {u"purpose"_s, statement.purpose},
                                      {u"role"_s, roleText(statement.role)},
                                      {u"changes"_s, sources}});
    }
    const core::WayBackPlan way = core::wayBackPlan(migration, dialect);
    QJsonArray inverse;
    const auto back = core::planBack(migration, migration.diff.target, way, u"….saved"_s, dialect);
    for (const core::Statement &statement : back ? back->plan.script.statements : QList<core::Statement>())
        inverse.append(core::rendered(statement, dialect));
    return {{u"title"_s, migration.plan.script.title},
            {u"rebuilt"_s, QJsonArray::fromStringList(migration.plan.rebuilt)},
            {u"changes"_s, changes},
            {u"statements"_s, statements},
            {u"inverse"_s, inverse},
            {u"cannotUndo"_s, QJsonArray::fromStringList(way.cannotUndo)}};
}

} // namespace app
