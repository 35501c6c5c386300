// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/roleddl.h"
#include "core/drizzle/postgressnapshotparts.h"
#include "core/drizzle/snapshotextrasql.h"

#include <QMap>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Statement extraStatement(const QString &sql, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

PostgresRole roleFrom(const QJsonObject &o)
{
    PostgresRole r;
    r.name = o.value("name"_L1).toString();
    r.superuser = o.value("superuser"_L1).toBool();
    r.createDb = o.value("createDb"_L1).toBool();
    r.createRole = o.value("createRole"_L1).toBool();
    r.inherit = o.value("inherit"_L1).toBool(true);
    r.canLogin = o.value("canLogin"_L1).toBool();
    r.replication = o.value("replication"_L1).toBool();
    r.bypassRls = o.value("bypassRls"_L1).toBool();
    return r;
}

struct OwnlessPolicy {
    Policy policy;
    QualifiedName table;
    friend bool operator==(const OwnlessPolicy &, const OwnlessPolicy &) = default;
};

QMap<QString, OwnlessPolicy> ownlessPolicies(const SnapshotExtras &extras)
{
    QMap<QString, OwnlessPolicy> out;
    for (const QJsonObject &o : extras.policies)
        out.insert(o.value("on"_L1).toString() + u' ' + o.value("name"_L1).toString(),
                   {snapshotPolicy(o, u"to"_s), policyTable(o)});
    return out;
}

QMap<QString, PostgresRole> rolesByName(const SnapshotExtras &extras)
{
    QMap<QString, PostgresRole> out;
    for (const QJsonObject &o : extras.roles)
        out.insert(o.value("name"_L1).toString(), roleFrom(o));
    return out;
}

/// What a materialized view is stored by is nothing that a plan changes.
void noteStoring(const QHash<QString, QString> &before, const QHash<QString, QString> &after, const QString &words,
                 QStringList &notes)
{
    for (auto it = after.cbegin(); it != after.cend(); ++it) {
        if (before.value(it.key()) != it.value())
            notes.append(words.arg(it.key(), it.value()));
    }
}

} // namespace

bool isPostgresSearchPath(const Statement &statement)
{
    return statement.sql == postgresSearchPath(true);
}

ExtraStatements postgresExtraStatements(const SnapshotExtras &before, const SnapshotExtras &after)
{
    ExtraStatements out;
    const auto rolesBefore = rolesByName(before);
    const auto rolesAfter = rolesByName(after);
    for (const PostgresRole &r : rolesAfter) {
        if (!rolesBefore.contains(r.name))
            out.first.append(extraStatement(postgresCreateRole(r), u"Create the role %1"_s.arg(r.name)));
        else if (rolesBefore.value(r.name) != r)
            out.first.append(extraStatement(postgresAlterRole(r), u"Change what the role %1 may do"_s.arg(r.name)));
    }
    const auto policiesBefore = ownlessPolicies(before);
    const auto policiesAfter = ownlessPolicies(after);
    for (auto it = policiesBefore.cbegin(); it != policiesBefore.cend(); ++it) {
        if (!policiesAfter.contains(it.key()) || !(policiesAfter.value(it.key()) == it.value()))
            out.first.append(extraStatement(postgresDropPolicy(it->policy.name, it->table),
                                            u"Drop the policy %1 of %2"_s.arg(it->policy.name, it->table.display())));
    }
    for (auto it = policiesAfter.cbegin(); it != policiesAfter.cend(); ++it) {
        if (!policiesBefore.contains(it.key()) || !(policiesBefore.value(it.key()) == it.value()))
            out.last.append(extraStatement(postgresCreatePolicy(it->policy, it->table),
                                           u"Add the policy %1 to %2"_s.arg(it->policy.name, it->table.display())));
    }
    for (const PostgresRole &r : rolesBefore) {
        if (!rolesAfter.contains(r.name))
            out.last.append(extraStatement(postgresDropRole(r.name), u"Drop the role %1"_s.arg(r.name)));
    }
    noteStoring(before.viewMethods, after.viewMethods,
                u"It does not make the view %1 stored by the access method %2, as schema.ts says: write that into the "
                "file."_s,
                out.notes);
    noteStoring(before.viewTablespaces, after.viewTablespaces,
                u"It does not put the view %1 into the tablespace %2, as schema.ts says: write that into the file."_s,
                out.notes);
    out.notes.sort();
    return out;
}

} // namespace core
