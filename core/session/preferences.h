// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/rows/labelrule.h"
#include "core/rows/rowstamps.h"
#include "core/schema/relationgraph.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace core {

/// What a person has decided about one database, beside its data: how rows are called, relations the database does
/// not know, and which updates are stamped. What was never decided is not in it, and is guessed.
struct Preferences {
    QHash<QualifiedName, LabelRule> labels; ///< a rule without columns: by the key alone, on purpose
    QList<DrawnForeignKey> drawn;           ///< in the order they were drawn
    UpdateStamps stamps;                    ///< tables whose updates are stamped
    friend bool operator==(const Preferences &, const Preferences &) = default;
};

/// What rows are called: as it was chosen, where those columns are still there, else as it is guessed. Pure.
[[nodiscard]] LabelRules labelsOf(const Schema &schema, const Dialect &dialect, const Preferences &preferences);

/// Keeps them in the state folder, a file for each database, 0600, replaced as a whole. Any thread.
class PreferencesStore {
public:
    PreferencesStore(const QString &stateFolder, const QString &database);

    /// Empty ones when nothing was kept. Fails on a file that is damaged or of a newer version: it is left as it is.
    [[nodiscard]] Result<Preferences> read() const;
    [[nodiscard]] Result<Done> write(const Preferences &preferences) const;
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QString m_path;
    QString m_database;
};

} // namespace core
