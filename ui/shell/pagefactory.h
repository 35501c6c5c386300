// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/changes/impactcontext.h"
#include "ui/shell/page.h"

#include <functional>

namespace core {
class Session;
}

namespace ui {

class EditStack;
class Prompts;

/// What a panel beside the pages may ask of the window.
struct PanelSinks {
    std::function<void(const Destination &, bool newTab)> open;
    std::function<void(const core::Error &)> error;
    std::function<void(const QString &)> message; ///< went well
    std::function<void(const QString &)> note;    ///< see Page::noteRequested
    std::function<void(bool busy)> busy; ///< an apply starts and ends
    std::function<void(const QString &actionId)> perform; ///< as if the action were triggered
    Prompts *prompts = nullptr; ///< outlives the panel
};

/// The panel at the right: one row, field by field.
struct RowPanelParts {
    QWidget *widget = nullptr; ///< owned by its parent
    std::function<void(const std::optional<RowAddress> &)> showRow;
    std::function<void(const RowSelection &)> showRows; ///< several as one; may be left out
    std::function<void(bool)> setFullWidth; ///< it has the page's place; may be left out
    std::function<void(const core::QualifiedName &, const ColumnFormats &)> setFormats; ///< may be left out
    std::function<void(const QString &column)> pick; ///< opens the relation picker there; may be left out
    std::function<void()> focusRelated; ///< what refers to the row takes the focus; may be left out
    std::function<void()> finishEditing; ///< hands on what is being typed
    std::function<bool()> isSettled;     ///< nothing is being read
};

/// The panel below: what is staged, as the script that Apply runs.
struct PendingPanelParts {
    QWidget *widget = nullptr;
    std::function<void(const core::QualifiedName &, const ColumnFormats &)> setFormats; ///< may be left out
    std::function<bool(const QString &actionId)> perform; ///< "edits.apply", "edits.preview", "impact.show", …
    QWidget *impactPane = nullptr; ///< a part of it that F6 stops at for itself; may be left out, as what follows
    std::function<ImpactContext()> impact;
    std::function<bool()> isSettled;
};

/// How the window makes what it shows; tests put in simple stand-ins. All widgets belong to the parent given.
struct PageFactory {
    std::function<Page *(core::Session &, EditStack &, const core::QualifiedName &, QWidget *parent)> table;
    std::function<Page *(core::Session &, Prompts &, QWidget *parent)> migrations; ///< the prompts outlive the page
    std::function<Page *(core::Session &, QWidget *parent)> history;
    std::function<Page *(core::Session &, QWidget *parent)> objects; ///< types, functions …; may be left out
    /// The designer of a table or view, by its place (see DesignDesk); may be left out.
    std::function<Page *(core::Session &, const core::QualifiedName &place, QWidget *parent)> design;
    std::function<RowPanelParts(core::Session &, EditStack &, const PanelSinks &, QWidget *parent)> rowPanel;
    std::function<PendingPanelParts(core::Session &, EditStack &, const PanelSinks &, QWidget *parent)> pendingPanel;
};

/// The real ones.
[[nodiscard]] PageFactory realPages();

} // namespace ui
