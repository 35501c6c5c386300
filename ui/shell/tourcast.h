// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QString>
#include <QStringList>

#include <functional>

class QObject;

namespace core {
class Session;
}

namespace ui {

/// Which tables play in the tour's scenes along relations. What the database has none of stays empty.
struct TourCast {
    core::QualifiedName keyTable; ///< has a foreign key that leads to rows with a name
    QString keyColumn;
    QString keyChildren; ///< a relation of it to many rows; may be empty

    core::QualifiedName parent;
    QString children; ///< its relation to many rows
    QString grandchildren; ///< theirs; may be empty

    core::QualifiedName linked;
    QString links; ///< its relation through a junction

    core::QualifiedName typed = {}; ///< columns of the most different types
    core::QualifiedName partition = {}; ///< the last one of a partitioned table; empty: there is none

    [[nodiscard]] bool hasKey() const { return !keyColumn.isEmpty(); }
    [[nodiscard]] bool hasChildren() const { return !children.isEmpty(); }
    [[nodiscard]] bool hasLinks() const { return !links.isEmpty(); }
    /// What is missing, in words: "child rows".
    [[nodiscard]] QStringList missing() const;
    /// The sample's, for those that are missing.
    [[nodiscard]] TourCast understudies() const;
};

/// That of the sample.
[[nodiscard]] TourCast sampleCast();

/// Chooses among the tables that have rows; counts them in the background. Not called when `context` is gone.
void chooseCast(core::Session &session, QObject *context, const std::function<void(const TourCast &)> &chosen);

} // namespace ui
