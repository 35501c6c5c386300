// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourimpact.h"

using namespace Qt::Literals::StringLiterals;

namespace ui::tourimpact {

namespace {

constexpr qint64 author = 7;
constexpr qint64 newNumber = 70007;

} // namespace

core::QualifiedName table()
{
    return {{}, u"users"_s};
}

core::RowKey key()
{
    return {{core::Value::integer(author)}};
}

QList<core::EditOp> cascades()
{
    return {core::DeleteRow{table(), key(), {}}};
}

QList<core::EditOp> blocked()
{
    return {core::SetCell{table(), key(), u"id"_s, core::Value::integer(author),
                          core::NewValue(core::Value::integer(newNumber))}};
}

} // namespace ui::tourimpact
