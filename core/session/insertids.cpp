// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/insertids.h"

#include "core/base/overloaded.h"

#include <algorithm>
#include <functional>

namespace core {

namespace {

using Rename = std::function<qint64(qint64)>;

NewValue renamed(const NewValue &value, const Rename &rename)
{
    const auto *key = std::get_if<KeyOfInserted>(&value);
    if (!key)
        return value;
    KeyOfInserted other = *key;
    other.insertId = rename(key->insertId);
    return other;
}

std::optional<NewValue> renamed(const std::optional<NewValue> &value, const Rename &rename)
{
    return value ? std::optional(renamed(*value, rename)) : std::nullopt;
}

/// The edit with each insertId replaced; `rename` sees every one of them.
EditOp renamed(const EditOp &op, const Rename &rename)
{
    return std::visit(Overloaded{
                          [&](SetCell set) -> EditOp {
                              set.value = renamed(set.value, rename);
                              return set;
                          },
                          [&](SetInsertedCell set) -> EditOp {
                              set.insertId = rename(set.insertId);
                              set.value = renamed(set.value, rename);
                              return set;
                          },
                          [&](InsertRow insert) -> EditOp {
                              insert.insertId = rename(insert.insertId);
                              for (NewValue &cell : insert.cells)
                                  cell = renamed(cell, rename);
                              return insert;
                          },
                          [&](RemoveInsertedRow remove) -> EditOp {
                              remove.insertId = rename(remove.insertId);
                              return remove;
                          },
                          [](const DeleteRow &remove) -> EditOp { return remove; },
                          [](const RestoreRow &restore) -> EditOp { return restore; },
                          [&](CompoundEdit several) -> EditOp {
                              for (EditOp &one : several.ops)
                                  one = renamed(one, rename);
                              return several;
                          },
                      },
                      op);
}

} // namespace

qint64 highestInsertId(const EditOp &op)
{
    qint64 highest = 0;
    static_cast<void>(renamed(op, [&highest](qint64 id) {
        highest = std::max(highest, id);
        return id;
    }));
    return highest;
}

EditOp withInsertIdsRaised(const EditOp &op, qint64 by)
{
    return renamed(op, [by](qint64 id) { return id > 0 ? id + by : id; });
}

} // namespace core
