// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/designrules.h"
#include "ui/design/designbody.h"

class QCheckBox;
class QHBoxLayout;
class QPushButton;
class QTabWidget;

namespace ui {

class ChecksModel;
class ColumnsModel;
class DesignDesk;
class DesignGrid;
class DesignHead;
class DesignModel;
class ForeignKeysModel;
class IndexesModel;
class PoliciesModel;
class TriggersPane;

/// The designer of a table: its name and options, and a grid for each part of it. Ctrl+Tab goes from part to part.
class TableBody : public DesignBody {
    Q_OBJECT

public:
    explicit TableBody(DesignDesk &desk, QWidget *parent = nullptr);

    void setName(const core::QualifiedName &name) override;
    [[nodiscard]] bool finishEditing() override;
    bool perform(const QString &actionId) override;
    void focusFirst(bool isNew) override;
    [[nodiscard]] core::QualifiedName currentType() const override;

private:
    void makeHead();
    void makeOptions(QHBoxLayout *line);
    [[nodiscard]] DesignGrid *addGrid(DesignModel &model, const QString &title, const QString &objectName);
    void addPolicies();
    void hideWhatIsNotThere();
    void secure();
    [[nodiscard]] QWidget *makeButtons();
    void refresh();
    void showButtons();
    void take(const core::QualifiedName &name);
    void setOption(core::DesignRules::Option::Kind kind, bool on);
    [[nodiscard]] DesignGrid *currentGrid() const; ///< nullptr: the triggers
    [[nodiscard]] QWidget *partOf(const DesignGrid *grid) const;

    DesignDesk &m_desk;
    core::QualifiedName m_name;
    DesignHead *m_head = nullptr;
    QList<std::pair<core::DesignRules::Option::Kind, QCheckBox *>> m_options;
    QTabWidget *m_parts = nullptr;
    ColumnsModel *m_columns = nullptr;
    IndexesModel *m_indexes = nullptr;
    ForeignKeysModel *m_keys = nullptr;
    ChecksModel *m_checks = nullptr;
    PoliciesModel *m_policies = nullptr; ///< this, and its part, only where the system has them
    QList<DesignGrid *> m_grids; ///< each in a part of its own
    TriggersPane *m_triggers = nullptr;
    QCheckBox *m_secured = nullptr;
    QCheckBox *m_forced = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_addUnique = nullptr;
    QPushButton *m_drop = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    QPushButton *m_type = nullptr;
};

} // namespace ui
