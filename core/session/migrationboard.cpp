// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/migrationboard.h"

namespace core {

Result<MigrationBoard> readMigrationBoard(Database &database, const Dialect &dialect, const QString &folder,
                                          const QualifiedName &journalTable, bool byWrangler)
{
    auto files = readMigrationsFolder(folder);
    if (!files)
        return files.error();
    auto journal = readJournal(database, dialect, journalTable);
    if (!journal)
        return journal.error();
    MigrationBoard board;
    board.folder = std::move(files).value();
    board.journal = std::move(journal).value();
    if (!board.journal.tableExists)
        board.journal.isWrangler = byWrangler;
    board.states = migrationStates(board.folder, board.journal);
    board.journalTable = journalTable;
    board.reached = reachedSnapshot(board.folder, board.states);
    return board;
}

} // namespace core
