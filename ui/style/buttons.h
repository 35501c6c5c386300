// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QToolButton>
#include <QVariant>

class QBoxLayout;

namespace ui {

/// Gives a button its look. Set before it is first shown, or it is polished again.
enum class ButtonLook { Plain, Primary, Danger, Flat };
void setLook(QAbstractButton *button, ButtonLook look);

/// A push-like button 28 pixels high that shows the action's text and icon and follows its enabled state.
[[nodiscard]] QToolButton *actionButton(QAction *action, ButtonLook look = ButtonLook::Plain,
                                        QWidget *parent = nullptr);
/// Square, icon only, the action's text as its tool tip.
[[nodiscard]] QToolButton *iconButton(QAction *action, QWidget *parent = nullptr);

/// A layout without margins unless told.
template <typename Layout> Layout *plainLayout(QWidget *parent, int margin = 0, int spacing = 0)
{
    auto *layout = parent ? new Layout(parent) : new Layout;
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(spacing);
    return layout;
}

/// Marks a widget as a coloured area of the style sheet: "panel", "topbar", "statusbar", "card", "window".
void setArea(QWidget *widget, const QString &area);

} // namespace ui
