// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/samplewords.h"

#include <QByteArray>

namespace core {

/// A small PNG of a sky, written byte by byte (stored, not compressed), so that it is the same with every zlib.
[[nodiscard]] QByteArray samplePicture(int side, SampleRandom &random);

} // namespace core
