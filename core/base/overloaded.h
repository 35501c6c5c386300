// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace core {

/// Lambdas side by side as one visitor. Never with a catch-all: a new alternative must break the build.
template <typename... Fs> struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <typename... Fs> Overloaded(Fs...) -> Overloaded<Fs...>;

} // namespace core
