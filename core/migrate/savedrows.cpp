// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what goes into a file of its own.
#include "core/migrate/savedrows.h"

#include "core/base/filebytes.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/tablekeys.h"
#include "core/sql/namesinsql.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int rowsPerSift = 5000; ///< between two sifts
constexpr qsizetype parametersPerLoad = 2000; ///< of one statement

/// Of its owner alone from its first moment on.
Result<Done> makeFile(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Error::io(
            u"Nothing was run: the file for what goes, %1, could not be made: %2."_s.arg(path, qt_error_string(errno)));
    ::close(descriptor);
    return Done{};
}

class Saving {
public:
    Saving(Database &inside, Database &file, const SavedSql &sql)
        : m_inside(inside)
        , m_file(file)
        , m_sql(sql)
    {
    }

    /// A part that cannot be kept is told, and left empty, where the rest goes on without it.
    [[nodiscard]] Result<Done> save(const SavedPart &part, QStringList &cannotUndo)
    {
        if (!m_sql.failureSpoilsTransaction())
            return save(part);
        RC_TRY(m_inside.run(m_sql.beginTrying()));
        const auto saved = save(part);
        for (const QString &sql : m_sql.takeBackWhatWasTried())
            RC_TRY(m_inside.run(sql));
        if (saved || saved.error().isCancelled() || m_inside.isLost())
            return saved;
        RC_TRY(all({m_sql.clear(part.shape)}));
        cannotUndo.append(u"What was in %1 of %2 does not come back: %3"_s.arg(
            part.shape.columns.join(u", "_s), part.shape.table.display(), saved.error().message));
        return Done{};
    }

private:
    [[nodiscard]] Result<Done> save(const SavedPart &part)
    {
        RC_TRY(all(m_sql.create(part.shape)));
        auto from = m_inside.prepare(part.source);
        RC_TRY(from);
        int pending = 0;
        { // the statement must be gone before the table it fills is looked at as a whole
            auto into = m_file.prepare(m_sql.insert(part.shape));
            RC_TRY(into);
            while (true) {
                const auto more = (*from)->step();
                RC_TRY(more);
                if (!*more)
                    break;
                for (int i = 0; i < (*into)->parameterCount(); ++i) {
                    const Value value = (*from)->column(i);
                    m_bytes += value.kind() == Value::Kind::Text || value.kind() == Value::Kind::Blob
                            || value.kind() == Value::Kind::Typed
                        ? value.bytes().size()
                        : qsizetype(sizeof(qint64));
                    RC_TRY((*into)->bind(i, value));
                }
                if (m_sql.mostBytes() > 0 && m_bytes > m_sql.mostBytes())
                    return Error::invalid(u"it is more than can be kept (%1 MB)."_s.arg(m_sql.mostBytes() >> 20));
                RC_TRY((*into)->step());
                if (++pending % rowsPerSift == 0)
                    RC_TRY(all(m_sql.sift(part.shape)));
            }
        }
        RC_TRY(all(m_sql.sift(part.shape)));
        return all(m_sql.finish(part.shape));
    }

    [[nodiscard]] Result<Done> all(const QStringList &statements)
    {
        for (const QString &sql : statements)
            RC_TRY(m_file.run(sql));
        return Done{};
    }

    Database &m_inside;
    Database &m_file;
    const SavedSql &m_sql;
    qint64 m_bytes = 0;
};

/// The fixes are run to see what each finds, and taken back: the script runs them again.
Result<Done> saveParts(Database &inside, const SchemaMigration &migration, const WayBackPlan &plan, Saving &saving,
                       const Dialect &dialect, QStringList &cannotUndo)
{
    const QList<Statement> &repairs = migration.planOptions.repairs;
    const WrittenNames names(migration.diff.before, dialect);
    const NameCase nameCase = nameCaseOf(dialect.lexRules());
    if (!repairs.isEmpty())
        RC_TRY(inside.run(dialect.planner()->savedSql().beginTrying()));
    for (int i = 0; i < repairs.size(); ++i) {
        for (const SavedPart &part : plan.parts) {
            if (part.repair == i)
                RC_TRY(saving.save(part, cannotUndo));
        }
        if (!repairs.at(i).parameters.isEmpty())
            continue;
        inside.startCountingEffects();
        RC_TRY(inside.run(repairs.at(i).sql));
        const QualifiedName written = statementKind(repairs.at(i).sql, dialect.lexRules()).written();
        const QString own = tableKey(names.meant(written), nameCase);
        for (const TableEffect &effect : inside.takeEffects()) {
            if (foldedName(effect.table, nameCase) != own)
                cannotUndo.append(u"What this did to rows of %1, by triggers or cascades, is not taken back: %2."_s.arg(
                    effect.table, repairs.at(i).purpose));
        }
    }
    for (const SavedPart &part : plan.parts) {
        if (part.repair >= 0)
            continue;
        RC_TRY(saving.save(part, cannotUndo));
    }
    if (repairs.isEmpty())
        return Done{};
    for (const QString &sql : dialect.planner()->savedSql().takeBackWhatWasTried())
        RC_TRY(inside.run(sql));
    return Done{};
}

