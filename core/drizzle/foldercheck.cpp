// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/foldercheck.h"

#include "core/drizzle/pendingfiles.h"
#include "core/drizzle/snapshotform.h"
#include "core/drizzle/wranglerfolder.h"
#include "core/schema/diff.h"
#include "core/schema/namecase.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using FolderKind = FolderProblem::Kind;
using Layout = MigrationsFolder::Layout;

/// Those that follow the same snapshot, by its id; the root's followers under an empty id.
QMap<QString, QList<const SnapshotFile *>> followers(const FolderState &state)
{
    QMap<QString, QList<const SnapshotFile *>> out;
    for (const SnapshotFile &s : state.snapshots) {
        if (s.id.isEmpty())
            continue;
        const QStringList before = s.previousIds.isEmpty() ? QStringList{QString()} : s.previousIds;
        for (const QString &id : before)
            out[id].append(&s);
    }
    return out;
}

QStringList snapshotNames(const QList<const SnapshotFile *> &snapshots)
{
    QStringList out;
    for (const SnapshotFile *s : snapshots)
        out.append(s->name);
    return out;
}

const SnapshotFile *snapshotById(const FolderState &state, const QString &id)
{
    for (const SnapshotFile &s : state.snapshots) {
        if (s.id == id)
            return &s;
    }
    return nullptr;
}

/// The tables, views, types and the like that are not as they were in the snapshot before.
QSet<QString> touchedSince(const std::optional<DrizzleSnapshot> &before, const SnapshotFile &now)
{
    QSet<QString> out;
    const auto read = readDrizzleSnapshot(now.bytes);
    const SchemaRules *rules = read ? rulesOfSnapshot(*read) : nullptr;
    if (!rules)
        return out;
    DiffOptions options;
    options.facets = read->facets;
    const auto d = diff(before ? before->schema : emptySnapshot(read->system).schema, read->schema, options, *rules);
    for (const Change &c : d ? d->changes : QList<Change>())
        out.insert(foldedName(tableOf(c).display(), nameCaseOf(read->schema)));
    return out;
}

/// What two branches of the 1.0 form both touch since they parted.
QSet<QString> bothTouch(const FolderState &state, const QString &parent, const SnapshotFile &a, const SnapshotFile &b)
{
    std::optional<DrizzleSnapshot> before;
    if (const SnapshotFile *file = snapshotById(state, parent)) {
        const auto read = readDrizzleSnapshot(file->bytes);
        if (!read)
            return {};
        before = *read;
    }
    return touchedSince(before, a).intersect(touchedSince(before, b));
}

class FolderChecking {
public:
    FolderChecking(const MigrationsFolder &folder, const FolderState &state)
        : m_folder(folder)
        , m_state(state)
    {
    }

    QList<FolderProblem> run()
    {
        files();
        if (!isWranglersForm(m_folder)) {
            journal();
            snapshots();
            chain();
        }
        std::stable_sort(m_out.begin(), m_out.end(),
                         [](const FolderProblem &a, const FolderProblem &b) { return a.isError && !b.isError; });
        return m_out;
    }

private:
    void add(FolderKind kind, bool isError, const QString &message, const QStringList &files)
    {
        m_out.append({kind, isError, message, files});
    }

    [[nodiscard]] bool hasFound(FolderKind kind) const
    {
        return std::any_of(m_out.cbegin(), m_out.cend(), [kind](const FolderProblem &p) { return p.kind == kind; });
    }

    static QString fewOf(const QStringList &names)
    {
        const QString first = names.first(std::min<qsizetype>(3, names.size())).join(u", "_s);
        return names.size() > 3 ? first + u", …"_s : first;
    }

    /// As the journal has them.
    [[nodiscard]] QStringList namedTags() const
    {
        QStringList tags;
        for (const QJsonValue &entry : m_state.journal.value("entries"_L1).toArray())
            tags.append(entry.toObject().value("tag"_L1).toVariant().toString());
        return tags;
    }

