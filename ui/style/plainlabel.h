// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace ui {

/// A label that never takes its text for HTML: names and values come from other people's databases
/// (reliability rule 4.8). Use it wherever a QLabel would stand. With eliding, text too wide gets "…" and a tool tip.
class PlainLabel : public QLabel {
    Q_OBJECT

public:
    /// Sets the style sheet's look: what the text is for.
    enum class Role { Normal, Muted, Faint, Title, Caption, Small, Mono, Hero };

    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);
    explicit PlainLabel(Role role, const QString &text = {}, QWidget *parent = nullptr);

    void setRole(Role role);
    void setElided(bool elided); ///< single line; shrinks with its place
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_elided = false;
};

/// Data as a tool tip: escaped, since tool tips guess.
[[nodiscard]] QString plainToolTip(const QString &text);
/// Data as the text of a button, tab or menu: `&` doubled, since it would make a shortcut.
[[nodiscard]] QString plainButtonText(const QString &text);

} // namespace ui
