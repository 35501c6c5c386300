// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

namespace ui {

/// A question that is answered by typing a name: before anything is written to production.
class TypedName : public QDialog {
    Q_OBJECT

public:
    TypedName(const QString &title, const QString &text, const QString &name, const QString &accept,
              QWidget *parent = nullptr);

    /// Opens it; `accepted` is called when the name was typed, never when `parent` dies first.
    static void ask(QWidget *parent, const QString &title, const QString &text, const QString &name,
                    const QString &accept, const std::function<void()> &accepted);
};

} // namespace ui