    void wranglersOrder()
    {
        const QStringList named = namedTags();
        for (const MigrationFile &m : m_folder.migrations) {
            if (!isWranglersForm(m_folder) && !named.contains(m.tag))
                add(FolderKind::UnlistedFile, false, unnamedRemark(m.fileName()), {m.fileName()});
        }
        for (const QString &remark : orderRemarks(m_folder, isWranglersForm(m_folder) ? QStringList() : named))
            add(FolderKind::Order, false, remark, {});
    }

    void files()
    {
        QSet<QString> tags;
        for (const MigrationFile &m : m_folder.migrations) {
            tags.insert(m.tag);
            const QString unusable = unusableBecause(m);
            if (!m.bytes)
                add(FolderKind::MissingFile, true,
                    unusable.isEmpty()
                        ? u"%1 is not there, but the journal names it."_s.arg(m.fileName())
                        : u"The migrations journal %1: drizzle's migrator cannot take it."_s.arg(unusable),
                    {m.fileName()});
        }
        const QDir dir(m_folder.path);
        if (m_folder.layout == Layout::Classic && m_folder.byWrangler) {
            wranglersOrder();
            return;
        }
        if (m_folder.layout == Layout::Classic) {
            for (const QFileInfo &file : dir.entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
                if (!tags.contains(file.completeBaseName()))
                    add(FolderKind::UnlistedFile, false,
                        u"%1 is not in the journal, so it is never applied."_s.arg(file.fileName()), {file.fileName()});
            }
            return;
        }
        for (const SnapshotFile &s : m_state.snapshots) {
            const QString tag = s.name.section(u'/', 0, 0);
            if (!tags.contains(tag))
                add(FolderKind::MissingFile, true, u"%1 has a snapshot and no migration.sql."_s.arg(tag),
                    {tag + u"/migration.sql"_s});
        }
    }

    void journal()
    {
        QSet<QString> tags;
        qint64 last = 0;
        for (const MigrationFile &m : m_folder.migrations) {
            if (!unusableBecause(m).isEmpty())
                continue;
            if (m_folder.layout == Layout::Classic && tags.contains(m.tag))
                add(FolderKind::Journal, true, u"The journal names %1 twice."_s.arg(m.tag), {m.fileName()});
            const bool goesByTime = m_folder.layout == Layout::Classic && !m_folder.byWrangler;
            if (goesByTime && !tags.isEmpty() && m.when <= last)
                add(FolderKind::Journal, true,
                    u"%1 is dated before the migration it follows, so drizzle's migrator skips it where that one is "
                    "applied."_s.arg(m.fileName()),
                    {m.fileName()});
            tags.insert(m.tag);
            last = std::max(last, m.when);
        }
    }

    void snapshots()
    {
        QSet<QString> there;
        QHash<QString, QString> ids;
        for (const SnapshotFile &s : m_state.snapshots) {
            there.insert(QDir::cleanPath(s.path));
            const auto read =
                s.problem.isEmpty() ? readDrizzleSnapshot(s.bytes) : Result<DrizzleSnapshot>(Error::invalid(s.problem));
            if (!read)
                add(FolderKind::BadSnapshot, true, u"%1: %2"_s.arg(s.name, sentence(read.error().message)), {s.name});
            else if (ids.contains(s.id))
                add(FolderKind::BadSnapshot, true,
                    u"%1 has the id of %2: one is a copy of the other."_s.arg(s.name, ids.value(s.id)),
                    {ids.value(s.id), s.name});
            ids.insert(s.id, s.name);
        }
        QStringList older;
        QList<MigrationFile> known = m_folder.migrations;
        known.removeIf([this](const MigrationFile &m) { return isUnnamed(m, m_folder); });
        for (qsizetype i = 0; i < known.size(); ++i) {
            const MigrationFile &m = known.at(i);
            if (there.contains(snapshotPath(m_folder, m)) || !unusableBecause(m).isEmpty())
                continue;
            if (i + 1 < known.size())
                older.append(m.fileName());
            else
                add(FolderKind::MissingSnapshot, true,
                    u"%1 has no snapshot: the next migration would be made for an older schema, and do again what it "
                    "does."_s.arg(m.fileName()),
                    {m.fileName()});
        }
        if (!older.isEmpty())
            add(FolderKind::OldSnapshot, false,
                older.size() == 1 ? u"%1 has no snapshot, which nothing needs any more."_s.arg(older.first())
                                  : u"%1 older migrations have no snapshots, which nothing needs any more (%2)."_s.arg(
                                      QString::number(older.size()), fewOf(older)),
                older);
    }

