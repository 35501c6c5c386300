// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/buttons.h"
#include "ui/style/pill.h"

#include <QHash>
#include <QSet>
#include <QWidget>

class QPushButton;
class QToolButton;

namespace ui {

class PlainLabel;
class YieldingRow;

/// The bar above a script: what it is, in pills what it comes to, and buttons for what can be done with it. The words
/// give way to the buttons where there is little room, then some of the buttons to a menu.
class ScriptHead : public QWidget {
    Q_OBJECT

public:
    struct Button {
        QString name; ///< "apply": the object is called "preview-apply" under the prefix "preview"
        QString text;
        ButtonLook look = ButtonLook::Plain;
        bool yields = false; ///< goes into the menu where there is little room, the first ones first
    };
    ScriptHead(const QString &prefix, const QList<Button> &buttons, QWidget *parent = nullptr);

    struct PillState {
        QString name;
        PillKind kind = PillKind::Neutral;
        QString text; ///< empty: not there
    };
    void show(const QString &title, const QList<PillState> &pills);
    using QWidget::show;
    /// `whyNot`: it is disabled, and this is its tool tip.
    void setButton(const QString &name, const QString &whyNot, bool visible = true);
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void triggered(const QString &name);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void fillMenu();
    [[nodiscard]] int widthOf(bool whole) const; ///< with all buttons, or without those that yield

    const QString m_prefix;
    const QList<Button> m_list;
    YieldingRow *m_words = nullptr;
    PlainLabel *m_title = nullptr;
    QHash<QString, Pill *> m_pills;
    QHash<QString, QPushButton *> m_buttons;
    QSet<QString> m_wanted; ///< there, be it in the menu
    QToolButton *m_more = nullptr;
};

} // namespace ui
