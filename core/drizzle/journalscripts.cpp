// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/journalscripts.h"

#include "core/base/utf8.h"
#include "core/dialect/journalsql.h"
#include "core/drizzle/migrationscript.h"
#include "core/migrate/filescript.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The checks of all files: the journal is as it was read, and none of them is in it.
QList<Statement> journalChecksFor(const QList<MigrationFile> &files, const JournalContext &context)
{
    QList<Statement> checks;
    for (const MigrationFile &file : files) {
        const QList<Statement> own = journalChecks(file, context.journal, context.table, *context.dialect);
        if (checks.isEmpty())
            checks = own;
        else if (context.journal.tableExists)
            checks += own.last();
    }
    return checks;
}

QList<Statement> journalRowsFor(const QList<MigrationFile> &files, const JournalContext &context)
{
    QList<Statement> rows;
    for (const MigrationFile &file : files)
        rows += journalStatements(file, context.journal, context.table, *context.dialect, context.appliedAt);
    return rows;
}

Script refusedScript(const QString &title, const QString &because)
{
    Script script;
    script.title = title;
    script.unfit = because;
    return script;
}

QString countedRows(qsizetype count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(count);
}

QList<Statement> heldJournal(const JournalContext &context)
{
    return journalHold(context.journal, context.table, *context.dialect);
}

/// What any script about the journal's rows begins with.
QList<Statement> sameJournal(const JournalContext &context)
{
    return heldJournal(context) + sameJournal(context.journal, context.table, *context.dialect);
}

/// As many of the rows as are the same.
JournalRowKey keyOfRow(const JournalRow &row, const QList<JournalRow> &rows)
{
    const auto same = [&](const JournalRow &other) {
        return other.hash == row.hash && other.createdAt == row.createdAt;
    };
    return {row.hash, row.createdAt, std::count_if(rows.cbegin(), rows.cend(), same)};
}

struct PartOfText {
    const MigrationFile *file;
    int firstLine; ///< in the joined text
};

const PartOfText &partAt(const QList<PartOfText> &parts, int line)
{
    const auto after =
        std::find_if(parts.cbegin(), parts.cend(), [line](const PartOfText &part) { return part.firstLine > line; });
    return *(after - 1);
}

/// "line 161" of all files together → "line 1 of 0003_tags.sql".
QString withFiles(const QString &difference, const QList<PartOfText> &parts)
{
    static const QRegularExpression lines(u"\\blines? (\\d+(?:, \\d+)*)"_s);
    QString text;
    qsizetype at = 0;
    for (auto all = lines.globalMatch(difference); all.hasNext();) {
        const QRegularExpressionMatch match = all.next();
        QStringList places;
        for (const QString &number : match.captured(1).split(u", "_s)) {
            const int line = number.toInt();
            const PartOfText &part = partAt(parts, line);
            places.append(u"line %1 of %2"_s.arg(QString::number(line - part.firstLine + 1), part.file->fileName()));
        }
        text += difference.mid(at, match.capturedStart() - at) + places.join(u", "_s);
        at = match.capturedEnd();
    }
    return text + difference.mid(at);
}

void linkToFiles(Script &script, const QList<PartOfText> &parts)
{
    for (Statement &s : script.statements) {
        s.difference = withFiles(s.difference, parts);
        auto *source = std::get_if<FromFile>(&s.source);
        if (!source)
            continue;
        const PartOfText &part = partAt(parts, source->line);
        source->file = part.file->fileName();
        source->line -= part.firstLine - 1;
    }
}

} // namespace

Script markAppliedScript(const QList<MigrationFile> &files, const JournalContext &context)
{
    const QString title = files.size() == 1 ? u"Mark %1 as applied"_s.arg(files.first().tag)
                                            : u"Mark %1 migrations as applied"_s.arg(files.size());
    if (files.isEmpty())
        return refusedScript(title, u"There is no migration to be marked."_s);
    const QList<Statement> body =
        heldJournal(context) + journalChecksFor(files, context) + journalRowsFor(files, context);
    return context.dialect->inTransaction(title, body, Dialect::ForeignKeys::Enforced);
}

Script removeRowsScript(const QList<JournalRow> &rows, const JournalContext &context)
{
    const QString title =
        u"Remove %1 from %2"_s.arg(countedRows(rows.size(), u"1 row"_s, u"%1 rows"_s), context.table.display());
    const JournalSql *sql = journalSql(*context.dialect);
    if (!sql)
        return refusedScript(title, u"This database keeps no journal that could be put right."_s);
    QList<Statement> body = sameJournal(context);
    QList<JournalRow> done;
    for (const JournalRow &row : rows) {
        if (done.contains(row))
            continue;
        done.append(row);
        JournalRowKey key = keyOfRow(row, rows);
        if (context.journal.isWrangler)
            key.name = row.name;
        body.append(sql->removeRow(context.table, key));
        if (!row.name.isEmpty())
            body.last().purpose += u": "_s + row.name;
    }
    return context.dialect->inTransaction(title, body, Dialect::ForeignKeys::Enforced);
}

