// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QObject>

#include <memory>
#include <optional>

class QTimer;

namespace ui {

/// Keeps what the staged edits take along up to date: asks a moment after an edit, a change of the schema, or rows
/// written by anybody. Edits that come in one go are asked about once; what is not wanted any more is cancelled. The
/// last answer stays until there is a newer one.
class ImpactWatch : public QObject {
    Q_OBJECT

public:
    explicit ImpactWatch(core::Session &session, QObject *parent = nullptr);
    ~ImpactWatch() override;

    /// Of the edits that `changes()` are; nullptr while it was never known, when it could not be found out, and when
    /// nothing is staged.
    [[nodiscard]] const std::shared_ptr<const core::Impact> &impact() const { return m_impact; }
    /// The edits that impact() is about; later ones may have been staged since.
    [[nodiscard]] const std::shared_ptr<const core::ChangeSet> &impactOf() const { return m_impactOf; }
    [[nodiscard]] bool isUpToDate() const { return !m_pending; } ///< nothing is being asked
    [[nodiscard]] qint64 rowsRead() const { return m_rowsRead; } ///< so far, while it takes long; else 0
    [[nodiscard]] const std::optional<core::Error> &error() const { return m_error; }

    /// Gives up what takes long; false when nothing does. Asked again after the next edit.
    bool stop();

Q_SIGNALS:
    void changed(); ///< impact(), error() or rowsRead()

private:
    void askSoon();
    void ask();
    void take(const core::Result<core::Impact> &result, const std::shared_ptr<const core::ChangeSet> &of);

    core::Session &m_session;
    QTimer *m_timer = nullptr;
    std::shared_ptr<const core::Impact> m_impact;
    std::shared_ptr<const core::ChangeSet> m_impactOf;
    std::optional<core::Error> m_error;
    QFuture<core::Result<core::Impact>> m_future;
    quint64 m_generation = 0; ///< a late answer is dropped
    qint64 m_rowsRead = 0;
    bool m_pending = false;
};

} // namespace ui
