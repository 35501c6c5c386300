// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/serverform.h"

#include "core/base/error.h"

#include <QDialog>

class QPushButton;

namespace ui {

class Notice;
class ServerFields;

/// How to reach a PostgreSQL server, and what to remember of it. Opens nothing itself: asks to try and to connect, is
/// told what came of it, and stays until that succeeds or the person gives up.
class ConnectDialog : public QDialog {
    Q_OBJECT

public:
    explicit ConnectDialog(const core::ServerDefaults &defaults, QWidget *parent = nullptr);

    [[nodiscard]] ServerFields &fields() { return *m_fields; }
    [[nodiscard]] ServerForm form() const;

    void showAnswer(const QStringList &facts); ///< the server's, to a test
    void showFailure(const core::Error &error); ///< of a test or of connecting: at the field where that can be told
    [[nodiscard]] bool isWaiting() const { return m_waiting; }

Q_SIGNALS:
    void testRequested(const ui::ServerForm &form);
    void connectRequested(const ui::ServerForm &form);
    void stopRequested(); ///< nobody waits for the answer any more

public Q_SLOTS:
    void accept() override; ///< asks to connect; see finish()
    void reject() override; ///< stops what is waited for, else closes
    void finish(); ///< it is open: closes

private:
    void ask(bool connecting);
    void setWaiting(bool waiting, const QString &words = {});

    ServerFields *m_fields = nullptr;
    Notice *m_notice = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_connect = nullptr;
    QPushButton *m_cancel = nullptr;
    bool m_waiting = false;
};

} // namespace ui
