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

/// A design after some steps: what the schema has become, and what everything was called before. A plain value.
struct DesignState {
    SchemaPtr base;
    Schema schema;
    QHash<QualifiedName, DesignOrigin> origins; ///< by the folded name now; new tables are missing
    bool columnsMoved = false; ///< a new order of columns was asked for

    /// Nothing done yet.
    [[nodiscard]] static DesignState of(const SchemaPtr &base);

    [[nodiscard]] const DesignOrigin *origin(const QualifiedName &table) const; ///< nullptr: it is new
    [[nodiscard]] const Table *baseTable(const QualifiedName &table) const; ///< nullptr: it is new
    [[nodiscard]] const Column *baseColumn(const QualifiedName &table, const QString &column) const; ///< likewise
    /// Columns of the base that are not there any more.
    [[nodiscard]] QList<Column> droppedColumns(const QualifiedName &table) const;
    [[nodiscard]] Renames renames() const; ///< in an order that depends on nothing but the names
};

/// The state with one step more. Fails, in one sentence, when the step makes no sense there. Pure.
[[nodiscard]] Result<DesignState> applied(const DesignState &state, const DesignStep &step, const SchemaRules &rules);

} // namespace core
