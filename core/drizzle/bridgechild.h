// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/bridge.h"
#include "core/drizzle/nodechild.h"

#include <QJsonObject>
#include <QTemporaryDir>

namespace core {

/// A Node process with our scripts in it, for one project: it gets ready at once, without waiting for anything, then
/// evaluates the schema once, and answers for its default functions after that. Any thread may use it, one at a time.
class BridgeChild {
public:
    [[nodiscard]] static Result<std::unique_ptr<BridgeChild>> start(const BridgeRequest &request,
                                                                    const BridgeLimits &limits);

    [[nodiscard]] const BridgeRequest &request() const { return m_request; }

    /// To be asked once. `fresh`: it was started for this very question; otherwise it may have got ready for what is
    /// not so any more, and then the answer is an Error with the code "stale". See askBridge() for the others.
    [[nodiscard]] BridgeAnswer schema(const BridgeLimits &limits, const std::function<bool()> &isCancelled,
                                      bool fresh = true);
    /// A question about what schema() has evaluated; the document that answers it.
    [[nodiscard]] Result<QJsonObject> ask(QJsonObject question, const BridgeLimits &limits,
                                          const std::function<bool()> &isCancelled);

private:
    BridgeChild() = default;
    [[nodiscard]] Result<QByteArray> document(QJsonObject question, const BridgeLimits &limits,
                                              const std::function<bool()> &isCancelled);

    BridgeRequest m_request;
    QTemporaryDir m_scripts{QDir::tempPath() + QStringLiteral("/raincheck-bridge-XXXXXX")};
    std::unique_ptr<NodeChild> m_node; ///< goes before its scripts
};

} // namespace core
