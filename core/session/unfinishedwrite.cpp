// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/unfinishedwrite.h"

#include "core/db/scriptremains.h"
#include "core/migrate/diskspace.h"

#include <QFileInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 leastRoom = qint64(1) << 20; ///< less than that is none

} // namespace

Error takenBackAfter(const Error &error, std::unique_ptr<Database> database)
{
    const ConnectionSpec spec = database->spec();
    database.reset();
    const auto again = driverByName(spec.driver)->open(spec);
    Error told = error;
    const bool isWhole = !error.message.contains(mayHaveStayed());
    if (!again)
        told.message +=
            u" What had begun is not taken back yet (%1). Do not delete “%2-journal” or “%2-wal”: they hold what "
            "was there before. Make room and open the database again, which takes it back."_s.arg(again.error().message,
                                                                                                  spec.location);
    else if (isWhole)
        told.message += u" Nothing was changed: what had begun in “%1” was taken back."_s.arg(spec.location);
    const QString folder = QFileInfo(spec.location).absolutePath();
    if (const auto room = checkRoom(folder, leastRoom, u"more"_s); !room)
        told.message += u' ' + room.error().message;
    return told;
}

Result<Done> hasRoomToGrow(const ConnectionSpec &spec, qint64 bytes)
{
    if (bytes <= 0 || !driverByName(spec.driver)->isFile())
        return Done{};
    const auto room = checkRoom(QFileInfo(spec.location).absolutePath(), bytes, u"what this adds to the file"_s);
    return room ? room : Error::io(u"Nothing was run. "_s + room.error().message);
}

} // namespace core
