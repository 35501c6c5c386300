// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFrame>
#include <QPointer>

class QPlainTextEdit;
class QTimer;
class QToolButton;

namespace ui {

class PlainLabel;

/// The one place where errors, refusals and good news are shown: the message first, details on request, copyable.
/// An error stays until it is closed or replaced, the others go away by themselves. It lies over the lower edge of what
/// it is about: nothing moves when it comes or goes.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);
    /// The widget, or where it cannot be seen `otherwise`: each somewhere in the bar's parent, or the parent itself.
    void layOver(QWidget *widget, QWidget *otherwise = nullptr);

    void showError(const core::Error &error); ///< a cancelled one says nothing
    void showMessage(const QString &plainText); ///< something went well
    void showNote(const QString &plainText);    ///< something was not done, and why; or is worth knowing
    /// Takes an error back that said another program holds the lock: the database has answered since.
    void lockIsGone();
    /// Likewise an error that said the connection is gone, which offers to connect again. → whether one was there.
    bool connectionIsBack();
    void dismiss();
    void setDetailsShown(bool shown);

    [[nodiscard]] bool isError() const { return m_kind == Kind::Bad; }
    [[nodiscard]] bool isGood() const { return m_kind == Kind::Good; }
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString details() const; ///< as shown on request; empty when there is nothing more to say
    void setGoodNewsMilliseconds(int milliseconds);

Q_SIGNALS:
    void reconnectRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Kind { Good, Note, Bad };
    void present(const QString &text, const QString &details, Kind kind);
    void place();
    void copy() const;

    PlainLabel *m_text = nullptr;
    QToolButton *m_icon = nullptr;
    QToolButton *m_reconnect = nullptr;
    QToolButton *m_more = nullptr;
    QToolButton *m_copy = nullptr;
    QPlainTextEdit *m_details = nullptr;
    QTimer *m_timer = nullptr;
    QPointer<QWidget> m_under;
    QPointer<QWidget> m_otherwise;
    Kind m_kind = Kind::Good;
    bool m_isLock = false;
};

} // namespace ui
