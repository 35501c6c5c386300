// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>

class QTimer;

namespace ui {

/// Opens a database on a worker thread, as Waiting has it: what takes long is told of, and it can be given up. Only the
/// newest opening counts. Lives on the window's thread.
class PatientOpening : public QObject {
    Q_OBJECT

public:
    using SessionResult = core::Result<std::unique_ptr<core::Session>>;
    using Holder = std::shared_ptr<SessionResult>;

    explicit PatientOpening(QObject *parent = nullptr);
    ~PatientOpening() override; ///< gives it up

    [[nodiscard]] QFuture<core::Result<Holder>> start(std::function<SessionResult()> open);
    void giveUp(); ///< the future then ends with Error::cancelled(), as soon as what runs looks
    void ended(); ///< nothing more is told

Q_SIGNALS:
    void told(const QString &sentence);

private:
    struct State;
    void look();

    std::shared_ptr<State> m_state;
    QTimer *m_look = nullptr;
};

} // namespace ui
