// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/design/designstep.h"
#include "core/schema/schemarules.h"

#include <QHash>

namespace core {

/// Where a table of the design comes from.
struct DesignOrigin {
    QualifiedName table; ///< as the base calls it
    QHash<QString, QString> columns; ///< by their folded names now: as the base calls them; new ones are missing
    friend bool operator==(const DesignOrigin &, const DesignOrigin &) = default;
};

/// Where an enum of the design comes from.
struct EnumOrigin {
    QualifiedName type; ///< as the base calls it
    QHash<QString, QString> values; ///< as they are called now: as the base calls them; new ones are missing
    QHash<QString, QString> instead; ///< for dropped ones what their rows get, both as the base calls them
    friend bool operator==(const EnumOrigin &, const EnumOrigin &) = default;
};

/// A design after some steps: what the schema has become, and what everything was called before. A plain value.
struct DesignState {
    SchemaPtr base;
    Schema schema;
    QHash<QualifiedName, DesignOrigin> origins; ///< by the folded name now; new tables are missing
    QHash<QualifiedName, EnumOrigin> enumOrigins; ///< by the name now; new enums are missing
    bool columnsMoved = false; ///< a new order of columns was asked for

    /// Nothing done yet.
    [[nodiscard]] static DesignState of(const SchemaPtr &base);

    [[nodiscard]] const DesignOrigin *origin(const QualifiedName &table) const; ///< nullptr: it is new
    [[nodiscard]] const Table *baseTable(const QualifiedName &table) const; ///< nullptr: it is new
    [[nodiscard]] const Column *baseColumn(const QualifiedName &table, const QString &column) const; ///< likewise
    /// Columns of the base that are not there any more.
    [[nodiscard]] QList<Column> droppedColumns(const QualifiedName &table) const;
    [[nodiscard]] const EnumOrigin *enumOrigin(const QualifiedName &type) const; ///< nullptr: it is new
    /// Values of the base's enum that are not there any more, as the base calls them and in its order.
    [[nodiscard]] QStringList droppedValues(const QualifiedName &type) const;
    /// What rows with a dropped value get, as the base calls it; empty: nothing is said.
    [[nodiscard]] QString insteadOf(const QualifiedName &type, const QString &dropped) const;
    [[nodiscard]] Renames renames() const; ///< in an order that depends on nothing but the names
};

/// The state with one step more. Fails, in one sentence, when the step makes no sense there. Pure.
[[nodiscard]] Result<DesignState> applied(const DesignState &state, const DesignStep &step, const SchemaRules &rules);

} // namespace core
