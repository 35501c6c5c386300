// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/latevalues.h"

#include "core/drizzle/snapshot.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

struct LateValue {
    QualifiedName type;
    QString value;
    QString addedBy; ///< the snapshot that has it first
};

/// Values that came to a type which was there before.
QList<LateValue> lateValues(const FolderState &state)
{
    QList<LateValue> out;
    Schema before;
    for (const SnapshotFile &file : state.snapshots) {
        const auto read = readDrizzleSnapshot(file.bytes);
        if (!read)
            continue;
        for (const EnumType &type : read->schema.enums) {
            const EnumType *was = before.enumType(type.name);
            for (const QString &value : was ? type.values : QStringList()) {
                if (!was->values.contains(value))
                    out.append({type.name, value, file.name});
            }
        }
        before = read->schema;
    }
    return out;
}

bool isUsed(const LateValue &late, const Script &script)
{
    const QString literal = u'\'' + QString(late.value).replace(u'\'', u"''"_s) + u'\'';
    return std::any_of(script.statements.cbegin(), script.statements.cend(), [&](const Statement &s) {
        // A new type may have any values.
        return s.role == Statement::Role::Body && s.sql.contains(literal) && !s.sql.startsWith("CREATE TYPE"_L1)
            && !s.sql.startsWith("ALTER TYPE"_L1);
    });
}

} // namespace

QStringList lateValueWarnings(const FolderState &state, const Script &script)
{
    QStringList out;
    for (const LateValue &late : lateValues(state)) {
        if (isUsed(late, script))
            out.append(
                u"It uses “%1”, which came to the type %2 with %3: a migrator that runs both at once fails, because "
                "PostgreSQL refuses a new value in the transaction that adds it. Apply that one first, in a run of its "
                "own."_s.arg(late.value, late.type.display(), late.addedBy));
    }
    return out;
}

} // namespace core
