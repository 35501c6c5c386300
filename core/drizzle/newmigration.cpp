// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/newmigration.h"

#include "core/drizzle/journaltext.h"
#include "core/drizzle/latevalues.h"
#include "core/drizzle/snapshotform.h"
#include "core/schema/diff.h"
#include "core/schema/namecase.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Layout = MigrationsFolder::Layout;
using Prefix = MigrationOptions::Prefix;

QString secondsText(qint64 when)
{
    return QDateTime::fromMSecsSinceEpoch(when, QTimeZone::utc()).toString(u"yyyyMMddHHmmss"_s);
}

/// As the folder's last migration is called.
Prefix prefixLike(const QString &tag)
{
    static const QRegularExpression digits(u"^([0-9]*)_"_s);
    switch (digits.match(tag).capturedLength(1)) {
    case 14:
        return Prefix::Timestamp;
    case 10:
        return Prefix::Unix;
    case 0:
        return tag.startsWith(u'_') ? Prefix::None : Prefix::Index;
    default:
        return Prefix::Index;
    }
}

QString prefixText(Prefix prefix, qint64 index, qint64 when)
{
    switch (prefix) {
    case Prefix::Index:
        return u"%1"_s.arg(index, 4, 10, QLatin1Char('0'));
    case Prefix::Timestamp:
    case Prefix::Supabase:
        return secondsText(when);
    case Prefix::Unix:
        return QString::number(when / 1000);
    case Prefix::None:
        break;
    }
    return {};
}

/// What the project is to know: the tables it knew, as it knew them where the plan leaves them alone (what was renamed
/// under its new name), and those that the plan makes or changes. A table that somebody made by hand stays unknown.
Schema projectSchema(const SchemaDiff &diff, const std::optional<DrizzleSnapshot> &before, const SchemaRules &rules)
{
    if (!before)
        return diff.target;
    const Schema known = withRenames(before->schema, diff.renames, rules);
    QSet<QualifiedName> touched;
    for (const Change &c : diff.changes) {
        if (!std::holds_alternative<change::RenameTable>(c) && !std::holds_alternative<change::RenameColumn>(c))
            touched.insert(folded(tableOf(c), nameCaseOf(diff.target)));
    }
    const auto pick = [&](const auto &targets, const auto &all) {
        std::remove_cvref_t<decltype(targets)> out;
        for (const auto &item : targets) {
            const QualifiedName name = folded(item.name, nameCaseOf(diff.target));
            const auto old = std::find_if(all.cbegin(), all.cend(), [&](const auto &o) {
                return folded(o.name, nameCaseOf(diff.target)) == name;
            });
            if (touched.contains(name))
                out.append(item);
            else if (old != all.cend())
                out.append(*old);
        }
        return out;
    };
    Schema out;
    out.tables = pick(diff.target.tables, known.tables);
    out.views = pick(diff.target.views, known.views);
    out.enums = pick(diff.target.enums, known.enums);
    out.sequences = pick(diff.target.sequences, known.sequences);
    for (const NamedSchema &s : diff.target.schemas) {
        const bool isKnown = std::any_of(known.schemas.cbegin(), known.schemas.cend(),
                                         [&](const NamedSchema &k) { return k.name == s.name; });
        if (isKnown || touched.contains(folded({{}, s.name}, nameCaseOf(diff.target))))
            out.schemas.append(s);
    }
    return out;
}

/// The last snapshot under another id, byte for byte else.
QByteArray sameSnapshot(const SnapshotFile &last, const SnapshotAbout &about)
{
    static const QRegularExpression list(u"\"prevIds\"\\s*:\\s*\\[[^\\]]*\\]"_s);
    static const QRegularExpression one(u"\"prevId\"\\s*:\\s*\"[^\"]*\""_s);
    QStringList quoted;
    for (const QString &id : about.previousIds)
        quoted.append(u"\n    \""_s + id + u'"');
    QString text = QString::fromUtf8(last.bytes);
    if (const auto found = list.match(text); found.hasMatch())
        text.replace(found.capturedStart(), found.capturedLength(),
                     u"\"prevIds\": ["_s + quoted.join(u',') + u"\n  ]"_s);
    else if (const auto single = one.match(text); single.hasMatch())
        text.replace(single.capturedStart(), single.capturedLength(),
                     u"\"prevId\": \"%1\""_s.arg(about.previousIds.value(0)));
    const QRegularExpression id(u"\"id\"\\s*:\\s*\"%1\""_s.arg(QRegularExpression::escape(last.id)));
    if (const auto own = id.match(text); own.hasMatch())
        text.replace(own.capturedStart(), own.capturedLength(), u"\"id\": \"%1\""_s.arg(about.id));
    return text.toUtf8();
}

