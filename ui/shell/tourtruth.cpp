// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourtruth.h"

#include "core/session/session.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/workspace.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// A migration of which the first half is in the sample already.
constexpr char halfThere[] = R"(CREATE TABLE `tags` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `tags` (`id`, `name`) VALUES (901, 'subtitled');
--> statement-breakpoint
UPDATE `posts` SET `title` = trim(`title`);
--> statement-breakpoint
ALTER TABLE `posts` ADD `subtitle` text;)";

bool writeTourFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray tourFile(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

/// As drizzle-kit lays it out, so that a change of it is a few lines.
QByteArray journalText(const QJsonArray &entries)
{
    QStringList lines;
    for (const QJsonValue &entry : entries)
        lines.append(u"    {\n      \"idx\": %1,\n      \"version\": \"6\",\n      \"when\": %2,\n      \"tag\": "
                     "\"%3\",\n      \"breakpoints\": true\n    }"_s.arg(QString::number(entry[u"idx"_s].toInt()),
                                                                         QString::number(entry[u"when"_s].toInteger()),
                                                                         entry[u"tag"_s].toString()));
    return u"{\n  \"version\": \"7\",\n  \"dialect\": \"sqlite\",\n  \"entries\": [\n%1\n  ]\n}"_s
        .arg(lines.join(u",\n"_s))
        .toUtf8();
}

/// Makes the folder of the tour's own sample one that a year of merges has left: only files change.
void ageFolder(core::Session &session)
{
    if (!session.migrations() || session.migrations()->folder.migrations.size() < 4)
        return;
    const core::MigrationsFolder &folder = session.migrations()->folder;
    const QDir dir(folder.path);
    const core::MigrationFile &edited = folder.migrations.at(1);
    const QString journalPath = dir.filePath(u"meta/_journal.json"_s);
    QJsonArray entries = QJsonDocument::fromJson(tourFile(journalPath)).object().value(u"entries"_s).toArray();
    const auto entry = [&](int index, const QString &tag, qint64 when) {
        return QJsonObject{
            {u"idx"_s, index}, {u"version"_s, u"6"_s}, {u"when"_s, when}, {u"tag"_s, tag}, {u"breakpoints"_s, true}};
    };
    const qint64 newest = folder.migrations.last().when;
    entries.removeAt(2); // its row in the database is of no file now
    entries.insert(2, entry(2, u"0002_reactions"_s, folder.migrations.at(1).when + 1000)); // merged later, dated before
    entries.append(entry(5, u"0005_subtitles"_s, newest + 1000));
    entries.append(entry(6, u"0006_lost"_s, newest + 2000));
    core::Table reactions;
    reactions.name = {QString(), u"reactions"_s};
    core::Column id;
    id.name = u"id"_s;
    id.declaredType = u"integer"_s;
    reactions.columns = {id};
    const bool written = writeTourFile(edited.path, *edited.bytes + "\n-- reviewed\n")
        && writeTourFile(dir.filePath(u"0002_reactions.sql"_s), session.dialect().createSql(reactions).toUtf8())
        && writeTourFile(dir.filePath(u"0005_subtitles.sql"_s), halfThere)
        && writeTourFile(journalPath, journalText(entries));
    if (written)
        session.setMigrationsFolder(folder.path);
}

} // namespace

QList<TourScene> truthScenes(const std::function<Workspace &()> &workspace)
{
    const auto pane = [workspace]() -> TruthPane * {
        auto *page = qobject_cast<MigrationsPage *>(workspace().pages().currentPage());
        return page ? &page->truth() : nullptr;
    };
    const auto aged = [pane] {
        return pane() && pane()->isSettled() && pane()->watch().known()
            && pane()->watch().known()->board.needingLook() > 2;
    };
    const auto reviewed = [pane] { return pane() && pane()->isReviewing() && pane()->isSettled(); };
    const auto propose = [pane](const QString &tag, const QString &actionId) {
        if (!pane())
            return;
        if (pane()->isReviewing())
            pane()->review().close();
        pane()->select(tag);
        (void)pane()->perform(actionId);
    };
    return {
        {u"truth-board-in-order"_s, [=] { (void)workspace().perform(u"truth.open"_s); },
         [=] { return pane() && pane()->isSettled() && pane()->watch().known(); }},
        {u"truth-reset"_s, [=] { (void)workspace().perform(u"truth.reset"_s); }, reviewed},
        {u"truth-seed"_s,
         [=] {
             if (pane())
                 pane()->review().close();
             (void)workspace().perform(u"truth.seed"_s);
         },
         {}},
        {{}, [=] { ageFolder(workspace().session()); }, aged},
        {{}, [=] { (void)workspace().perform(u"truth.open"_s); }, {}},
        {u"truth-board"_s,
         [=] {
             if (pane())
                 pane()->select(u"0005_subtitles"_s);
         },
         {}},
        {u"truth-rest-choices"_s, [=] { propose(u"0005_subtitles"_s, u"truth.repair"_s); },
         [=] { return pane() && pane()->isChoosing(); }},
        {u"truth-mark-applied"_s,
         [=] {
             if (pane())
                 (void)pane()->perform(u"nav.back"_s);
             propose(u"0005_subtitles"_s, u"truth.markApplied"_s);
         },
         reviewed},
        {u"truth-lost-entry"_s,
         [=] {
             if (!pane())
                 return;
             if (pane()->isReviewing())
                 pane()->review().close();
             for (const core::TruthRow &row : pane()->watch().known()->board.rows) {
                 if (row.lostFile >= 0)
                     pane()->select(row.state.tag);
             }
         },
         {}},
        {u"truth-restore-entry"_s, [=] { (void)pane()->perform(u"truth.repair"_s); }, reviewed},
        {u"truth-fix-order"_s, [=] { propose(u"0002_reactions"_s, u"truth.repair"_s); }, reviewed},
    };
}

} // namespace ui
