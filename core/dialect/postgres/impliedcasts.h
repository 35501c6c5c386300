// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/operandtypes.h"

#include <QList>
#include <QString>
#include <QStringList>

/// Which casts say nothing, because the server adds them by itself. A cast is left away only where it cannot change
/// what the expression means; where the type of the operand is not known, only beside what shows that it is implied.
namespace core {

/// A part of an expression that was taken apart.
struct PgOperand {
    enum class Kind { Literal, Number, Column, Array, And, Or, Other };

    QString text;
    Kind kind = Kind::Other;
    QStringList parts = {}; ///< of AND and OR, whose chains are flat
    QString type = {}; ///< of the text, in normal form; empty where it is not known
    QString cast = {}; ///< the type that it is cast to, where it is still to be told whether that says anything
    bool onlyLiterals = false; ///< a literal, an array of them, or = ANY of that

    [[nodiscard]] QString said() const; ///< with the cast
    [[nodiscard]] QString typeAfter() const { return cast.isEmpty() ? type : cast; }
};

[[nodiscard]] PgOperand pgCastTo(const PgOperand &operand, const QString &type);
[[nodiscard]] PgOperand pgOperation(PgOperand a, const QString &op, PgOperand b);
/// The arguments of a function, written as it needs them.
[[nodiscard]] QStringList pgArguments(const QString &function, const QList<PgOperand> &arguments);
[[nodiscard]] QString pgFunctionType(const QString &function, const QList<PgOperand> &arguments);
[[nodiscard]] PgOperand pgArrayNode(const QList<PgOperand> &items);
/// IN is = ANY of an array.
[[nodiscard]] PgOperand pgAnyNode(const QString &word, const QList<PgOperand> &items);
[[nodiscard]] QString pgArrayItem(const PgOperand &item);
/// An array or JSON as a literal, without the blanks and quotes it can do without: {"a", b} is {a,b}.
[[nodiscard]] QString pgNormalArrayText(const QString &text);

} // namespace core
