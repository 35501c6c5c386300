// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/naming.h"

#include "core/db/database.h"
#include "core/dialect/relationsql.h"
#include "core/rows/labelrule.h"
#include "core/transfer/clipboard.h"

namespace app {

/// What the rows are called that a table's foreign keys lead to: "Ada Byron · 7" in the key's place.
class RowLabels {
public:
    /// `columns`: those that are shown. A key of several columns is named in the first when all of them are there.
    /// Schema and dialect are borrowed.
    RowLabels(const core::Schema &schema, const core::Dialect &dialect, const Naming &naming,
              const core::QualifiedName &table, const QList<core::Column> &columns);
    /// On the database's thread.
    [[nodiscard]] core::Result<core::Done> putInto(core::CellBlock &block, core::Database &database) const;

private:
    struct Named {
        core::RelationSql::LabelQuestion question; ///< without keys
        QList<qsizetype> places;                   ///< of its columns among those shown
    };
    [[nodiscard]] core::Result<core::Done> putOne(const Named &named, core::CellBlock &block, qsizetype from,
                                                  core::Database &database) const;

    const core::Schema &m_schema;
    const core::Dialect &m_dialect;
    QList<Named> m_named;
};

} // namespace app
