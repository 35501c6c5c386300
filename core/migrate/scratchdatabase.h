// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/dialect.h"

#include <functional>
#include <optional>
#include <memory>

namespace core {

/// A database of our own on the user's server: a copy of the one that is open, or its tables without their rows. Goes
/// with this object; what a crash leaves is dropped when the next one is made. On the thread of the original.
class ScratchDatabase {
public:
    struct Wishes {
        qint64 largest = qint64(256) << 20; ///< bytes; what is larger is not copied
        std::function<void()> alone = {}; ///< lets go of other connections of ours to the original
        bool withRows = true; ///< where that can be had
        std::optional<QStringList> statements = {}; ///< what is made instead of a copy; none of them: an empty database
    };
    /// `original`, a connection that reads, makes and drops it; it stays borrowed. Fails, in one sentence, where the
    /// role may not make databases, or the server will not.
    [[nodiscard]] static Result<std::unique_ptr<ScratchDatabase>> make(Database &original, const Dialect &dialect,
                                                                       JobContext &context, const Wishes &wishes);
    ~ScratchDatabase();
    ScratchDatabase(const ScratchDatabase &) = delete;
    ScratchDatabase &operator=(const ScratchDatabase &) = delete;

    [[nodiscard]] Database &database() { return *m_database; } ///< writes
    [[nodiscard]] bool hasRows() const { return m_hasRows; }
    [[nodiscard]] const QString &withoutRowsBecause() const { return m_because; } ///< empty when it has them

    /// Drops what crashes left on the server; what cannot be dropped is left for another time. → their names.
    static QStringList sweep(Database &original, const Dialect &dialect);

private:
    ScratchDatabase(Database &original, const Dialect &dialect);
    [[nodiscard]] Result<Done> copy(const Wishes &wishes, qint64 others, JobContext &context);
    [[nodiscard]] Result<Done> build(const QStringList &statements, JobContext &context);
    [[nodiscard]] Result<Done> runGiven(const QString &query);
    [[nodiscard]] Result<Done> open();
    void drop();

    Database &m_original;
    const Dialect &m_dialect;
    const QString m_name;
    QString m_location;
    std::unique_ptr<Database> m_database;
    bool m_made = false;
    bool m_hasRows = false;
    QString m_because;
};

} // namespace core
