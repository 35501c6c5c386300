// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designrepairs.h"

#include "core/design/designenums.h"
#include "core/dialect/designrules.h"

namespace core {

namespace {

struct HeldIn {
    const Table *table = nullptr; ///< of the base
    QString column;
};

QList<HeldIn> holders(const SchemaDesign &design, const QualifiedName &type)
{
    QList<HeldIn> out;
    const EnumOrigin *origin = design.state().enumOrigin(type);
    if (!origin)
        return out;
    const SchemaRules &rules = *design.dialect().schemaRules();
    for (const TypeUse &use : columnsOfType(*design.base(), origin->type, rules)) {
        const QHash<QualifiedName, DesignOrigin> &tables = design.state().origins;
        const bool stays = std::any_of(tables.cbegin(), tables.cend(), [&](const DesignOrigin &o) {
            return o.table == use.table && o.columns.values().contains(use.column);
        });
        if (stays)
            out.append({design.base()->table(use.table), use.column});
    }
    return out;
}

} // namespace

QList<Probe> rowsHolding(const SchemaDesign &design, const QualifiedName &type, const QString &value)
{
    QList<Probe> out;
    for (const HeldIn &held : holders(design, type)) {
        if (const auto probe = design.dialect().probeSql()->holding(*held.table, held.column, {value}))
            out.append(*probe);
    }
    return out;
}

QList<Statement> valueRepairs(const SchemaDesign &design)
{
    QList<Statement> out;
    const ProbeSql *probes = design.dialect().probeSql();
    const DesignRules *rules = designRules(design.dialect());
    for (const EnumType &type : design.target().enums) {
        const QStringList dropped = design.state().droppedValues(type.name);
        for (const QString &value : dropped) {
            const QString by = design.state().insteadOf(type.name, value);
            for (const HeldIn &held : by.isEmpty() || !rules ? QList<HeldIn>() : holders(design, type.name)) {
                const auto probe = probes->holding(*held.table, held.column, {value});
                if (probe)
                    out.append(probes->setColumn(*probe, held.column,
                                                 rules->valueInstead(*held.table, held.column, value, by)));
            }
        }
    }
    return out;
}

} // namespace core
