// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/filter.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString toText(FilterOp op)
{
    switch (op) {
    case FilterOp::Equal:
        return u"="_s;
    case FilterOp::NotEqual:
        return u"≠"_s;
    case FilterOp::Less:
        return u"<"_s;
    case FilterOp::LessOrEqual:
        return u"≤"_s;
    case FilterOp::Greater:
        return u">"_s;
    case FilterOp::GreaterOrEqual:
        return u"≥"_s;
    case FilterOp::Contains:
        return u"contains"_s;
    case FilterOp::StartsWith:
        return u"starts with"_s;
    case FilterOp::EndsWith:
        return u"ends with"_s;
    case FilterOp::In:
        return u"in"_s;
    case FilterOp::Between:
        return u"between"_s;
    case FilterOp::IsNull:
        return u"is null"_s;
    case FilterOp::IsNotNull:
        return u"is not null"_s;
    }
    return {};
}

int operandCount(FilterOp op)
{
    switch (op) {
    case FilterOp::IsNull:
    case FilterOp::IsNotNull:
        return 0;
    case FilterOp::Between:
        return 2;
    case FilterOp::In:
        return -1;
    case FilterOp::Equal:
    case FilterOp::NotEqual:
    case FilterOp::Less:
    case FilterOp::LessOrEqual:
    case FilterOp::Greater:
    case FilterOp::GreaterOrEqual:
    case FilterOp::Contains:
    case FilterOp::StartsWith:
    case FilterOp::EndsWith:
        return 1;
    }
    return 1;
}

} // namespace core
