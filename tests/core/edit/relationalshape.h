// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QStringList>

/// Tables that refer to each other, as a test thinks of them.
namespace stagedworld {

using namespace core;
using namespace Qt::Literals::StringLiterals;

struct Reference {
    int target = 0;
    QStringList columns;
    bool required = false;
    bool deferred = false;
    ForeignKeyAction onDelete = ForeignKeyAction::NoAction;
    ForeignKeyAction onUpdate = ForeignKeyAction::NoAction;
};

struct Shape {
    enum class Key { Integer, Text, Pair, Links };
    QualifiedName name;
    Key key = Key::Integer;
    QList<Reference> references;

    [[nodiscard]] QStringList keyColumns() const
    {
        if (key == Key::Links)
            return references.at(0).columns + references.at(1).columns;
        return key == Key::Pair ? QStringList{u"a"_s, u"b"_s} : QStringList{u"id"_s};
    }
    [[nodiscard]] QStringList columns() const
    {
        QStringList all = key == Key::Links ? QStringList() : keyColumns();
        for (const Reference &r : references)
            all += r.columns;
        return all + QStringList{u"u"_s, u"tag"_s};
    }
};

[[nodiscard]] inline QString actionSql(const QString &event, ForeignKeyAction action)
{
    return action == ForeignKeyAction::NoAction ? QString() : QString(u" ON "_s + event + u' ' + toText(action));
}

[[nodiscard]] inline QString createSql(const Shape &shape)
{
    QStringList parts;
    switch (shape.key) {
    case Shape::Key::Integer:
        parts.append(u"id INTEGER PRIMARY KEY"_s);
        break;
    case Shape::Key::Text:
        parts.append(u"id TEXT NOT NULL PRIMARY KEY"_s);
        break;
    case Shape::Key::Pair:
        parts.append(u"a INT NOT NULL, b INT NOT NULL"_s);
        break;
    case Shape::Key::Links:
        break;
    }
    QStringList constraints;
    for (const Reference &r : shape.references) {
        for (const QString &column : r.columns)
            parts.append(column + (r.required ? u" NOT NULL"_s : QString()));
        constraints.append(u"FOREIGN KEY(%1) REFERENCES t%2%3%4%5"_s.arg(
            r.columns.join(u','), QString::number(r.target), actionSql(u"DELETE"_s, r.onDelete),
            actionSql(u"UPDATE"_s, r.onUpdate), r.deferred ? u" DEFERRABLE INITIALLY DEFERRED"_s : QString()));
    }
    parts += {u"u INT UNIQUE"_s, u"tag TEXT"_s};
    if (shape.key == Shape::Key::Pair || shape.key == Shape::Key::Links)
        constraints.append(u"PRIMARY KEY(%1)"_s.arg(shape.keyColumns().join(u',')));
    return u"CREATE TABLE %1(%2)"_s.arg(shape.name.name, (parts + constraints).join(u", "_s));
}

} // namespace stagedworld
