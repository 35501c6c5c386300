// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/patience.h"

#include "app/cli/console.h"

#include <csignal>

namespace app {

namespace {

volatile std::sig_atomic_t isInterrupted = 0;

void interrupt(int)
{
    isInterrupted = 1;
}

} // namespace

Patience::Patience()
    : m_waiting([] { return isInterrupted != 0; },
                [](const QString &sentence) { complain(sentence + QStringLiteral(" Ctrl+C stops it.")); })
{
    isInterrupted = 0;
    struct sigaction action = {};
    action.sa_handler = interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, &m_before);
}

Patience::~Patience()
{
    ::sigaction(SIGINT, &m_before, nullptr);
}

core::Result<std::unique_ptr<core::Session>> openSession(const QString &target, const core::Session::Options &options)
{
    const Patience patience;
    return core::Session::open(target, options);
}

} // namespace app
