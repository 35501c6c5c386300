// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "core/db/drivers/postgres/postgreshandle.h"

#include <QHash>
#include <QString>

#include <optional>
#include <utility>

namespace core::postgres {

/// What a value of the type becomes: whole numbers, double precision, text, character varying and name, and bytea are
/// Values of their own kinds, all others Typed, with the server's text.
[[nodiscard]] Value::Kind kindOfType(Oid type);

/// A cell as the server wrote it; NULL is not asked for. `typeName` is for Typed.
[[nodiscard]] Value valueOf(Value::Kind kind, const QString &typeName, const char *data, int size);
/// How many bytes the value has, and its first ones.
[[nodiscard]] qint64 sizeOf(Value::Kind kind, const char *data, int size);
[[nodiscard]] QByteArray firstBytes(Value::Kind kind, const char *data, int size, qint64 limit);

/// Names of types as format_type() gives them, with what is in brackets: "numeric(10,2)", "integer[]". The usual ones
/// are known, others are asked for once in a connection.
class PgTypeNames {
public:
    using Type = std::pair<Oid, int>; ///< with its modifier
    [[nodiscard]] std::optional<QString> find(Type type) const;
    void learn(Type type, const QString &name) { m_learnt.insert(type, name); }

private:
    QHash<Type, QString> m_learnt;
};

} // namespace core::postgres
