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

QList<core::EditOp> newRowLost()
{
    using core::Value;
    return {core::InsertRow{{{}, u"comments"_s},
                            0,
                            {{u"post_id"_s, Value::integer(1)},
                             {u"user_id"_s, Value::integer(2)},
                             {u"body"_s, Value::text(u"I agree"_s)}}},
            core::DeleteRow{{{}, u"posts"_s}, {{Value::integer(1)}}, {}}, core::DeleteRow{table(), key(), {}}};
}

QList<core::EditOp> many()
{
    core::CompoundEdit all{u"Edit many comments"_s, {}};
    for (int id = 1; id <= 1200; ++id)
        all.ops.append(core::SetCell{{{}, u"comments"_s},
                                     {{core::Value::integer(id)}},
                                     u"body"_s,
                                     core::Value::text(u"as it was"_s),
                                     core::NewValue(core::Value::text(u"as it is to be"_s))});
    return {core::EditOp(all)};
}

} // namespace ui::tourimpact
