// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/planscene.h"

namespace core {

/// Writes the statements of a plan in their order, one function per step. Borrows diff and options.
class PostgresPlanWriter {
public:
    PostgresPlanWriter(const SchemaDiff &diff, const PlanOptions &options);
    Result<Plan> run();

private:
    using ColumnName = PostgresPlanScene::ColumnName;

    // Names first (planrenames.cpp).
    void rename();
    void renameObjects(ObjectRename::Kind kind);
    void createSchemas();
    void renameTables();
    void renameColumns();
    void renameConstraints();

    // What steps aside, and comes back (planaside.cpp).
    void putAside();
    void dropConstraints();
    void attachPartitions();
    void addConstraints();
    void addReferences();
    void createViews();
    void createTriggers();
    void createPolicies();
    void comment();

    // Schemas, types, sequences, functions (planobjects.cpp).
    void loseIdentities();
    Result<Done> prepareObjects();
    void makeInOrder(bool views);
    Result<Done> changeTypes();
    void addEnumValues(const EnumType &from, const EnumType &to, int change);
    Result<Done> moveEnums();
    void changeDomain(const Domain &from, const Domain &to, int change);
    void changeComposite(const UserType &from, const UserType &to, int change);
    void changeSequences();
    void ownSequences();
    void dropObjects();

    // Tables and columns (plantables.cpp).
    void dropTables();
    Result<Done> changeTables();
    void moveEnumColumns();
    Result<Done> changeOptions(const change::ChangeTableOptions &c, int change);
    void addColumn(const QualifiedName &table, const Column &column, const QList<int> &sources);
    Result<Done> changeColumn(const change::AlterColumn &c, int change);
    void changeType(const change::AlterColumn &c, int change);
    void changeCounting(const change::AlterColumn &c, int change);
    void changeIdentity(const change::AlterColumn &c, int change);
    void continueCounting(const QualifiedName &table, const QString &column, const QString &sequence, int change);
    [[nodiscard]] std::optional<QString> defaultOf(const QualifiedName &table, const Column &to) const;
    [[nodiscard]] const Sequence *sequenceOf(const Schema &schema, const QualifiedName &table,
                                             const Column *column) const;
    [[nodiscard]] const Fill *fillOf(const QualifiedName &table, const QString &column) const;
    [[nodiscard]] bool isCast(const QualifiedName &table, const QString &column) const;

    [[nodiscard]] Table partsThatCameBack(const Table &table) const;
    /// What a plan gives back to what it has made anew: what the database had there, else what the target says of it.
    void giveBack(const QStringList &before, const QStringList &after, const QString &name, const QString &display,
                  const QList<int> &sources);
    void add(const QString &sql, const QString &purpose, const QList<int> &sources);
    void alter(const QualifiedName &table, const QString &action, const QString &purpose, const QList<int> &sources);
    [[nodiscard]] QString words(int change) const;
    [[nodiscard]] Plan assembled() const;

    const SchemaDiff &m_diff;
    const PlanOptions &m_options;
    const PostgresPlanScene m_scene;
    QSet<int> m_done; ///< changes seen to in another step: the two halves of a rename
    QList<Statement> m_body;
    QList<QList<int>> m_sources; ///< of m_body
};

/// What turns the old value into the new type, for USING; empty where storing it does. `cast`: by an explicit cast.
[[nodiscard]] QString postgresConversion(const QString &column, const QString &from, const QString &to, bool cast);

} // namespace core
