// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/editcodec.h"

#include "core/base/overloaded.h"

#include <QDataStream>
#include <QIODevice>

#include <bit>
#include <limits>

namespace core {

namespace {

constexpr quint16 formatVersion = 2; ///< 1 knew no SetCell::seen
constexpr int deepest = 8; ///< CompoundEdits within CompoundEdits

class EditWriter {
public:
    explicit EditWriter(QByteArray *bytes)
        : m_out(bytes, QIODevice::WriteOnly)
    {
        m_out.setVersion(QDataStream::Qt_6_4);
        m_out << formatVersion;
    }

    void op(const EditOp &edit)
    {
        m_out << quint8(edit.index());
        std::visit(Overloaded{
                       [this](const SetCell &o) {
                           table(o.table);
                           key(o.key);
                           m_out << o.column;
                           value(o.base);
                           optional(o.value);
                           m_out << qint32(o.position);
                           values(o.seen);
                       },
                       [this](const SetInsertedCell &o) {
                           table(o.table);
                           m_out << o.insertId << o.column;
                           optional(o.value);
                       },
                       [this](const InsertRow &o) {
                           table(o.table);
                           m_out << o.insertId << qint32(o.cells.size());
                           for (auto cell = o.cells.cbegin(); cell != o.cells.cend(); ++cell) {
                               m_out << cell.key();
                               newValue(*cell);
                           }
                           m_out << qint32(o.position);
                       },
                       [this](const RemoveInsertedRow &o) {
                           table(o.table);
                           m_out << o.insertId;
                       },
                       [this](const DeleteRow &o) {
                           table(o.table);
                           key(o.key);
                           values(o.seen);
                           m_out << qint32(o.position);
                       },
                       [this](const RestoreRow &o) {
                           table(o.table);
                           key(o.key);
                       },
                       [this](const CompoundEdit &o) {
                           m_out << o.text << qint32(o.ops.size());
                           for (const EditOp &one : o.ops)
                               op(one);
                       },
                   },
                   edit);
    }

private:
    void table(const QualifiedName &name) { m_out << name.schema << name.name; }
    void key(const RowKey &key)
    {
        m_out << qint32(key.values.size());
        for (const Value &part : key.values)
            value(part);
    }
    void value(const Value &v)
    {
        m_out << quint8(v.kind());
        switch (v.kind()) {
        case Value::Kind::Null:
            break;
        case Value::Kind::Integer:
            m_out << qint64(v.toInteger());
            break;
        case Value::Kind::Real:
            m_out << quint64(std::bit_cast<std::uint64_t>(v.toReal()));
            break;
        case Value::Kind::Text:
        case Value::Kind::Blob:
            m_out << v.bytes();
            break;
        case Value::Kind::Typed:
            m_out << v.bytes() << v.typeName();
            break;
        }
    }
    void values(const QMap<QString, Value> &byColumn)
    {
        m_out << qint32(byColumn.size());
        for (auto cell = byColumn.cbegin(); cell != byColumn.cend(); ++cell) {
            m_out << cell.key();
            value(*cell);
        }
    }
    void newValue(const NewValue &wanted)
    {
        m_out << quint8(wanted.index());
        std::visit(Overloaded{
                       [this](const Value &v) { value(v); },
                       [](const UseDefault &) {},
                       [this](const KeyOfInserted &k) {
                           table(k.table);
                           m_out << k.insertId << k.column;
                       },
                   },
                   wanted);
    }
    void optional(const std::optional<NewValue> &wanted)
    {
        m_out << wanted.has_value();
        if (wanted)
            newValue(*wanted);
    }

    QDataStream m_out;
};

class EditReader {
public:
    explicit EditReader(const QByteArray &bytes)
        : m_in(bytes)
    {
        m_in.setVersion(QDataStream::Qt_6_4);
    }

