// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace ui {

class PlainLabel;

/// Where there is nothing to look at: a sentence that says why, and buttons for what can be done about it.
class KitNote : public QWidget {
    Q_OBJECT

public:
    struct Way {
        QString actionId; ///< the button's name, too
        QString text;
        friend bool operator==(const Way &, const Way &) = default;
    };
    explicit KitNote(const QString &name, QWidget *parent = nullptr);

    void show(const QString &words, const QList<Way> &ways, bool isProblem = false);
    using QWidget::show;

Q_SIGNALS:
    void actionRequested(const QString &actionId);

private:
    QList<Way> m_ways;
    PlainLabel *m_words = nullptr;
    QVBoxLayout *m_buttons = nullptr;
};

} // namespace ui