QString emptyCustomText()
{
    return u"-- Custom SQL migration file, put your code below! --"_s; // drizzle-kit's own words
}

/// One migration on its way into one folder.
class MigrationWriting {
public:
    MigrationWriting(const QString &folder, const NewMigration &migration, const Dialect &dialect,
                     const MigrationOptions &options, FolderState state)
        : m_folder(folder)
        , m_migration(migration)
        , m_dialect(dialect)
        , m_options(options)
        , m_state(std::move(state))
    {
    }

    Result<PreparedMigration> run(const QString &name)
    {
        std::optional<DrizzleSnapshot> before;
        if (const SnapshotFile *last = m_state.last()) {
            const auto read = readDrizzleSnapshot(last->bytes);
            if (!read) {
                Error error = read.error();
                error.message = last->name + u": "_s + error.message;
                return error;
            }
            before = *read;
        }
        PreparedMigration out;
        out.saved.warnings = migrationWarnings(m_migration) + lateValueWarnings(m_state, m_migration.plan.script)
            + m_migration.extras.notes;
        const QByteArray sql =
            (m_migration.custom ? emptyCustomText() : migrationFileText(wholeScript(), m_dialect, breakpoints()))
                .toUtf8();
        if (m_state.layout == Layout::Folders)
            inFolders(name, sql, before, out);
        else
            classic(name, sql, before, out);
        return out;
    }

private:
    [[nodiscard]] Script wholeScript() const
    {
        Script script = m_migration.plan.script;
        script.statements = m_migration.extras.first + script.statements + m_migration.extras.last;
        return script;
    }

    /// The 1.0 form has no way to say that there are none, and its readers split at them all the same.
    [[nodiscard]] bool breakpoints() const { return m_options.breakpoints || m_state.layout == Layout::Folders; }

    void classic(const QString &name, const QByteArray &sql, const std::optional<DrizzleSnapshot> &before,
                 PreparedMigration &out)
    {
        // drizzle's migrator skips what is dated before what is applied already.
        const qint64 when = std::max(m_migration.now, m_state.lastWhen + 1);
        const QString prefix =
            prefixText(m_options.prefix.value_or(prefixLike(m_state.lastTag)), m_state.lastIndex + 1, when);
        out.saved.tag = prefix + u'_' + name;
        out.saved.path = m_folder.filePath(out.saved.tag + u".sql"_s);
        SnapshotAbout about = aboutSnapshot(before);
        about.dialect = m_state.journal.value("dialect"_L1).toString(dialectName());
        const QByteArray journal =
            journalWith(m_state, {about.dialect, snapshotVersion(), out.saved.tag, when, m_options.breakpoints});
        out.files.append({out.saved.path, sql});
        out.files.append(replacing(m_folder.filePath(u"meta/%1_snapshot.json"_s.arg(prefix)), snapshot(about, before)));
        const QString modules = m_folder.filePath(u"migrations.js"_s);
        const bool isLoaded = m_options.driver == "expo"_L1 || m_options.driver == "durable-sqlite"_L1;
        if (isLoaded || QFileInfo::exists(modules))
            out.files.append(fileNow(modules, migrationsModule(journal, m_options.driver)));
        FileChange last{m_folder.filePath(u"meta/_journal.json"_s), journal};
        if (!m_state.journalBytes.isEmpty())
            last.before = m_state.journalBytes;
        out.files.append(last);
    }

    void inFolders(const QString &name, const QByteArray &sql, const std::optional<DrizzleSnapshot> &before,
                   PreparedMigration &out)
    {
        // They are run in the order of their names, and one second is one name.
        const qint64 when = std::max(m_migration.now, m_state.lastWhen + 1000);
        out.saved.tag = secondsText(when) + u'_' + name;
        out.saved.path = m_folder.filePath(out.saved.tag + u"/migration.sql"_s);
        const SnapshotAbout about = aboutSnapshot(before);
        out.files.append({m_folder.filePath(out.saved.tag + u"/snapshot.json"_s), snapshot(about, before)});
        out.files.prepend({out.saved.path, sql});
    }

