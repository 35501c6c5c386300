// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/design/designproblems.h"
#include "core/migrate/schemamigration.h"

#include <QObject>

#include <optional>

namespace core {
class Session;
}

namespace ui {

/// The design of one open database: what its pages change and its preview shows. Owned by the session and gone with
/// it; pages come and go, the design stays. Follows the session's schema. Lives on the window's thread.
class DesignDesk : public QObject {
    Q_OBJECT

public:
    /// The session's own; made when it is first asked for.
    [[nodiscard]] static DesignDesk &of(core::Session &session);
    /// Whether the database is of a system whose schema can be designed.
    [[nodiscard]] static bool canDesign(const core::Session &session);

    [[nodiscard]] const core::SchemaDesign &design() const { return m_design; }
    [[nodiscard]] const core::DesignRules &rules() const { return m_rules; }
    [[nodiscard]] const core::Dialect &dialect() const { return m_design.dialect(); }

    /// One undoable thing; the error, where it makes no sense, is for the one who asked.
    core::Result<core::Done> push(const QList<core::DesignStep> &steps);
    void restore(const core::QualifiedName &baseTable, const QString &baseColumn = {}); ///< see SchemaDesign
    void undo();
    void redo();
    void clear();
    [[nodiscard]] QByteArray kept() const; ///< all that is designed, for resume(); empty: nothing is
    /// What was kept from another time; emits stepsLost() about what makes no sense any more. False: it cannot be read.
    bool resume(const QByteArray &kept);

    [[nodiscard]] const QList<core::FoundProblem> &problems() const; ///< looked for when asked for
    [[nodiscard]] QList<core::DesignProblem> problemsOf(const core::QualifiedName &table) const;
    [[nodiscard]] core::PlanOptions planOptions() const; ///< what the design says about rows
    /// The way to the target; planned when asked for. Without the hazards that the design itself puts right.
    [[nodiscard]] const core::Result<core::SchemaMigration> &migration() const;

    /// A place is what a table, view or enum was called first: in the database, or in the design where it is new. It
    /// stays the same whatever the name becomes. None: it is not in the design any more.
    [[nodiscard]] std::optional<core::QualifiedName> nameNow(const core::QualifiedName &place) const;
    [[nodiscard]] core::QualifiedName placeOf(const core::QualifiedName &nameNow) const;
    /// A view under another name is, to the plan, another view: that it is the same is known here only.
    core::Result<core::Done> changeView(const core::View &from, const core::View &to);

Q_SIGNALS:
    void changed();
    void stepsLost(const QStringList &sentences); ///< after the database has changed

private:
    explicit DesignDesk(core::Session &session);
    void tellChange(const QList<core::QualifiedName> &newBefore);
    void rename(const core::QualifiedName &from, const core::QualifiedName &to);
    [[nodiscard]] QList<core::QualifiedName> newNames() const;

    core::SchemaDesign m_design;
    const core::DesignRules &m_rules;
    QList<std::pair<core::QualifiedName, core::QualifiedName>> m_aliases; ///< of what is new: called first, called now
    mutable std::optional<QList<core::FoundProblem>> m_problems;
    mutable std::optional<core::Result<core::SchemaMigration>> m_migration;
};

} // namespace ui
