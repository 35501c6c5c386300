// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designbody.h"

class QTabWidget;

namespace ui {

class DesignDesk;
class PlainLabel;
class SqlEdit;
class TriggersPane;

/// The designer of a view: its CREATE VIEW, and its triggers. Another name in the text renames it.
class ViewBody : public DesignBody {
    Q_OBJECT

public:
    explicit ViewBody(DesignDesk &desk, QWidget *parent = nullptr);

    void setName(const core::QualifiedName &name) override;
    [[nodiscard]] bool finishEditing() override;
    bool perform(const QString &actionId) override;
    void focusFirst(bool isNew) override;

private:
    void refresh();
    void validate();
    bool take();

    DesignDesk &m_desk;
    core::QualifiedName m_name;
    QTabWidget *m_parts = nullptr;
    SqlEdit *m_sql = nullptr;
    PlainLabel *m_problem = nullptr;
    TriggersPane *m_triggers = nullptr;
};

} // namespace ui
