// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QHash>

namespace core {

/// One way to walk from a table to another.
struct Relation {
    enum class Kind {
        One, ///< this table's foreign key: at most one row there
        OneToOne, ///< their foreign key, unique there: at most one row
        Many, ///< their foreign key: any number of rows there
        ManyToMany ///< through a junction table
    };

    Kind kind = Kind::One;
    /// What people call it, unique among the relations that start at `from`: "author" for author_id, "comments" for
    /// the rows of comments that point here, "tags" through post_tags; "posts by editor" where there are several.
    QString name;
    QualifiedName from;
    QualifiedName to;
    QStringList fromColumns; ///< in `from`
    QStringList toColumns; ///< in `to`; same length; the target's real columns, never implied
    ForeignKey foreignKey; ///< the key it rests on (for ManyToMany: the junction's key to `from`)
    QualifiedName junction; ///< ManyToMany only
    QStringList junctionFromColumns; ///< the junction's columns that name `from`'s row
    QStringList junctionToColumns; ///< the junction's columns that name `to`'s row
    /// False: the database does not know of it (a Drizzle schema's relations(), or drawn by a person), so it neither
    /// checks nor cascades.
    bool enforced = true;
    QString declaredIn; ///< not enforced: the file that declares it ("src/schema.ts"); empty: a person drew it
    friend bool operator==(const Relation &, const Relation &) = default;
    [[nodiscard]] bool isSelf() const { return from == to; }
};

/// A foreign key that is not in the database: `key.target` and both column lists are set.
struct DrawnForeignKey {
    QualifiedName table;
    ForeignKey key;
    QString declaredIn = {}; ///< as Relation::declaredIn
    QString name = {}; ///< what the relation is called there, if it is: "author" …
    QString reverseName = {}; ///< … and the one that leads back: "posts"
    friend bool operator==(const DrawnForeignKey &, const DrawnForeignKey &) = default;
};

/// The columns by the table's own spelling; empty if one of them is not there.
[[nodiscard]] QStringList knownColumns(const Table &table, const QStringList &names);

/// Answers questions about neighbours. Made once from a Schema; a plain value without I/O.
/// A junction is a table whose primary or unique key is exactly the columns of two foreign keys.
class RelationGraph {
public:
    RelationGraph() = default;
    /// Drawn keys count like the database's own; one that says what those say already is left out.
    explicit RelationGraph(const Schema &schema, const QList<DrawnForeignKey> &drawn = {});

    /// All relations that start at the table, own foreign keys first, in a stable order.
    [[nodiscard]] QList<Relation> of(const QualifiedName &table) const;
    /// The relation of that name, exact, else ignoring ASCII case; nullptr if none.
    [[nodiscard]] const Relation *byName(const QualifiedName &table, const QString &name) const;
    /// The relation by foreign key that starts in exactly this column or includes it; nullptr if none.
    [[nodiscard]] const Relation *byColumn(const QualifiedName &table, const QString &column) const;
    /// Foreign keys of other tables (and of itself) that point at the table.
    [[nodiscard]] QList<Relation> referencing(const QualifiedName &table) const;

private:
    QHash<QualifiedName, QList<Relation>> m_relations;
};

} // namespace core
