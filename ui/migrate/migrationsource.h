// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/migrationdraft.h"

#include <QObject>
#include <QString>

#include <optional>

namespace ui {

/// Where a target schema comes from: the designer, another database, a snapshot, a file of DDL. The migrations page
/// lists all sources of its session under SOURCE and previews the draft of the one that is selected. Lives on the
/// window's thread.
class MigrationSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual QString id() const = 0; ///< stays as it is and is unique in its session: "designer"
    [[nodiscard]] virtual QString name() const = 0; ///< "Designer", "shop.sqlite"
    /// A few words beside the name: "no changes", "reading…"; empty: the page puts the number of changes there.
    [[nodiscard]] virtual QString stateText() const { return {}; }
    [[nodiscard]] virtual QString place() const { return {}; } ///< for the tool tip: the whole path
    /// What the database is to become. None: there is nothing to compare, and why() says why.
    [[nodiscard]] virtual std::optional<core::MigrationDraft> draft() const = 0;
    [[nodiscard]] virtual QString why() const { return {}; } ///< one sentence; shown where the script would stand
    [[nodiscard]] virtual bool isProblem() const { return false; } ///< why() tells of something that failed
    [[nodiscard]] virtual bool isReading() const { return false; }
    [[nodiscard]] virtual bool isRemovable() const { return false; }
    /// An action that leads to where the draft is made ("design.open"); empty: none.
    [[nodiscard]] virtual QString actionId() const { return {}; }
    /// What is applied, within a sentence: "the design"; else the schema of what is called name().
    [[nodiscard]] virtual QString subject() const { return tr("the schema of %1").arg(name()); }
    /// What is to be known before it is applied, one sentence each: what does not come back, say.
    [[nodiscard]] virtual QStringList remarks() const { return {}; }
    virtual void refresh() { } ///< reads it again
    virtual void want() { } ///< it is looked at: what was not read yet is read now
    /// The draft ran and the database is what it says now.
    virtual void wasApplied() { }

Q_SIGNALS:
    void changed(); ///< anything of the above
};

} // namespace ui
