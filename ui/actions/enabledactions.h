// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/changes/impactcontext.h"
#include "ui/shell/page.h"

#include <QHash>
#include <QSet>

namespace ui {

/// Everything that decides which actions make sense.
struct UiContext {
    bool hasSession = false;
    bool readOnly = false;
    bool untrusted = false; ///< opened for looking only
    bool hasSample = false; ///< there is a sample to open
    bool opening = false;   ///< a database is being opened: that can be stopped
    bool onServer = false;
    bool hasRemarks = false; ///< something of the schema could not be read
    bool asRole = false; ///< rows are read as somebody else
    bool hasRecent = false; ///< a database was opened before
    bool busy = false;      ///< an apply runs: nothing is staged or applied until it is over
    bool hasStaged = false;
    bool canUndo = false;
    bool canRedo = false;
    bool canGoBack = false;
    bool canGoForward = false;
    bool canReopenTab = false;
    bool typing = false;    ///< the focus is in a text field: keys belong to the text
    bool previewTab = false; ///< the current tab is not pinned
    int tabs = 0;
    PageContext page;
    ImpactContext impact;
    bool hasDesign = false; ///< something is designed
    bool hasTypes = false; ///< the database can have types of its own
    friend bool operator==(const UiContext &, const UiContext &) = default;
};

/// The one place that says which actions can be used now. Pure.
[[nodiscard]] QSet<QString> enabledActions(const UiContext &context);

/// Why some that cannot be used now cannot, in one sentence each: for their tool tips. Pure.
[[nodiscard]] QHash<QString, QString> disabledReasons(const UiContext &context);

} // namespace ui
