// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/shownscript.h"

namespace ui {

ShownScript shownScript(std::shared_ptr<const core::Script> script, const core::Dialect &dialect, ScriptLayout layout,
                        int statements, const std::function<bool()> &isUnwanted)
{
    ShownScript shown;
    shown.layout = layout;
    if (script) {
        shown.text = scriptText(*script, dialect, layout, ShownScript::mostCharacters, statements, isUnwanted);
        shown.spans = sqlSpans(shown.text.text, dialect);
    }
    shown.script = std::move(script);
    return shown;
}

} // namespace ui
