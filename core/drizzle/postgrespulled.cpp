// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/postgresschemawriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

class PostgresPulled final : public PulledSystem {
public:
    [[nodiscard]] QString module() const override { return u"pg-core"_s; }
    [[nodiscard]] QString anyColumn() const override { return u"AnyPgColumn"_s; }
    [[nodiscard]] QString anyConstraint() const override { return u"PgTableExtraConfigValue"_s; }
    [[nodiscard]] QSet<QString> imported() const override
    {
        return {u"pgTable"_s,
                u"pgView"_s,
                u"pgMaterializedView"_s,
                u"pgEnum"_s,
                u"pgSchema"_s,
                u"pgSequence"_s,
                u"pgPolicy"_s,
                u"pgRole"_s,
                u"customType"_s,
                u"smallint"_s,
                u"integer"_s,
                u"bigint"_s,
                u"real"_s,
                u"doublePrecision"_s,
                u"numeric"_s,
                u"boolean"_s,
                u"text"_s,
                u"varchar"_s,
                u"char"_s,
                u"uuid"_s,
                u"json"_s,
                u"jsonb"_s,
                u"date"_s,
                u"time"_s,
                u"timestamp"_s,
                u"interval"_s,
                u"inet"_s,
                u"cidr"_s,
                u"macaddr"_s,
                u"macaddr8"_s,
                u"point"_s,
                u"line"_s,
                u"geometry"_s,
                u"bit"_s,
                u"vector"_s,
                u"halfvec"_s,
                u"bytea"_s,
                u"serial"_s,
                u"bigserial"_s,
                u"smallserial"_s,
                u"AnyPgColumn"_s};
    }
    [[nodiscard]] QString leftOutBecause(const Table &t) const override
    {
        if (t.kind == Table::Kind::Foreign)
            return u"drizzle-orm has no foreign tables"_s;
        return t.facts.isPartition() ? u"drizzle-orm has no partitions"_s : QString();
    }
    [[nodiscard]] QStringList unsaid(const Table &t) const override;
    [[nodiscard]] QString baseName(const QualifiedName &name) const override
    {
        return name.schema.isEmpty() ? name.name : QString(name.name + u"_in_"_s + name.schema);
    }
    [[nodiscard]] std::unique_ptr<SchemaTextWriter> writer(const Schema &schema, const SchemaTextOptions &options,
                                                           const Dialect &dialect) const override
    {
        return std::make_unique<PostgresTextWriter>(schema, options, dialect, *this);
    }
};

QStringList PostgresPulled::unsaid(const Table &t) const
{
    QStringList what;
    const auto add = [&](bool is, const QString &text) {
        if (is)
            what.append(text);
    };
    add(t.facts.isPartitioned(), u"is partitioned"_s);
    add(!t.facts.inherits.isEmpty(), u"inherits from another table"_s);
    add(t.facts.unlogged, u"is UNLOGGED"_s);
    add(!t.facts.parameters.isEmpty(), u"has storage parameters"_s);
    add(t.facts.rowSecurityForced, u"keeps its owner to its policies"_s);
    add(!t.exclusions.isEmpty(), u"has exclusion constraints"_s);
    const bool isDeferred = std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), [](const ForeignKey &k) {
        return k.deferral == ForeignKey::Deferral::Deferrable || !k.match.isEmpty() || k.notValid;
    });
    const bool isUnchecked = std::any_of(t.checks.cbegin(), t.checks.cend(),
                                         [](const CheckConstraint &c) { return c.notValid || c.noInherit; });
    const bool keyIsDeferred = std::any_of(t.uniques.cbegin(), t.uniques.cend(), [](const UniqueConstraint &u) {
        return u.deferral != KeyDeferral::None || !u.include.isEmpty();
    });
    add(isDeferred || isUnchecked || keyIsDeferred,
        u"has constraints that are deferred, not validated or carry columns along"_s);
    QStringList out;
    for (const QString &w : std::as_const(what))
        out.append(u"That %1 %2 is left out: schema.ts cannot say it."_s.arg(t.name.display(), w));
    return out;
}

} // namespace

const PulledSystem &postgresPulled()
{
    static const PostgresPulled system;
    return system;
}

} // namespace core
