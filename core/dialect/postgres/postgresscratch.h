// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/scratchsql.h"

namespace core {

class PostgresScratchSql final : public ScratchSql {
public:
    [[nodiscard]] QString prefix() const override;
    [[nodiscard]] QString question() const override;
    [[nodiscard]] QString where() const override;
    [[nodiscard]] QStringList prepare(const QString &name) const override;
    [[nodiscard]] QString createLike(const QString &name) const override;
    [[nodiscard]] QString createEmpty(const QString &name) const override;
    [[nodiscard]] QString drop(const QString &name) const override;
    [[nodiscard]] QString leftBehind() const override;
};

} // namespace core
