// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reader.h"

#include "core/rows/labelrule.h"
#include "core/schema/relationgraph.h"

namespace app {

/// What rows are called and where they lead, as the window has it for this database: chosen labels and drawn relations
/// from the state folder, guessed ones else.
struct Naming {
    core::RelationGraph relations;
    core::LabelRules labels;
};

/// `chosen`: "TABLE=COL[,COL]", for this call alone; without columns, by the key. Fails where one of them names what is
/// not there. What was remembered and cannot be read is said on standard error, and guessed instead.
[[nodiscard]] core::Result<Naming> namingFor(const Reader &reader, const QStringList &chosen);

} // namespace app
