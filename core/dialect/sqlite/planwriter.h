// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/planscene.h"

namespace core {

/// Writes the statements of a plan in their order, one function per step. Borrows diff and options.
class PlanWriter {
public:
    PlanWriter(const SchemaDiff &diff, const PlanOptions &options);
    Result<Plan> run();

private:
    // What steps aside, and comes back (plandependents.cpp).
    void putAside();
    void createViews();
    void createTriggers();
    [[nodiscard]] bool isInTarget(const Trigger &trigger) const;
    [[nodiscard]] QList<int> changesOfTrigger(const QString &name) const;
    [[nodiscard]] QList<int> changesOfView(const QualifiedName &name) const;

    // The tables themselves (planwriter.cpp).
    struct Step {
        QString from;
        QString to;
        int change = -1;
        bool between = false; ///< `from` is a name in between
        bool aside = false; ///< `to` is one
    };
    [[nodiscard]] QString reasonOf(const Step &step) const;
    template <typename Rename>
    static void inOrder(QList<Step> steps, QSet<QString> taken, QSet<QString> reserved, Rename rename);
    void dropIndexes();
    void dropTables();
    void renameTables();
    [[nodiscard]] Result<Done> canRename(const change::RenameColumn &c) const;
    Result<Done> renameColumns();
    void changeInPlace();
    void addColumn(const SqlitePlanScene::TableWork &work, const change::AddColumn &c, int change);
    void createTables();
    // Tables made anew (planrebuilds.cpp).
    struct Remade;
    Result<Done> rebuild();
    Result<Done> rebuildUnderKeys(const QMap<QString, Remade> &remade);
    Result<Done> letGo(const Table &table, const ForeignKey &key);
    void append(const QList<Statement> &statements, const QList<int> &sources);
    void createIndexes();
    void restore();
    void attachSaved(Script &script) const;
    [[nodiscard]] QList<int> withChecksOf(const SqlitePlanScene::TableWork &work, const QString &column,
                                          int change) const;
    [[nodiscard]] QualifiedName beforeName(const QualifiedName &after) const;

    // What is made sure of (planchecks.cpp).
    void checkViews();
    void checkTriggers();
    [[nodiscard]] bool canCompile(const Table &table) const;
    [[nodiscard]] bool couldRun(const QString &table) const;
    [[nodiscard]] QString firing(const Trigger &trigger) const;

    [[nodiscard]] bool needsKeysOff() const;
    [[nodiscard]] QStringList tablesWithoutCheck() const;
    [[nodiscard]] QList<std::pair<QString, QString>> namesInCheck(QStringList &remade) const;
    void makeCheckPossible(Statement &check, ReturnsNothingNew &expected) const;
    [[nodiscard]] Plan assembled() const;
    void add(const QString &sql, const QString &purpose, const QList<int> &sources,
             Statement::Role role = Statement::Role::Body);

    const SchemaDiff &m_diff;
    const PlanOptions &m_options;
    const SqlitePlanScene m_scene;
    QSet<QString> m_targetTriggers; ///< their names, folded
    QHash<QString, QList<int>> m_changesOf; ///< by folded table or view
    QHash<QString, QList<int>> m_changesOfTrigger; ///< by folded name
    QList<Statement> m_body;
    QList<QList<int>> m_sources; ///< of m_body
    QStringList m_rebuilt;
    QList<const View *> m_viewsMade;
    QList<const Trigger *> m_triggersMade;
    QSet<QString> m_unsound; ///< tables with a key that leads nowhere
    QHash<QString, QStringList> m_children; ///< by folded parent
};

} // namespace core
