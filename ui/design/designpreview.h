// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/migrate/schemamigration.h"

#include <QWidget>

class QPushButton;

namespace ui {

class DesignDesk;
class Pill;
class PlainLabel;
class SqlView;

/// The part of a plan that is about one table or view: its statements, in their order, without those that only frame
/// them. Pure.
[[nodiscard]] core::Script partOfPlan(const core::SchemaMigration &migration, const core::QualifiedName &table);

/// Live below the forms: what the design does to this table as SQL, how many hazards it has, and what is wrong.
class DesignPreview : public QWidget {
    Q_OBJECT

public:
    explicit DesignPreview(DesignDesk &desk, QWidget *parent = nullptr);

    void setName(const core::QualifiedName &name);
    [[nodiscard]] SqlView &sqlView() { return *m_sql; }

Q_SIGNALS:
    void actionRequested(const QString &actionId);

private:
    [[nodiscard]] QWidget *makeHead();
    void refresh();
    void showProblems();

    DesignDesk &m_desk;
    core::QualifiedName m_name;
    PlainLabel *m_summary = nullptr;
    Pill *m_hazards = nullptr;
    PlainLabel *m_elsewhere = nullptr;
    PlainLabel *m_problems = nullptr;
    PlainLabel *m_notes = nullptr;
    QPushButton *m_preview = nullptr;
    QPushButton *m_save = nullptr;
    SqlView *m_sql = nullptr;
};

} // namespace ui
