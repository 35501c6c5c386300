// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/loopbackproxy.h"

/// Passes connections on to a server, and cuts one where the client has said a certain word: what was said reaches the
/// server, and its answer never comes back.
class CuttingProxy {
public:
    CuttingProxy(int serverPort, const QByteArray &word)
        : m_proxy(serverPort, [this, word]() -> LoopbackProxy::Talk {
            return [this, word](const QByteArray &said, QByteArray &heard) {
                heard = said;
                if (!m_armed || !said.contains(word))
                    return LoopbackProxy::Next::Pass;
                m_cut = true;
                return LoopbackProxy::Next::Cut;
            };
        })
    {
    }

    [[nodiscard]] int port() const { return m_proxy.port(); }
    void setArmed(bool armed) { m_armed = armed; }
    [[nodiscard]] bool hasCut() const { return m_cut; }

private:
    std::atomic<bool> m_armed = false;
    std::atomic<bool> m_cut = false;
    LoopbackProxy m_proxy; ///< the last, whose threads use the others
};
