// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QHash>

struct sqlite3;

namespace core::sqlite {

/// Counts rows changed per table by SQLite's preupdate hook: it sees cascades, triggers and REPLACE, where changes()
/// does not. The hook stays on while the handle lives, also when nobody counts: a `DELETE FROM t` prepared without it
/// drops all pages at once and would not be seen.
class EffectCounter {
public:
    void installOn(sqlite3 *handle);
    void start();
    [[nodiscard]] QList<TableEffect> take(); ///< by table name
    [[nodiscard]] qint64 rows() const { return m_rows; } ///< since start()

private:
    static void changed(void *self, sqlite3 *handle, int operation, const char *schema, const char *table,
                        long long oldKey, long long newKey);
    QHash<QByteArray, TableEffect> m_effects;
    QByteArray m_latestName; ///< rows come table by table: not each of them is looked up
    TableEffect *m_latest = nullptr;
    qint64 m_rows = 0;
    bool m_counting = false;
};

} // namespace core::sqlite
