// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/toursample.h"

#include "core/session/sample.h"
#include "core/session/session.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;

/// A rebuild that leaves out rows on its way, as it is written by hand when a column becomes required.
constexpr char losingMigration[] = R"(PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`module_id` integer NOT NULL,
	`segment_number` integer NOT NULL,
	`file_name` text NOT NULL,
	`media_type` text NOT NULL,
	`bytes` blob NOT NULL,
	`uploaded_at` integer NOT NULL,
	FOREIGN KEY (`module_id`,`segment_number`) REFERENCES `segments`(`module_id`,`number`) ON UPDATE cascade ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_attachments` SELECT * FROM `attachments` WHERE `bytes` IS NOT NULL;--> statement-breakpoint
DROP TABLE `attachments`;--> statement-breakpoint
ALTER TABLE `__new_attachments` RENAME TO `attachments`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `attachments_segment_idx` ON `attachments` (`module_id`,`segment_number`);)";

core::Result<core::Done> loseRows(const QString &projectFolder)
{
    const QDir folder(projectFolder + u"/drizzle"_s);
    const QStringList files = folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    if (files.isEmpty())
        return Error::io(u"The sample in %1 has no migrations."_s.arg(projectFolder));
    QSaveFile target(folder.filePath(files.last()));
    const QByteArray sql = losingMigration;
    if (!target.open(QIODevice::WriteOnly) || target.write(sql) != sql.size() || !target.commit())
        return Error::io(u"Cannot write %1: %2."_s.arg(target.fileName(), target.errorString()));
    return core::Done{};
}

} // namespace

core::Result<std::unique_ptr<core::Session>> TourSample::open()
{
    if (!m_folder.isValid())
        return Error::io(u"No folder for the sample: %1."_s.arg(m_folder.errorString()));
    const auto database = core::openSample(m_folder.path());
    RC_TRY(database);
    RC_TRY(loseRows(QFileInfo(*database).absolutePath()));
    core::Session::Options options;
    options.stateFolder = m_folder.path();
    return core::Session::open(*database, options);
}

} // namespace ui
