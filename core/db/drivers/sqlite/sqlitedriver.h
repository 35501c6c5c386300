// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

namespace core {

/// Opens SQLite files, carefully: nothing is created, nothing beside the file is touched while looking, and whatever
/// is wrong is said in one sentence. A database in WAL mode whose folder may not be written to is read as it stands
/// ("immutable") if it has no -wal; with one, its newest changes could not be seen, and it is refused.
class SqliteDriver final : public Driver {
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] Result<std::unique_ptr<Database>> open(const ConnectionSpec &spec) const override;
    [[nodiscard]] bool isUnfinishedChange(const Error &error) const override;
};

} // namespace core
