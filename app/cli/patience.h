// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/waiting.h"
#include "core/session/session.h"

#include <memory>

#include <signal.h>

namespace app {

/// While it lives, code of a project that takes long is told of on stderr, and Ctrl+C stops that code first: what was
/// asked for then ends as cancelled, and nothing of the project goes on. A second Ctrl+C ends the program as ever.
class Patience {
public:
    Patience();
    ~Patience();
    Patience(const Patience &) = delete;
    Patience &operator=(const Patience &) = delete;

private:
    core::Waiting m_waiting;
    struct sigaction m_before = {};
};

/// Session::open() with patience. What Ctrl+C stopped is an error that says so.
[[nodiscard]] core::Result<std::unique_ptr<core::Session>> openSession(const QString &target,
                                                                       const core::Session::Options &options);

} // namespace app
