// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/truthproposal.h"

#include <QFuture>
#include <QObject>
#include <QThreadPool>

#include <memory>

namespace core {

class Session;

/// A board with what it was made of.
struct KnownTruth {
    TruthInput input;
    TruthBoard board;
};

/// Reads the snapshots and makes the board of what the session knows. Blocks; any thread but the window's.
[[nodiscard]] KnownTruth knownTruth(TruthInput input, const Dialect &dialect);

/// What the session knows now, without the snapshots; none: it has no migrations folder.
[[nodiscard]] std::optional<TruthInput> truthInput(const Session &session);

/// The truth board of a session, made anew in the background whenever folder, journal, schema or schema.ts change.
/// Borrows the session; goes before it. Lives on its thread.
class TruthWatch : public QObject {
    Q_OBJECT

public:
    explicit TruthWatch(Session &session, QObject *parent = nullptr);
    ~TruthWatch() override;

    /// nullptr: there is no folder, or it has not been looked at yet.
    [[nodiscard]] const std::shared_ptr<const KnownTruth> &known() const { return m_known; }
    [[nodiscard]] bool isReading() const { return m_reading; }
    void refresh(); ///< reads the snapshots again, too
    /// What the action would do to the board as it is known; see propose().
    [[nodiscard]] QFuture<Result<TruthProposal>> propose(const TruthRequest &request);
    /// Everything dropped and all migrations run, as one script; see resetScript().
    [[nodiscard]] QFuture<Result<TruthProposal>> proposeReset();

Q_SIGNALS:
    void changed(); ///< known(), or isReading()

private:
    Session &m_session;
    std::shared_ptr<const KnownTruth> m_known;
    int m_generation = 0;
    bool m_reading = false;
    QThreadPool m_pool; ///< one thread; its jobs hold values only
};

} // namespace core
