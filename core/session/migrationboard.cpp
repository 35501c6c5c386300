// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/migrationboard.h"

#include "core/drizzle/wranglerfolder.h"

#include <QDir>
#include <QFileInfo>

namespace core {

Result<MigrationBoard> readMigrationBoard(Database &database, const Dialect &dialect, const QString &folder,
                                          const QualifiedName &journalTable, bool byWrangler)
{
    auto journal = readJournal(database, dialect, journalTable);
    if (!journal)
        return journal.error();
    const bool isWranglers = journal->isWrangler || (byWrangler && !journal->tableExists);
    const bool hasJournal = QFileInfo::exists(QDir(folder).filePath(QStringLiteral("meta/_journal.json")));
    auto files = readMigrationsFolder(folder);
    if (!files && isWranglers && !hasJournal)
        files = readWranglerFolder(folder);
    if (!files)
        return files.error();
    MigrationBoard board;
    board.folder = isWranglers ? inWranglersOrder(std::move(files).value()) : std::move(files).value();
    board.journal = std::move(journal).value();
    if (!board.journal.tableExists)
        board.journal.isWrangler = byWrangler;
    board.states = migrationStates(board.folder, board.journal);
    board.journalTable = journalTable;
    board.reached = reachedSnapshot(board.folder, board.states);
    return board;
}

} // namespace core
