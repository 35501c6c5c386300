// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/query/changeset.h"
#include "core/session/target.h"

#include <QList>

#include <memory>
#include <optional>

namespace core {

/// What processes that died had staged on one database, in the order it was staged; one process after the other.
struct AdoptedEdits {
    QList<EditOp> ops;
    int unreadable = 0;
    bool wasApplying = false; ///< it died between "now they are applied" and the proof that they were
};

/// The staged edits of one session in the state folder's staged.db, so that a crash, a kill or a power cut does not
/// take them: one row an edit, typed old and new values. A session's edits belong to its process;
/// only those of dead processes are adopted, and only on the very same file (path, device, inode).
/// Has a thread of its own; the functions that return futures return at once, the others block. Any thread.
class StagedStore {
public:
    /// Whether there is anything at all to look for; opens nothing.
    [[nodiscard]] static bool exists(const QString &stateFolder);
    [[nodiscard]] static Result<std::unique_ptr<StagedStore>> open(const QString &stateFolder, const QString &database,
                                                                   const std::optional<FileIdentity> &file);
    ~StagedStore();

    /// Takes over all sessions on this file whose processes are dead, as one; later edits are appended to it. One that
    /// died while it applied is taken alone, because what became of it must be looked into: the others come next time.
    [[nodiscard]] Result<std::optional<AdoptedEdits>> adopt();
    /// What follows an edit that could not be written makes no sense without it: then `whole`, what is staged with this
    /// edit, is written afresh in place of all that was. Without it, it fails until something has been written afresh.
    [[nodiscard]] QFuture<Result<Done>> append(const EditOp &op, const std::shared_ptr<const ChangeSet> &whole = {});
    /// Writes all that is staged afresh, whatever was written before. All of it is there then, or it fails.
    [[nodiscard]] QFuture<Result<Done>> write(const std::shared_ptr<const ChangeSet> &whole);
    [[nodiscard]] QFuture<Result<Done>> clear();
    /// Before an Apply, and after one that changed nothing.
    [[nodiscard]] Result<Done> setApplying(bool applying);
    /// Whoever opens this file next may have them, however late that is. Those of a dead process go after 30 days.
    [[nodiscard]] Result<Done> release();

private:
    struct Private;
    explicit StagedStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace core