    [[nodiscard]] SnapshotAbout aboutSnapshot(const std::optional<DrizzleSnapshot> &before) const
    {
        SnapshotAbout about;
        about.dialect = dialectName();
        about.id = m_migration.id;
        for (const SnapshotFile &leaf : m_state.leaves())
            about.previousIds.append(leaf.id);
        if (m_state.layout == Layout::Classic && m_state.last())
            about.previousIds = {m_state.last()->id};
        about.renames = m_migration.diff.renames;
        if (m_migration.project) {
            about.existingViews = m_migration.project->existingViews;
            about.names = m_migration.project->names;
            about.extras = m_migration.project->extras;
            about.typesAsWritten = true;
        } else if (before) {
            about.existingViews = before->existingViews;
            about.names = before->names;
            about.extras = before->extras;
        }
        return about;
    }

    [[nodiscard]] QByteArray snapshot(const SnapshotAbout &about, const std::optional<DrizzleSnapshot> &before) const
    {
        if (m_migration.custom && m_state.last())
            return sameSnapshot(*m_state.last(), about);
        const Schema schema = m_migration.project ? m_migration.project->schema
                                                  : projectSchema(m_migration.diff, before, *m_dialect.schemaRules());
        return snapshotText(schema, about, m_state.layout);
    }

    /// With prefixes switched off, every snapshot has the same name.
    [[nodiscard]] FileChange replacing(const QString &path, const QByteArray &bytes) const
    {
        const SnapshotFile *last = m_state.last();
        const bool same = last && last->path == path && last->name.startsWith(u'_');
        return {path, bytes, same ? std::optional(last->bytes) : std::nullopt};
    }

    [[nodiscard]] static FileChange fileNow(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        FileChange change{path, bytes};
        if (file.open(QIODevice::ReadOnly))
            change.before = file.readAll();
        return change;
    }

    [[nodiscard]] QString snapshotVersion() const
    {
        const SnapshotForm *form = snapshotForm(m_dialect.name());
        return form ? form->version : QString();
    }

    [[nodiscard]] QString dialectName() const
    {
        const SnapshotForm *form = snapshotForm(m_dialect.name());
        if (!form)
            return m_dialect.name();
        return form->otherDialects.contains(m_options.dialect) && m_options.dialect != form->system ? m_options.dialect
                                                                                                    : form->dialect;
    }

    const QDir m_folder;
    const NewMigration &m_migration;
    const Dialect &m_dialect;
    const MigrationOptions &m_options;
    const FolderState m_state;
};

/// The schema, type, policy or the like itself, not the table that it is of.
QString objectName(const change::ChangeObject &object)
{
    return std::visit(
        [](const auto &o) -> QString {
            if constexpr (requires { o.name.name; })
                return o.name.name;
            else
                return o.name;
        },
        object.to ? *object.to : *object.from);
}

/// "add_tags", "drop_posts", "users_add_email".
QString wordsForName(const Change &change)
{
    const QString table = tableOf(change).name;
    if (std::holds_alternative<change::CreateTable>(change) || std::holds_alternative<change::CreateView>(change))
        return u"add "_s + table;
    if (std::holds_alternative<change::DropTable>(change) || std::holds_alternative<change::DropView>(change))
        return u"drop "_s + table;
    if (const auto *renamed = std::get_if<change::RenameTable>(&change))
        return u"rename %1 to %2"_s.arg(renamed->from.name, renamed->to.name);
    if (const auto *column = std::get_if<change::AddColumn>(&change))
        return table + u" add "_s + column->column.name;
    if (const auto *gone = std::get_if<change::DropColumn>(&change))
        return table + u" drop "_s + gone->column.name;
    if (const auto *index = std::get_if<change::AddIndex>(&change))
        return u"add "_s + index->index.name;
    if (const auto *object = std::get_if<change::ChangeObject>(&change))
        return (object->from ? object->to ? u"alter "_s : u"drop "_s : u"add "_s) + objectName(*object);
    return u"alter "_s + table;
}

} // namespace

