// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/seed.h"

#include <QMap>
#include <QObject>

namespace core {

class Session;

/// A file of the project that the database belongs to, for findSeeds(): the database itself, or the config that leads
/// to its server; empty where nothing does.
[[nodiscard]] QString seedPlace(const Session &session);

/// A seed's command as SeedRun runs it, with its place in the history: begun there before it runs, and finished with
/// the rows of each table before and after. It is no Script, as it is the project's own code that writes; so the record
/// says who did, and what became of the tables. Lives on the session's thread, never blocks.
class RecordedSeed : public QObject {
    Q_OBJECT

public:
    RecordedSeed(Session &session, const Seed &seed, QObject *parent = nullptr);
    ~RecordedSeed() override; ///< kills what runs; the record then stays as one that was begun

    void start(); ///< once; nothing runs on what is marked as production
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] const QList<TableEffect> &effects() const { return m_effects; } ///< known when it has ended

Q_SIGNALS:
    void output(const QString &text);
    void ended(const core::Result<core::Done> &how); ///< once; recorded by then

private:
    struct Place {
        ConnectionSpec spec;
        const Dialect *dialect = nullptr;
        QString stateFolder;
    };
    using Rows = QMap<QString, qint64>; ///< by table
    struct Begun {
        qint64 id = 0;
        Rows rows;
    };
    [[nodiscard]] static Result<Rows> rowsAt(const Place &place);
    [[nodiscard]] static Result<Begun> begin(const Place &place, const Seed &seed);
    [[nodiscard]] static Result<QList<TableEffect>> finish(const Place &place, const Seed &seed, const Begun &begun,
                                                           const Result<Done> &how, qint64 microseconds);
    void run(const Begun &begun);
    void finishWith(const Begun &begun, const Result<Done> &how, qint64 microseconds);
    void end(const Result<Done> &how);

    const Place m_place;
    const Seed m_seed;
    std::unique_ptr<SeedRun> m_run;
    QList<TableEffect> m_effects;
    bool m_running = false;
    const bool m_refused; ///< it is production
    bool m_stopped = false; ///< before the command was started
};

} // namespace core
