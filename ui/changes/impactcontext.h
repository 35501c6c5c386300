// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ui {

/// What can be done about the node of the blast radius that is looked at; see enabledActions().
struct ImpactContext {
    bool isShown = false; ///< there is something to look at
    bool rows = false; ///< its rows can be opened
    bool deleteToo = false;
    bool detach = false;
    bool reparent = false;
    bool takeBack = false;
    bool restore = false;
    friend bool operator==(const ImpactContext &, const ImpactContext &) = default;
};

} // namespace ui