QString migrationFileName(const QString &name)
{
    QString out;
    for (const QChar c : name.toLower()) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (plain)
            out += c;
        else if (!out.isEmpty() && !out.endsWith(u'_'))
            out += u'_';
    }
    while (out.endsWith(u'_'))
        out.chop(1);
    return out.left(80);
}

QString suggestedMigrationName(const QList<Change> &changes)
{
    QStringList tables;
    for (const Change &c : changes) {
        if (!tables.contains(tableOf(c).name))
            tables.append(tableOf(c).name);
    }
    QString name = changes.isEmpty() ? u"migration"_s : wordsForName(changes.first());
    if (changes.size() > 1 && tables.size() == 1 && !name.startsWith(u"add "_s) && !name.startsWith(u"drop "_s))
        name = u"alter "_s + tables.first();
    if (tables.size() > 1)
        name += u" and %1 more"_s.arg(tables.size() - 1);
    const QString plain = migrationFileName(name);
    return plain.isEmpty() ? u"migration"_s : plain;
}

QString migrationFileText(const Script &script, const Dialect &dialect, bool breakpoints)
{
    // What is switched for the script is switched back after it; where nothing is, nothing was needed.
    const bool switches = std::any_of(script.statements.cbegin(), script.statements.cend(),
                                      [](const Statement &s) { return s.role == Statement::Role::Cleanup; });
    const SnapshotForm *form = snapshotForm(dialect.name());
    QStringList statements;
    for (const Statement &s : script.statements) {
        if (form && form->isForSession && form->isForSession(s))
            continue;
        const bool asks = !std::holds_alternative<std::monostate>(s.expect);
        const bool around = switches && (s.role == Statement::Role::Setup || s.role == Statement::Role::Cleanup);
        if (s.role == Statement::Role::Body || (around && !asks))
            statements.append(rendered(s, dialect) + u';');
    }
    return statements.join(breakpoints ? u"--> statement-breakpoint\n"_s : u"\n"_s);
}

QStringList migrationWarnings(const NewMigration &migration)
{
    // Where keys stay on, what refers to a table is made anew with it.
    const auto switches = [](const Statement &s) { return s.role == Statement::Role::Cleanup; };
    const QList<Statement> &statements = migration.plan.script.statements;
    if (std::none_of(statements.cbegin(), statements.cend(), switches))
        return {};
    QStringList out;
    for (const QString &name : migration.plan.rebuilt) {
        QStringList children;
        for (const Table &t : migration.diff.target.tables) {
            const bool refers = std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), [&](const ForeignKey &k) {
                return foldedName(k.target.name) == foldedName(name);
            });
            if (refers)
                children.append(t.name.name);
        }
        if (!children.isEmpty())
            out.append(
                u"It makes %1 anew, to which %2 refers: apply it with Raincheck. A migrator that keeps foreign "
                "keys on within its transaction, as drizzle-orm's does, would delete or change those rows."_s.arg(
                    name, children.join(u", "_s)));
    }
    return out;
}

Result<PreparedMigration> prepareMigration(const QString &folder, const NewMigration &migration, const Dialect &dialect,
                                           const MigrationOptions &options)
{
    const QString name = migrationFileName(migration.name);
    if (name.isEmpty())
        return Error::invalid(u"The migration needs a name with letters or digits in it."_s);
    if (migration.plan.script.isEmpty() && migration.extras.isEmpty() && !migration.custom)
        return Error::invalid(u"There is nothing to do, so there is no migration to be written."_s);
    auto state = readFolderState(folder, options);
    RC_TRY(state);
    return MigrationWriting(folder, migration, dialect, options, std::move(*state)).run(name);
}

Result<SavedMigration> writeMigration(const PreparedMigration &prepared)
{
    RC_TRY(writeFileChanges(prepared.files));
    return prepared.saved;
}

Result<SavedMigration> saveMigration(const QString &folder, const NewMigration &migration, const Dialect &dialect,
                                     const MigrationOptions &options)
{
    const auto prepared = prepareMigration(folder, migration, dialect, options);
    RC_TRY(prepared);
    return writeMigration(*prepared);
}

} // namespace core