    void chain()
    {
        for (const SnapshotFile &s : m_state.snapshots) {
            for (const QString &id : s.previousIds) {
                // That which it follows may be one of those that nothing needs any more.
                const bool isTold = m_folder.layout == Layout::Classic && hasFound(FolderKind::OldSnapshot);
                if (!isTold && !snapshotById(m_state, id))
                    add(FolderKind::Unchained, false, u"%1 follows a snapshot that is not there."_s.arg(s.name),
                        {s.name});
            }
        }
        if (m_folder.layout == Layout::Classic) {
            const auto all = followers(m_state);
            for (const auto &same : all) {
                if (same.size() > 1)
                    add(FolderKind::Conflict, true, conflictText(snapshotNames(same)), snapshotNames(same));
            }
            return;
        }
        const auto all = followers(m_state);
        for (auto it = all.cbegin(); it != all.cend(); ++it)
            branches(it.key(), *it);
    }

    /// All branches from one snapshot that get in each other's way are one finding, however many they are.
    void branches(const QString &parent, const QList<const SnapshotFile *> &all)
    {
        if (all.size() > 1 && !parent.isEmpty() && !snapshotById(m_state, parent)) {
            add(FolderKind::Unchained, false,
                u"%1 follow the same snapshot, which is not there: whether they change the same cannot be told."_s.arg(
                    snapshotNames(all).join(u" and "_s)),
                snapshotNames(all));
            return;
        }
        QSet<QString> both;
        QStringList names;
        for (qsizetype a = 0; a < all.size(); ++a) {
            for (qsizetype b = a + 1; b < all.size(); ++b) {
                const QSet<QString> touched = bothTouch(m_state, parent, *all.at(a), *all.at(b));
                both.unite(touched);
                for (const SnapshotFile *s : {all.at(a), all.at(b)}) {
                    if (!touched.isEmpty() && !names.contains(s->name))
                        names.append(s->name);
                }
            }
        }
        if (both.isEmpty())
            return;
        QStringList tables(both.cbegin(), both.cend());
        tables.sort();
        add(FolderKind::Conflict, true,
            u"%1 follow the same snapshot and change the same: %2."_s.arg(names.join(u" and "_s), tables.join(u", "_s)),
            names);
    }

    static QString sentence(QString text) { return text.endsWith(u'.') ? text : text + u'.'; }

public:
    static QString conflictText(const QStringList &names)
    {
        return u"%1 follow the same snapshot, as when two branches are merged."_s.arg(names.join(u" and "_s));
    }

    static QString snapshotPath(const MigrationsFolder &folder, const MigrationFile &migration)
    {
        const QString name = folder.layout == Layout::Folders
            ? migration.tag + u"/snapshot.json"_s
            : u"meta/%1_snapshot.json"_s.arg(migration.tag.section(u'_', 0, 0));
        return QDir::cleanPath(QDir(folder.path).filePath(name));
    }

private:
    const MigrationsFolder &m_folder;
    const FolderState &m_state;
    QList<FolderProblem> m_out;
};

} // namespace

QString toText(FolderProblem::Kind kind)
{
    switch (kind) {
    case FolderKind::MissingFile:
        return u"missing-file"_s;
    case FolderKind::UnlistedFile:
        return u"unlisted-file"_s;
    case FolderKind::Journal:
        return u"journal"_s;
    case FolderKind::Order:
        return u"order"_s;
    case FolderKind::MissingSnapshot:
    case FolderKind::OldSnapshot: // told apart by isError
        return u"missing-snapshot"_s;
    case FolderKind::BadSnapshot:
        return u"bad-snapshot"_s;
    case FolderKind::Unchained:
        return u"unchained"_s;
    case FolderKind::Conflict:
        return u"conflict"_s;
    case FolderKind::Edited:
        return u"edited"_s;
    case FolderKind::LostEntry:
        return u"lost-entry"_s;
    case FolderKind::Orphan:
        return u"orphan"_s;
    }
    return {};
}