Result<Done> writeFile(Database &inside, const SchemaMigration &migration, const WayBackPlan &plan, const QString &path,
                       const Dialect &dialect, JobContext &context, QStringList &cannotUndo)
{
    RC_TRY(makeFile(path));
    auto file = driverByName(fileDriver())->open({fileDriver(), path, ConnectionSpec::Mode::Write});
    RC_TRY(file);
    (*file)->setStopRequested([&context] { return context.isCancelled(); });
    Saving saving(inside, **file, dialect.planner()->savedSql());
    RC_TRY((*file)->run(u"BEGIN"_s));
    RC_TRY(saveParts(inside, migration, plan, saving, dialect, cannotUndo));
    RC_TRY((*file)->run(u"COMMIT"_s));
    return Done{};
}

/// Whether the table goes, or counts its keys no longer.
bool forgetsCounter(const SchemaMigration &migration, const Table &before)
{
    const auto counts = [](const Table *t) { return t && t->primaryKey && t->primaryKey->autoIncrement; };
    return counts(&before) && !counts(migration.diff.target.table(migration.diff.renames.tableAfter(before.name)));
}

} // namespace

namespace {

/// Of the tables whose rows come back, those with rows that refer to none already.
Result<QStringList> brokenTables(Database &inside, const WayBackPlan &plan)
{
    QStringList broken;
    const auto comesBack = [&](const QString &name) {
        return std::any_of(plan.parts.cbegin(), plan.parts.cend(), [&](const SavedPart &part) {
            const bool rows = part.kind == SavedPart::Kind::Rows || part.kind == SavedPart::Kind::Deleted
                || part.kind == SavedPart::Kind::Updated;
            return rows && foldedName(part.shape.table.name) == foldedName(name);
        });
    };
    const bool any = std::any_of(plan.parts.cbegin(), plan.parts.cend(),
                                 [&](const SavedPart &part) { return comesBack(part.shape.table.name); });
    if (!any)
        return broken;
    const auto check = inside.checkForeignKeys();
    RC_TRY(check);
    for (const ForeignKeyViolation &violation : check->violations) {
        if (comesBack(violation.table) && !broken.contains(violation.table))
            broken.append(violation.table);
    }
    return broken;
}

} // namespace

Result<SavedRows> saveRows(Database &inside, const SchemaMigration &migration, const WayBackPlan &plan,
                           const QString &file, const Dialect &dialect, JobContext &context)
{
    SavedRows saved{plan.options, {}};
    PlanOptions &options = saved.options;
    const auto highest = dialect.keyCounters(inside);
    RC_TRY(highest);
    for (const Table &table : migration.diff.before.tables) {
        const auto it = highest->constFind(table.name.name);
        if (it != highest->constEnd() && forgetsCounter(migration, table))
            options.restores += dialect.planner()->savedSql().restoreCounter(table.name, it.value());
    }
    if (plan.parts.isEmpty())
        return saved;
    const auto broken = brokenTables(inside, plan);
    RC_TRY(broken);
    options.broken = *broken;
    const auto written = writeFile(inside, migration, plan, file, dialect, context, saved.cannotUndo);
    const auto synced = written ? syncFolder(QFileInfo(file).absolutePath()) : written;
    if (synced)
        return saved;
    for (const QString &suffix : {QString(), u"-journal"_s})
        QFile::remove(file + suffix);
    return synced.error();
}

Result<QList<Statement>> loadsOf(const QString &file, const Dialect &dialect, JobContext &context)
{
    const SavedSql &sql = dialect.planner()->savedSql();
    QList<Statement> loads;
    if (file.isEmpty() || sql.isAttached())
        return loads;
    auto saved = driverByName(fileDriver())->open({fileDriver(), file, ConnectionSpec::Mode::Read});
    RC_TRY(saved);
    const auto schema = dialectByName(fileDriver())->introspect(**saved);
    RC_TRY(schema);
    const Dialect &files = *dialectByName(fileDriver());
    for (const Table &table : schema->tables) {
        if (!table.name.name.startsWith("saved_"_L1))
            continue;
        QStringList columns;
        for (const Column &column : table.columns)
            columns.append(column.name);
        loads.append(sql.placeFor(table.name.name, columns));
        auto rows = (*saved)->prepare(files.probeSql()->cells(table, columns));
        RC_TRY(rows);
        QList<Row> batch;
        while (true) {
            if (context.isCancelled())
                return Error::cancelled();
            const auto more = (*rows)->step();
            RC_TRY(more);
            if (*more) {
                Row row;
                for (int i = 0; i < (*rows)->columnCount(); ++i)
                    row.push_back((*rows)->column(i));
                batch.append(std::move(row));
            }
            if (!batch.isEmpty() && (!*more || batch.size() * columns.size() >= parametersPerLoad))
                loads.append(sql.put(table.name.name, columns, std::exchange(batch, {})));
            if (!*more)
                break;
        }
    }
    return loads;
}

} // namespace core
