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

/// An icon alone beside an input, with no more room around it than it needs.
void setTight(QAbstractButton *button);

/// A button with icon and text beside it, as close to each other as they belong together, and the pair in the middle.
/// (The style's own leaves more room after the text than before it, and less between the two.)
class TextButton : public QToolButton {
    Q_OBJECT

public:
    explicit TextButton(QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool withIcon() const;
    [[nodiscard]] int contentWidth() const;
};

/// A push-like button 28 pixels high that shows the action's text and icon and follows its enabled state.
[[nodiscard]] TextButton *actionButton(QAction *action, ButtonLook look = ButtonLook::Plain,
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
