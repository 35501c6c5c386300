// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QTemporaryDir>

#include <memory>

namespace core {
class Session;
}

namespace ui {

/// A sample of the tour's own, in a folder that goes away with it (close its session before): what has to be written
/// before it can be drawn is written there. Its pending migration loses rows without saying so.
class TourSample {
public:
    /// Makes it, and opens it with a history of its own. Blocks for about a second.
    [[nodiscard]] core::Result<std::unique_ptr<core::Session>> open();

private:
    QTemporaryDir m_folder;
};

} // namespace ui