QString remedyFor(FolderProblem::Kind kind)
{
    switch (kind) {
    case FolderKind::MissingFile:
        return u"Bring the file back from version control. Where it is gone for good and was never applied, take it "
               u"out "
               u"of the journal on the truth board."_s;
    case FolderKind::UnlistedFile:
        return u"If it is to be applied, generate a custom migration and put its text there; else delete it."_s;
    case FolderKind::Journal:
        return u"Delete the later migration with its snapshot and its journal entry, and generate it again; or put it "
               u"in order on the truth board."_s;
    case FolderKind::Order:
        return u"Where the order matters, delete the later migration with its snapshot and its journal entry, and "
               u"generate it again: it then has the highest number."_s;
    case FolderKind::MissingSnapshot:
        return u"Bring it back from version control, or have it made anew: on the truth board, or with --repair."_s;
    case FolderKind::OldSnapshot:
        return u"Nothing has to be done: drizzle-kit goes on from that of the newest migration."_s;
    case FolderKind::BadSnapshot:
        return u"Bring it back from version control; a copy needs an id of its own."_s;
    case FolderKind::Unchained:
        return u"Nothing has to be done: drizzle-kit starts from the newest snapshot. Bring the missing one back from "
               u"version control if it should be there."_s;
    case FolderKind::Conflict:
        return u"Delete the later migration with its snapshot and its journal entry, and generate it again: it is then "
               u"made for what the other one leaves."_s;
    case FolderKind::Edited:
        return u"Where only words or blanks are others, let the journal accept it on the truth board; else take the "
               u"edit "
               u"back and generate another migration for it."_s;
    case FolderKind::LostEntry:
        return u"Bring the journal back from version control, or have the entry put back: on the truth board, or with "
               u"--repair."_s;
    case FolderKind::Orphan:
        return u"Bring its file back from version control, or take its row out of the database's journal on the truth "
               u"board."_s;
    }
    return {};
}

std::optional<QString> snapshotConflict(const FolderState &state)
{
    if (state.layout != Layout::Classic)
        return std::nullopt;
    const auto all = followers(state);
    for (const auto &same : all) {
        if (same.size() > 1)
            return QString(FolderChecking::conflictText(snapshotNames(same)) + u' ' + remedyFor(FolderKind::Conflict));
    }
    return std::nullopt;
}

QList<FolderProblem> checkFolder(const MigrationsFolder &folder, const FolderState &state)
{
    return FolderChecking(folder, state).run();
}

QList<FolderProblem> checkFolder(const MigrationsFolder &folder, const FolderState &state,
                                 const QList<MigrationState> &states, const QList<MigrationFile> &lost)
{
    QList<FolderProblem> out = checkFolder(folder, state);
    for (const MigrationFile &file : lost) {
        const QString name = file.fileName();
        out.removeIf(
            [&](const FolderProblem &p) { return p.kind == FolderKind::UnlistedFile && p.files == QStringList{name}; });
        out.append(
            {FolderKind::LostEntry,
             true,
             u"%1 is applied, but the journal lost its entry: a new database would be made without it."_s.arg(name),
             {name}});
    }
    for (const MigrationState &s : states) {
        // By its tag: the folder may have been read again since.
        const auto of = std::find_if(folder.migrations.cbegin(), folder.migrations.cend(),
                                     [&](const MigrationFile &m) { return s.migration >= 0 && m.tag == s.tag; });
        const QString name = of == folder.migrations.cend() ? s.tag : of->fileName();
        const bool isLost = std::any_of(lost.cbegin(), lost.cend(), [&](const MigrationFile &file) {
            return file.when == s.appliedAt && s.migration < 0;
        });
        if (s.kind == MigrationState::Kind::Edited)
            out.append({FolderKind::Edited,
                        true,
                        u"%1 was edited after it was applied: the database has what it said before."_s.arg(name),
                        {name}});
        else if (s.kind == MigrationState::Kind::Orphan && !isLost)
            out.append({FolderKind::Orphan,
                        false,
                        u"%1 is applied, but no file of the folder is that migration."_s.arg(name),
                        {}});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const FolderProblem &a, const FolderProblem &b) { return a.isError && !b.isError; });
    return out;
}

} // namespace core
