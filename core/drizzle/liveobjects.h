// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/statementkind.h"
#include "core/schema/schema.h"

#include <optional>

namespace core {

/// Asks a schema whether what a statement of somebody else's names is in it. Borrows the schema.
class LiveObjects {
public:
    explicit LiveObjects(const Schema &live)
        : m_live(live)
    {
    }

    /// As the schema calls it: what is written without one stands in the default schema.
    [[nodiscard]] QualifiedName name(const QString &schema, const QString &name) const;
    [[nodiscard]] QualifiedName named(const StatementKind &kind) const { return name(kind.schema, kind.name); }
    [[nodiscard]] QualifiedName on(const StatementKind &kind) const { return name(kind.on.schema, kind.on.name); }
    [[nodiscard]] const Table *table(const QualifiedName &name) const { return m_live.table(name); }
    [[nodiscard]] const EnumType *enumType(const StatementKind &kind) const { return m_live.enumType(named(kind)); }

    /// Of CreateOther and DropOther; none: such things are not told by the schema.
    [[nodiscard]] std::optional<bool> has(const StatementKind &kind) const;

private:
    [[nodiscard]] bool hasIndex(const StatementKind &kind) const;
    [[nodiscard]] bool hasTrigger(const StatementKind &kind) const;

    const Schema &m_live;
};

/// Whether a name of the table's constraints, the primary key's included; none: it has no such.
[[nodiscard]] bool hasConstraint(const Table &table, const QString &name);

/// What an ALTER TABLE or ALTER TYPE makes of something, so far as a schema shows it.
struct AlterationEffect {
    QString words; ///< "column posts.slug", "constraint posts_author_fk"
    bool there = false;
    bool removes = false; ///< its being there means that something is not
};

/// Beyond renames and columns that go; none where it cannot be told. `table`: the one that it alters, as it is called
/// by now; null: it is not there.
[[nodiscard]] std::optional<AlterationEffect> alterationEffect(const QString &sql, const StatementKind &kind,
                                                               const LiveObjects &live, const Table *table,
                                                               const LexRules &rules);

} // namespace core
