// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>

namespace core {

/// A folder for what is not finished: readable by its owner only, gone with this object. It is locked as long as its
/// process lives, so that what a killed one left can be told from what is in use. Any thread.
class WorkFolder {
public:
    /// <folder>/<prefix>-XXXXXX; `folder` must be there.
    [[nodiscard]] static Result<std::unique_ptr<WorkFolder>> make(const QString &folder, const QString &prefix);
    ~WorkFolder();
    WorkFolder(const WorkFolder &) = delete;
    WorkFolder &operator=(const WorkFolder &) = delete;

    [[nodiscard]] QString filePath(const QString &name) const { return m_path + u'/' + name; }

    /// Removes what processes that died left in `folder` under this prefix. Only for a folder that is all our own.
    static void removeLeftovers(const QString &folder, const QString &prefix);

private:
    WorkFolder(QString path, int descriptor);
    QString m_path;
    int m_descriptor; ///< holds the lock
};

} // namespace core
