// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QElapsedTimer>

#include <optional>

namespace core {

/// Which rows a foreign key is about that is checked at COMMIT only, where the database's own words name none. Asked
/// after the COMMIT was refused: the transaction is still open then, and its rows can be looked at.
/// Takes some seconds at most, while which others cannot write; then, or where nothing is found, it says nothing.
class DeferredKeys {
public:
    static constexpr qint64 patience = 3000; ///< milliseconds; most programs that write wait five seconds
    /// With the transaction still open.
    explicit DeferredKeys(Database &database, qint64 milliseconds = patience);
    /// After ROLLBACK: what was broken before is not what COMMIT refused. None: it is not known.
    [[nodiscard]] std::optional<Error> explained(Error refusal);

private:
    [[nodiscard]] QList<ForeignKeyViolation> look();

    Database &m_database;
    const qint64 m_patience;
    QElapsedTimer m_timer;
    bool m_known = true; ///< the looks so far came to their end
    QList<ForeignKeyViolation> m_broken;
};

} // namespace core
