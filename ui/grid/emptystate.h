// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace ui {

class PlainLabel;

/// What stands in the middle of a grid without rows: why, and what can be done about it.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent);

    void setWords(const QString &title, const QString &detail, const QString &button); ///< empty button: none
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void buttonClicked();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void centre();

    PlainLabel *m_title = nullptr;
    PlainLabel *m_detail = nullptr;
    QToolButton *m_button = nullptr;
};

} // namespace ui
