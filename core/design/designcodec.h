// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/design/designstep.h"

#include <QByteArray>
#include <QList>

namespace core {

/// The steps of a design, one list for each undoable thing, as JSON that reads back as exactly the same but for what
/// never makes two schemas unequal (Verbatim). For Raincheck's own files; a version stands in front. Pure.
[[nodiscard]] QByteArray encodedDesign(const QList<QList<DesignStep>> &strokes);

struct DecodedDesign {
    QList<QList<DesignStep>> strokes;
    int unreadable = 0; ///< steps of a kind that is not known, or cut short
};
/// Fails when it is no design at all, or of another version.
[[nodiscard]] Result<DecodedDesign> decodedDesign(const QByteArray &json);

} // namespace core