    std::optional<EditOp> whole()
    {
        m_version = read<quint16>();
        if (m_version < 1 || m_version > formatVersion)
            return std::nullopt;
        EditOp edit = op(0);
        return m_good && m_in.status() == QDataStream::Ok && m_in.atEnd() ? std::optional(std::move(edit))
                                                                          : std::nullopt;
    }

private:
    template <typename T> T read()
    {
        T value{};
        m_in >> value;
        return value;
    }
    /// How many follow; none where the bytes make no sense.
    qint32 count()
    {
        const auto n = read<qint32>();
        m_good = m_good && n >= 0 && m_in.status() == QDataStream::Ok;
        return m_good ? n : 0;
    }
    [[nodiscard]] bool goesOn() const { return m_good && m_in.status() == QDataStream::Ok; }

    // Braced lists are read from left to right.
    QualifiedName table() { return QualifiedName{read<QString>(), read<QString>()}; }
    RowKey key()
    {
        RowKey key;
        for (qint32 left = count(); left > 0 && goesOn(); --left)
            key.values.append(value());
        return key;
    }
    Value value()
    {
        switch (static_cast<Value::Kind>(read<quint8>())) {
        case Value::Kind::Null:
            return {};
        case Value::Kind::Integer:
            return Value::integer(read<qint64>());
        case Value::Kind::Real:
            return Value::real(std::bit_cast<double>(std::uint64_t(read<quint64>())));
        case Value::Kind::Text:
            return Value::textBytes(read<QByteArray>());
        case Value::Kind::Blob:
            return Value::blob(read<QByteArray>());
        case Value::Kind::Typed: {
            const auto bytes = read<QByteArray>();
            return Value::typed(bytes, read<QString>());
        }
        }
        m_good = false;
        return {};
    }
    NewValue newValue()
    {
        switch (read<quint8>()) {
        case 0:
            return value();
        case 1:
            return UseDefault{};
        case 2:
            return KeyOfInserted{table(), read<qint64>(), read<QString>()};
        default:
            m_good = false;
            return Value();
        }
    }
    std::optional<NewValue> optional() { return read<bool>() ? std::optional(newValue()) : std::nullopt; }

    QMap<QString, Value> values()
    {
        QMap<QString, Value> byColumn;
        for (qint32 left = count(); left > 0 && goesOn(); --left) {
            const auto column = read<QString>();
            byColumn.insert(column, value());
        }
        return byColumn;
    }

    SetCell setCell()
    {
        SetCell o{table(), key(), read<QString>(), value(), optional(), read<qint32>()};
        if (m_version >= 2)
            o.seen = values();
        return o;
    }
    InsertRow insertRow()
    {
        InsertRow o{table(), read<qint64>(), {}, -1};
        for (qint32 left = count(); left > 0 && goesOn(); --left) {
            const auto column = read<QString>();
            o.cells.insert(column, newValue());
        }
        o.position = read<qint32>();
        return o;
    }
    DeleteRow deleteRow()
    {
        DeleteRow o{table(), key(), values(), -1};
        o.position = read<qint32>();
        return o;
    }
    EditOp op(int depth)
    {
        switch (read<quint8>()) {
        case 0:
            return setCell();
        case 1:
            return SetInsertedCell{table(), read<qint64>(), read<QString>(), optional()};
        case 2:
            return insertRow();
        case 3:
            return RemoveInsertedRow{table(), read<qint64>()};
        case 4:
            return deleteRow();
        case 5:
            return RestoreRow{table(), key()};
        case 6: {
            CompoundEdit all{read<QString>(), {}};
            m_good = m_good && depth < deepest;
            for (qint32 left = count(); left > 0 && goesOn(); --left)
                all.ops.append(op(depth + 1));
            return all;
        }
        default:
            m_good = false;
            return RestoreRow{};
        }
    }

    QDataStream m_in;
    quint16 m_version = 0;
    bool m_good = true;
};

} // namespace

QByteArray encoded(const EditOp &op)
{
    QByteArray bytes;
    EditWriter(&bytes).op(op);
    return bytes;
}

std::optional<EditOp> decoded(const QByteArray &bytes)
{
    return EditReader(bytes).whole();
}

} // namespace core
