// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/edit/parameternames.h"
#include "core/edit/roworder.h"
#include "core/edit/takenalong.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

#include <QHash>
#include <QMap>

namespace core {

/// What the statements of a script give back for later ones, by name: keys that the database makes for new rows, and
/// the row numbers of rows that are called otherwise in the end. Pure.
class KeyNames {
public:
    /// A column of a stored row's own table, and the name of its value.
    struct Number {
        QString column;
        QString name;
    };

    void addAsked(const ChangeSet &changes); ///< keys that staged cells ask for
    /// Keys that the database makes for new rows, where nothing else tells them afterwards.
    void addMade(const Schema &schema, const ChangeSet &changes, const Dialect &dialect);
    /// Keys of new rows that are written in two statements: the second one names the row by it.
    void addHalved(const Schema &schema, const ChangeSet &changes, const Dialect &dialect,
                   const QList<WriteStep> &steps);
    /// What is needed to look for them at the end. Fails where one of them cannot be named.
    Result<Done> addStaying(const Schema &schema, const ChangeSet &changes, const QList<MustStay> &staying);

    [[nodiscard]] QMap<QString, QString> of(qint64 insertId) const { return m_names.value(insertId); } ///< by column
    [[nodiscard]] QString of(qint64 insertId, const QString &column) const { return of(insertId).value(column); }
    /// The column is no column of the new row's table, but its row number.
    [[nodiscard]] bool isRowNumber(qint64 insertId, const QString &column) const
    {
        return m_newNumbers.value(insertId) == column;
    }
    /// Beginning of the name under which the column's value of a new row is given back.
    [[nodiscard]] static QString baseName(const QualifiedName &table, qint64 insertId, const QString &column);
    [[nodiscard]] std::optional<Number> numberOf(int row) const; ///< of a stored row, by place in ChangeSet::rows()

    [[nodiscard]] ParameterNames &names() { return m_taken; } ///< all of them, and others that are given back
    [[nodiscard]] const ParameterNames &names() const { return m_taken; }

private:
    void add(const KeyOfInserted &key);

    ParameterNames m_taken;
    QHash<qint64, QMap<QString, QString>> m_names; ///< by insertId and column
    QHash<qint64, QString> m_newNumbers; ///< by insertId
    QHash<int, Number> m_numbers;
};

} // namespace core
