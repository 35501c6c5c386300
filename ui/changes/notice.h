// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QWidget>

class QToolButton;

namespace ui {

class PlainLabel;

/// A strip inside a panel that says what happened there: an error stays until it is closed or the next try, with its
/// details one click away. Hidden when there is nothing to say.
class Notice : public QWidget {
    Q_OBJECT

public:
    explicit Notice(QWidget *parent = nullptr);

    void showError(const core::Error &error, const QString &before = {}); ///< `before`: where, put in front of the message
    void showGood(const QString &text);
    void showNote(const QString &text);
    void clear();

    [[nodiscard]] bool isEmpty() const { return m_empty; }
    [[nodiscard]] QString text() const; ///< as shown, without details
    [[nodiscard]] bool isError() const { return m_error; }

Q_SIGNALS:
    void closed();

private:
    void show(const QString &text, const QString &details, const QString &area, bool error);

    PlainLabel *m_text = nullptr;
    PlainLabel *m_details = nullptr;
    QToolButton *m_more = nullptr;
    bool m_empty = true;
    bool m_error = false;
};

} // namespace ui
