// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/plandependents.h"

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
    void dropViewsAndTheirReaders();
    void dropFunction(const PostgresPlanScene::Function_ &function);
    void dropConstraints();
    void dropDefaults();
    void dropFunctions();
    void giveDefaultsBack();
    void alterOnly(const Table &table, const QString &column, const QString &action, const QString &purpose,
                   const QList<int> &sources);
    void settleTriggersOfPartitions();
    void attachPartitions();
    void addConstraints();
    /// An index, or a constraint with one; `was`: what it was called, by which its parts on partitions are known.
    template <typename Part>
    void addWithParts(const QualifiedName &table, const Part &whole, const QString &was, const QString &purpose,
                      const QList<int> &sources);
    void addReferences();
    void createViews();
    void createTriggers();
    void createPolicies();
    void comment();

    void silenceTriggers();
    [[nodiscard]] bool isAway(const Table &table, const Trigger &trigger) const;
    void restore();

    // What is no part of the model (plandependents.cpp).
    void dropDependents();
    void makeDependents();

    // After the transaction (plansteps.cpp).
    void findWays();
    void afterCommit();
    void setNotNullLater(const change::AlterColumn &c, int change);
    void checkForNull(const change::AlterColumn &c, int change);
    void buildIndexLater(const change::AddIndex &c, int change);
    void addKeyLater(const QualifiedName &table, const Index &index, const QString &kind, KeyDeferral deferral,
                     int change);
    // On partitions (planpartitions.cpp).
    [[nodiscard]] std::optional<QList<const Table *>> partitionsThatStay(const QualifiedName &table) const;
    [[nodiscard]] bool canBuildOnPartitions(const change::AddIndex &c) const;
    void buildOnPartitionsLater(const change::AddIndex &c, int change);
    void sayWhatCannotBeGentle();
    [[nodiscard]] bool isOnlyInvalid(const change::DropIndex &drop) const;
    void dropIfInvalid(const QualifiedName &index, int change);
    void later(const QString &sql, const QString &purpose, const QList<int> &sources);
    void ifFailed(const QString &sql, const QString &purpose, const QList<int> &sources, const Expectation &expect);
    [[nodiscard]] bool isLater(int change) const; ///< done so, because it was asked for
    [[nodiscard]] bool isPlainTable(const QualifiedName &table) const;
    /// By a foreign key of the target, which may need its unique indexes within the transaction.
    [[nodiscard]] bool isReferredTo(const QualifiedName &table) const { return m_referredTo.contains(table); }
    [[nodiscard]] bool isBlocked(const QualifiedName &table) const;
    [[nodiscard]] int replacementOf(const change::DropIndex &drop) const;
    [[nodiscard]] bool canReplace(const change::DropIndex &drop) const;
    [[nodiscard]] bool canCheckForNull(const change::AlterColumn &c) const;
    [[nodiscard]] bool isNameTaken(const QualifiedName &name) const;
    [[nodiscard]] bool isNameTakenBefore(const QualifiedName &name) const;
    [[nodiscard]] bool areNotNull(const QualifiedName &table, const QStringList &columns) const;
    [[nodiscard]] Schema atCommit() const;

    // Schemas, types, sequences, functions (planobjects.cpp).
    void loseIdentities();
    Result<Done> prepareObjects();
    enum class Stage { BeforeColumns, AfterColumns, Views };
    void makeInOrder(Stage stage);
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
    void leaveGoneTables();
    Result<Done> changeTables();
    void moveEnumColumns();
    [[nodiscard]] int depthOf(const QualifiedName &table, int within = 8) const;
    void dropRemade(const ColumnName &column, const QList<int> &sources);
    Result<Done> changeOptions(const change::ChangeTableOptions &c, int change);
    void addColumn(const QualifiedName &table, const Column &column, const QList<int> &sources);
    Result<Done> changeColumn(const change::AlterColumn &c, int change);
    void changeType(const change::AlterColumn &c, int change);
    void changeCounting(const change::AlterColumn &c, int change);
    void changeIdentity(const change::AlterColumn &c, int change);
    void continueCounting(const QualifiedName &table, const QString &column, const QString &sequence, int change,
                          const QualifiedName &old = {});
    [[nodiscard]] static QualifiedName countedBefore(const QualifiedName &sequence); ///< what it is called meanwhile
    /// The sequence of an identity that another one takes over from; empty: of none.
    [[nodiscard]] static QString impliedSequenceAs(const QualifiedName &table, const QString &column,
                                                   const QString &type);
    [[nodiscard]] QualifiedName identityThatCounted(const change::AlterColumn &c) const;
    void goOnAfterIdentity(const change::AlterColumn &c, const QString &sequence, int change);
    void keepHeirsDefaults(const change::AlterColumn &c, int change);
    [[nodiscard]] bool isHeirOf(const QualifiedName &heir, const QualifiedName &table) const;
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
    /// What is said behind words() of a constraint whose rows are looked at later; else empty.
    [[nodiscard]] QString laterWords(int change) const
    {
        return isLater(change) ? QStringLiteral("; the rows are looked at later") : QString();
    }
    [[nodiscard]] Plan assembled() const;

    const SchemaDiff &m_diff;
    const PlanOptions &m_options;
    const PostgresPlanScene m_scene;
    const PostgresPlanDependents m_dependents;
    QSet<int> m_done; ///< changes seen to in another step: the two halves of a rename
    QList<Statement> m_body;
    QList<QList<int>> m_sources; ///< of m_body
    struct Validation { ///< of a constraint that is there, NOT VALID
        QualifiedName table;
        QString name;
        QList<int> sources;
    };
    QMap<int, GentleWay> m_ways; ///< of Plan::ways
    QList<Validation> m_validations; ///< that are made after the transaction
    QSet<QualifiedName> m_referredTo;
    QList<ColumnName> m_silent; ///< triggers, by table and name
    QList<PlanNotice> m_notices;
    int m_step = -1;
    QList<Statement> m_later;
    QList<QList<int>> m_laterSources; ///< of m_later
};

enum class PgStoring { Number, Text, Moment, Other };
/// How a type keeps its values, roughly.
[[nodiscard]] PgStoring pgStoringOf(const QString &normalType);

/// What turns the old value into the new type, for USING; empty where storing it does. `cast`: by an explicit cast.
[[nodiscard]] QString postgresConversion(const QString &column, const QString &from, const QString &to, bool cast);

} // namespace core
