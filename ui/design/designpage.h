// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

class QSplitter;
class QStackedWidget;

namespace core {
class Session;
}

namespace ui {

class DesignBody;
class DesignDesk;
class DesignPreview;
class Notice;
class PlainLabel;

/// The designer of one table or view. It shows the design that its database has, and keeps nothing of its own: closing
/// it loses nothing. Ctrl+Z undoes within the design.
class DesignPage : public Page {
    Q_OBJECT

public:
    /// `place` as in DesignDesk.
    DesignPage(core::Session &session, const core::QualifiedName &place, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override;
    bool perform(const QString &actionId) override;
    [[nodiscard]] QStringList statusFacts() const override;
    [[nodiscard]] bool finishEditing() override;
    [[nodiscard]] DesignBody &body() { return *m_body; }

protected:
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeGone();
    void follow(); ///< the design has changed
    void takeBack();
    [[nodiscard]] bool isNew() const;

    DesignDesk &m_desk;
    const core::QualifiedName m_place; ///< see DesignDesk
    core::QualifiedName m_name; ///< as it is called in the design
    bool m_there = true;
    bool m_fresh = false; ///< new, and its name is still to be typed
    Notice *m_notice = nullptr;
    QStackedWidget *m_stack = nullptr;
    DesignBody *m_body = nullptr;
    DesignPreview *m_preview = nullptr;
    PlainLabel *m_goneText = nullptr;
};

} // namespace ui
