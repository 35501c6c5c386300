// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "core/drizzle/bridge.h"

#include <QHash>

#include <memory>
#include <mutex>

namespace core {

class BridgeChild;

/// What a default function of schema.ts has made, as the driver would store it; or why it has not, in one sentence.
struct MadeValue {
    Value value;
    QString problem; ///< empty: it is `value`
    friend bool operator==(const MadeValue &, const MadeValue &) = default;
};
using MadeRow = QHash<QString, MadeValue>; ///< by column; one that schema.ts does not know is not in it

/// Evaluates the schema of a project again and again, as askBridge() does, in a fraction of the time: the next process
/// stands by, with drizzle-orm loaded and the bundle made, and only files that were saved since are read again. Each
/// evaluates once, so nothing of one evaluation is seen by another, and one that hangs or grows is killed. The one that
/// evaluated last is kept where there are default functions to ask. Thread-safe; it blocks, for worker threads.
class WarmBridge {
public:
    WarmBridge();
    ~WarmBridge(); ///< kills them
    WarmBridge(const WarmBridge &) = delete;
    WarmBridge &operator=(const WarmBridge &) = delete;

    [[nodiscard]] BridgeAnswer schema(const BridgeRequest &request, const std::function<bool()> &isCancelled = {},
                                      const BridgeLimits &limits = {});

    /// What the default functions of a table's columns make for so many new rows. Evaluates the schema first where that
    /// is not done. Fails as askBridge() does, and with "timeout" where a function hangs.
    [[nodiscard]] Result<QList<MadeRow>> values(const BridgeRequest &request, const QualifiedName &table,
                                                const QStringList &columns, int rows,
                                                const std::function<bool()> &isCancelled = {},
                                                const BridgeLimits &limits = {});

    void forget(); ///< the next answer is one from the very beginning (what was installed may have changed)

private:
    using Child = std::unique_ptr<BridgeChild>;
    [[nodiscard]] Child takeStandby(const BridgeRequest &request);
    void standBy(const BridgeRequest &request);
    [[nodiscard]] BridgeAnswer evaluate(Child &child, const BridgeRequest &request,
                                        const std::function<bool()> &isCancelled, const BridgeLimits &limits);

    std::mutex m_mutex; ///< of what follows
    Child m_standby; ///< null: none
    Child m_evaluated; ///< null: none, or somebody asks it
    int m_generation = 0; ///< of what was evaluated: an older one is not kept
};

} // namespace core
