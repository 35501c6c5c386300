// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designbody.h"

class QPushButton;

namespace core {
class Session;
}

namespace ui {

class DesignDesk;
class DesignGrid;
class DesignHead;
class EnumValuesModel;
class PlainLabel;

/// The designer of an enum: its name, schema and comment, and a grid of its values.
class EnumBody : public DesignBody {
    Q_OBJECT

public:
    EnumBody(core::Session &session, DesignDesk &desk, QWidget *parent = nullptr);

    void setName(const core::QualifiedName &name) override;
    [[nodiscard]] bool finishEditing() override;
    bool perform(const QString &actionId) override;
    void focusFirst(bool isNew) override;

private:
    [[nodiscard]] QWidget *makeButtons();
    void refresh();
    void showButtons();
    void take(const core::QualifiedName &name);
    void comment(const QString &text);

    DesignDesk &m_desk;
    core::QualifiedName m_name;
    DesignHead *m_head = nullptr;
    PlainLabel *m_used = nullptr;
    EnumValuesModel *m_values = nullptr;
    DesignGrid *m_grid = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_drop = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    QPushButton *m_dropType = nullptr;
};

} // namespace ui
