// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QObject>

namespace ui {

/// Looks whether the rows that edits are staged for are still as they were, each time another program has written, and
/// again after every edit for as long as some are not.
class ConflictWatch : public QObject {
    Q_OBJECT

public:
    explicit ConflictWatch(core::Session &session, QObject *parent = nullptr);

    [[nodiscard]] const QList<core::Conflict> &conflicts() const { return m_conflicts; }
    /// "posts 12 (gone), posts 13 (changed) and 4 more".
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void changed(); ///< conflicts() are others now

private:
    void look();
    void take(const QList<core::Conflict> &conflicts);

    core::Session &m_session;
    QList<core::Conflict> m_conflicts;
    quint64 m_generation = 0; ///< a late answer is dropped
};

} // namespace ui
