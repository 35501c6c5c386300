// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/probesql.h"
#include "core/session/session.h"

#include <QFuture>
#include <QHash>
#include <QObject>

namespace ui {

/// How many rows answer each question of a preview: asked one after the other in the background, each once for as long
/// as the data is the same. One that takes too long or fails is unknown, which counts as the worst.
class ProbeCounts : public QObject {
    Q_OBJECT

public:
    struct Count {
        enum class State {
            Asking,
            Known,
            Unknown,
            Anywhere ///< it is about databases that are not at hand: there may be such rows
        };
        State state = State::Asking;
        qint64 rows = 0;
        QString because = {}; ///< why it is unknown
        friend bool operator==(const Count &, const Count &) = default;
    };

    explicit ProbeCounts(core::Session &session, QObject *parent = nullptr);
    ~ProbeCounts() override;

    /// What is to be known now; what nobody asks for any more is given up.
    void want(const QList<core::RowQuery> &queries);
    [[nodiscard]] Count countOf(const core::RowQuery &query) const;
    [[nodiscard]] bool isAsking() const { return m_current.has_value() || !m_waiting.isEmpty(); }
    void forget(); ///< the data is another one now: everything that is wanted is asked again

    static constexpr int patience = 15'000; ///< milliseconds for one question

Q_SIGNALS:
    void changed();

private:
    void askNext();
    void take(const core::RowQuery &query, int generation, const core::Result<qint64> &rows);
    [[nodiscard]] static QString keyOf(const core::RowQuery &query);

    core::Session &m_session;
    QList<core::RowQuery> m_wanted;
    QList<core::RowQuery> m_waiting;
    std::optional<core::RowQuery> m_current;
    QFuture<core::Result<qint64>> m_asking;
    QHash<QString, Count> m_known;
    int m_generation = 0;
};

/// The rows of a probe, as a table shows them.
[[nodiscard]] core::RowQuery queryOf(const core::Probe &probe);

} // namespace ui
