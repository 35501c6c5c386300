// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/newfile.h"

#include "app/cli/console.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/patience.h"

namespace app {

using namespace Qt::Literals::StringLiterals;

core::Result<NewFile> newFileFor(const QString &target, core::Session::Options options, bool isTryOut, bool isSilent)
{
    const auto found = [&target] {
        const Patience patience;
        return core::newDatabaseOf(target, [](const QString &) { return true; });
    }();
    RC_TRY(found);
    NewFile made;
    made.path = found->spec.location;
    made.migrations = options.migrationsFolder.isEmpty() ? found->migrationsFolder : options.migrationsFolder;
    made.target = target;
    made.options = options;
    if (!isSilent)
        complain((isTryOut ? u"The file %1 is not there yet and would be made: this is tried on an empty database."_s
                           : u"The file %1 is not there yet: it will be made."_s)
                     .arg(made.path));
    if (!isTryOut) {
        auto file = core::NewDatabaseFile::make(made.path);
        RC_TRY(file);
        made.file = std::move(*file);
        return made;
    }
    made.elsewhere = std::make_unique<QTemporaryDir>();
    made.target = made.elsewhere->filePath(found->name);
    auto file = core::NewDatabaseFile::make(made.target);
    RC_TRY(file);
    (*file)->keep(); // it goes with its folder
    if (!hasNoMigrations(made.migrations))
        made.options.migrationsFolder = made.migrations;
    if (made.options.journalTable.isEmpty())
        made.options.journalTable = found->journalTable;
    made.options.stateFolder = made.elsewhere->path();
    return made;
}

} // namespace app