Script rewriteHashScript(const MigrationFile &file, const JournalRow &row, const JournalContext &context)
{
    const QString title = u"Take %1 as it is now for what was applied"_s.arg(file.tag);
    const JournalSql *sql = journalSql(*context.dialect);
    if (!sql || file.hash.isEmpty())
        return refusedScript(title, u"The file of %1 is not there, so that it has no hash."_s.arg(file.tag));
    QList<Statement> body = sameJournal(context);
    body.append(sql->rewriteHash(context.table, keyOfRow(row, context.journal.rows), file.hash));
    return context.dialect->inTransaction(title, body, Dialect::ForeignKeys::Enforced);
}

Script applyAllScript(const QList<MigrationFile> &files, const JournalContext &context)
{
    if (files.size() == 1)
        return migrationScript(files.first(), context.journal, context.table, *context.dialect, context.appliedAt);
    if (files.isEmpty())
        return refusedScript(u"Migrate"_s, u"There is no migration to be applied."_s);
    const QString title = u"Migrate to %1, %2 migrations"_s.arg(files.last().tag).arg(files.size());
    QString text;
    int line = 1;
    QList<PartOfText> parts;
    for (const MigrationFile &file : files) {
        if (!file.bytes)
            return refusedScript(title, u"The file of %1 is not there."_s.arg(file.tag));
        if (!textFromUtf8(*file.bytes))
            return refusedScript(title, notUtf8(file.fileName()));
        if (!parts.isEmpty()) {
            text += u"\n--> statement-breakpoint\n"_s;
            line += 2;
        }
        parts.append({&file, line});
        text += file.text();
        line += static_cast<int>(file.text().count(u'\n'));
    }
    Script script = fileScript(text, {}, title, *context.dialect, journalRowsFor(files, context),
                               journalChecksFor(files, context), heldJournal(context), keySwitchOf(context.journal));
    linkToFiles(script, parts);
    if (script.ownTransactions)
        script.unfit =
            u"One of these files has a BEGIN or COMMIT of its own, so that they cannot run as one: apply them one "
            "by one."_s;
    return script;
}

namespace {

QString restTitle(const MigrationFile &file)
{
    return u"Migrate the rest of %1"_s.arg(file.tag);
}

Script restScript(const MigrationFile &file, const QString &rest, const JournalContext &context)
{
    return fileScript(rest, file.fileName(), restTitle(file), *context.dialect,
                      journalStatements(file, context.journal, context.table, *context.dialect, context.appliedAt),
                      journalChecks(file, context.journal, context.table, *context.dialect), heldJournal(context),
                      keySwitchOf(context.journal));
}

/// The text with all lines blank but those of these statements; none when that would not leave just them.
std::optional<QString> textOfThese(const QString &text, const QList<int> &chosen, const QMap<int, QString> &instead,
                                   const Dialect &dialect)
{
    const QList<Statement> all = fileStatements(text, {}, dialect);
    QStringList lines = text.split(u'\n');
    QList<bool> stays(lines.size(), false);
    QStringList wanted;
    for (const int i : chosen) {
        if (i < 0 || i >= all.size())
            return std::nullopt;
        const Statement &statement = all.at(i);
        const qsizetype first = std::get<FromFile>(statement.source).line - 1;
        // What ends the last one may stand on a line of its own.
        const qsizetype next = i + 1 < all.size() ? std::get<FromFile>(all.at(i + 1).source).line - 1 : lines.size();
        const qsizetype end = std::min(std::max(next, first + 1), lines.size());
        const QString other = instead.value(i);
        for (qsizetype line = first; line < end; ++line)
            stays[line] = other.isEmpty();
        if (!other.isEmpty()) {
            if (end - first <= other.count(u'\n'))
                return std::nullopt;
            const QStringList others = QString(other + u';').split(u'\n');
            for (qsizetype line = 0; line < others.size(); ++line) {
                lines[first + line] = others.at(line);
                stays[first + line] = true;
            }
        }
        wanted.append(other.isEmpty() ? statement.sql : other);
    }
    for (qsizetype line = 0; line < lines.size(); ++line) {
        if (!stays.at(line))
            lines[line].clear();
    }
    const QString rest = lines.join(u'\n');
    QStringList left;
    for (const Statement &statement : fileStatements(rest, {}, dialect))
        left.append(statement.sql);
    return left == wanted ? std::optional(rest) : std::nullopt;
}

} // namespace

Script applyTheseScript(const MigrationFile &file, const QList<int> &statements, const QMap<int, QString> &instead,
                        const JournalContext &context)
{
    const auto rest = file.bytes ? textOfThese(file.text(), statements, instead, *context.dialect) : std::nullopt;
    if (!rest)
        return refusedScript(
            restTitle(file),
            u"What is missing of %1 does not stand on lines of its own: run it by hand, then mark the migration as applied."_s
                .arg(file.tag));
    Script script = restScript(file, *rest, context);
    for (Statement &s : script.statements) {
        if (std::find(instead.cbegin(), instead.cend(), s.sql) != instead.cend())
            s.difference = u"The file does more here: what is there already is left out."_s;
    }
    return script;
}

} // namespace core
