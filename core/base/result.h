// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace core {

/// "It worked, and there is nothing to say."
struct Done {
    friend bool operator==(const Done &, const Done &) = default;
};

/// A T, or the Error that stood in the way. Everything that can fail for reasons outside the program
/// returns one (g++ 12 has no std::expected). Asking for the wrong side is a bug in the caller: asserted.
template <typename T> class [[nodiscard]] Result {
public:
    using ValueType = T;

    Result(T value) // NOLINT: implicit on purpose, so that `return value;` reads well
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    [[nodiscard]] explicit operator bool() const { return m_state.index() == 0; }
    [[nodiscard]] bool ok() const { return m_state.index() == 0; }

    [[nodiscard]] const T &value() const &
    {
        Q_ASSERT(ok());
        return std::get<0>(m_state);
    }
    [[nodiscard]] T &value() &
    {
        Q_ASSERT(ok());
        return std::get<0>(m_state);
    }
    [[nodiscard]] T &&value() &&
    {
        Q_ASSERT(ok());
        return std::get<0>(std::move(m_state));
    }
    [[nodiscard]] const Error &error() const
    {
        Q_ASSERT(!ok());
        return std::get<1>(m_state);
    }

    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }

    /// f(T) -> Result<U>, run only when there is a value.
    template <typename F> auto andThen(F &&f) && -> std::invoke_result_t<F, T>
    {
        if (!ok())
            return std::get<1>(std::move(m_state));
        return std::forward<F>(f)(std::get<0>(std::move(m_state)));
    }

    /// f(T) -> U, run only when there is a value.
    template <typename F> auto map(F &&f) && -> Result<std::invoke_result_t<F, T>>
    {
        if (!ok())
            return std::get<1>(std::move(m_state));
        return std::forward<F>(f)(std::get<0>(std::move(m_state)));
    }

    /// f(Error) -> Error, to add where it happened.
    template <typename F> Result mapError(F &&f) &&
    {
        if (ok())
            return std::move(*this);
        return std::forward<F>(f)(std::get<1>(std::move(m_state)));
    }

private:
    std::variant<T, Error> m_state;
};

} // namespace core

/// Leaves the function with the error of `expression`, if it has one.
#define RC_TRY(expression)                                                                                             \
    do {                                                                                                               \
        if (auto &&rcResult = (expression); !rcResult)                                                                 \
            return rcResult.error();                                                                                   \
    } while (false)
