// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/waiting.h"

#include <QElapsedTimer>

#include <memory>
#include <utility>

namespace core {

namespace {

constexpr int quietMilliseconds = 2000;

thread_local Waiting *whoWaitsHere = nullptr;

} // namespace

Waiting::Waiting(std::function<bool()> isGivenUp, std::function<void(const QString &)> tell)
    : m_isGivenUp(std::move(isGivenUp))
    , m_tell(std::move(tell))
    , m_before(std::exchange(whoWaitsHere, this))
{
}

Waiting::~Waiting()
{
    whoWaitsHere = m_before;
}

std::function<bool()> Waiting::isGivenUp(const QString &sentence)
{
    const Waiting *who = whoWaitsHere;
    if (!who)
        return {};
    struct State {
        QElapsedTimer since;
        bool isSaid = false;
    };
    auto state = std::make_shared<State>();
    state->since.start();
    return [who, state, sentence] {
        if (!state->isSaid && state->since.elapsed() >= quietMilliseconds) {
            state->isSaid = true;
            if (who->m_tell)
                who->m_tell(sentence);
        }
        return who->m_isGivenUp && who->m_isGivenUp();
    };
}

} // namespace core
