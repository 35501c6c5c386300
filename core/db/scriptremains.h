// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// The sentence at the end of the error of a script that failed when it was not one transaction and had done something.
[[nodiscard]] QString mayHaveStayed();

} // namespace core
