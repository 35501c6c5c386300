// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFrame>

class QPlainTextEdit;
class QTimer;
class QToolButton;

namespace ui {

class PlainLabel;

/// The one place where errors and good news are shown: the message first, details on request, copyable.
/// An error stays until it is closed or replaced; good news goes away by itself.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    void showError(const core::Error &error); ///< a cancelled one says nothing
    void showMessage(const QString &plainText);
    void dismiss();
    void setDetailsShown(bool shown);

    [[nodiscard]] bool isError() const { return m_isError; }
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString details() const; ///< as shown on request; empty when there is nothing more to say
    void setGoodNewsMilliseconds(int milliseconds);

private:
    void present(const QString &text, const QString &details, bool error);
    void copy() const;

    PlainLabel *m_text = nullptr;
    QToolButton *m_icon = nullptr;
    QToolButton *m_more = nullptr;
    QToolButton *m_copy = nullptr;
    QPlainTextEdit *m_details = nullptr;
    QTimer *m_timer = nullptr;
    bool m_isError = false;
};

} // namespace ui
