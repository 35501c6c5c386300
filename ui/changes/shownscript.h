// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/sql/script.h"
#include "ui/changes/scripttext.h"
#include "ui/changes/sqlhighlighter.h"

#include <memory>
#include <vector>

namespace ui {

/// A Script ready to be shown: its text and colours beside the very object they were made from. A pure value.
struct ShownScript {
    /// A text edit lays out every line it is given; a script with a blob in it may be hundreds of megabytes.
    static constexpr qsizetype mostCharacters = 1'000'000;

    std::shared_ptr<const core::Script> script;
    ScriptLayout layout = ScriptLayout::Inline;
    ScriptText text;
    std::vector<SqlSpan> spans;

    [[nodiscard]] bool hasAll() const { return !script || text.statements >= int(script->statements.size()); }
};

/// The first `statements` of it (−1: all, as far as mostCharacters reaches). On any thread; see scriptText().
[[nodiscard]] ShownScript shownScript(std::shared_ptr<const core::Script> script, const core::Dialect &dialect,
                                      ScriptLayout layout, int statements = -1,
                                      const std::function<bool()> &isUnwanted = {});

} // namespace ui
