// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderchanges.h"
#include "core/drizzle/truthboard.h"
#include "core/sql/script.h"

#include <QMap>

#include <memory>

namespace core {

/// What an action of the truth board would do: a script for the database, or changes of files; never both at once, so
/// that each is seen and decided by itself.
struct TruthProposal {
    QString title;
    QString explanation; ///< what it means and when it is right, in one or two sentences
    std::shared_ptr<const Script> script;
    QList<FileChange> files;
    /// Statements of somebody's migration are run, not only rows of the journal: to be tried on a copy first.
    bool runsMigrations = false;
};

struct TruthRequest {
    TruthAction action = TruthAction::ApplyUpTo;
    int row = -1; ///< of the board; −1: for all of it
    QString name = {}; ///< AdoptDrift: of the new migration
    /// ApplyRest: whether a statement ran already, by its index; of all that FileEffects::open has, and of no other.
    QMap<int, bool> ran = {};
};

/// Those of FileEffects::open that nothing is said of.
[[nodiscard]] QList<int> undecided(const FileEffects &effects, const QMap<int, bool> &ran);

/// RevertDrift is none of these: it is a target schema for the migration preview. Reads the folder for changes of
/// files; writes nothing but copies. Fails, in one sentence, when there is nothing to do. Blocks for a moment.
[[nodiscard]] Result<TruthProposal> propose(const TruthRequest &request, const TruthInput &input,
                                            const TruthBoard &board, const Dialect &dialect);

} // namespace core
