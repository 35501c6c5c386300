// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/hazards.h"
#include "core/schema/renamesuggestions.h"

namespace core {

/// The rules of hazards.md, one function per kind of change. Borrows all it is given.
class HazardRules {
public:
    HazardRules(const SchemaDiff &diff, const Plan &plan, const PlanOptions &options, const Dialect &dialect);

    [[nodiscard]] QList<Hazard> of(int change);
    [[nodiscard]] QList<Hazard> ofTheWhole();

private:
    void of(const change::DropTable &c);
    void of(const change::RenameTable &c);
    void of(const change::RenameColumn &c);
    void of(const change::DropColumn &c);
    void of(const change::AddColumn &c);
    void of(const change::AlterColumn &c);
    void of(const change::ChangePrimaryKey &c);
    void of(const change::ChangeTableOptions &c);
    void of(const change::AddUnique &c);
    void of(const change::AddCheck &c);
    void of(const change::AddForeignKey &c);
    void of(const change::AddIndex &c);
    void of(const change::DropIndex &c);
    void of(const change::ChangeObject &c);
    // What is told apart by kind of object (hazardsofobjects.cpp).
    void ofValuesGone(const EnumType &from, const EnumType &to);
    void ofAttributes(const UserType &from, const UserType &to);
    void ofRights(const Function &from, const Function &to);
    void ofRights(const View &from, const View &to);
    void ofRights(const change::ChangeTableOptions &c);
    void locks(int change);
    void brokenObjects();
    void leftovers();
    void silentTriggers();
    void rebuilds();
    // Of the schemas as wholes (hazardsofschemas.cpp).
    void lookalikes();
    void triggersThatBreak();
    void keysThatLeadNowhere();
    void typesThatStrictRefuses();
    void resultsOfViews();
    void notices();
    [[nodiscard]] bool showsRenamed(const View &view, const QString &result) const;
    void keyBecomesNumber(const Table &now, const Table &to, const QString &column);
    void keysOfNewColumns(const QualifiedName &table, const QList<IndexedColumn> &key, const char *code,
                          const QString &what);

    using Severity = Finding::Severity;
    Hazard &add(const char *code, Severity severity, const QString &message, const QString &remedy = {});
    void addAsked(const char *code, Severity severity, const std::optional<Probe> &probe, const QString &message,
                  const QString &remedy = {}, bool certain = false);
    /// The table as it is now, for one that is called so at the end; nullptr if it is new.
    [[nodiscard]] const Table *now(const QualifiedName &after) const;
    [[nodiscard]] QString columnNow(const QualifiedName &tableAfter, const QString &after) const; ///< empty if new
    [[nodiscard]] std::optional<QList<IndexedColumn>> keyNow(const QualifiedName &tableAfter,
                                                             const QList<IndexedColumn> &key) const;
    [[nodiscard]] QString expressionNow(const QualifiedName &tableAfter, const QString &sql) const;
    [[nodiscard]] bool speaksOnlyOfWhatIsThere(const QualifiedName &tableAfter, const QString &sql) const;
    [[nodiscard]] const Fill *fillOf(const QualifiedName &table, const QString &column) const; ///< nullptr: none
    [[nodiscard]] bool isFilled(const QualifiedName &table, const QString &column) const;
    [[nodiscard]] bool isKeyNow(const QualifiedName &table, const QList<IndexedColumn> &key,
                                bool nullsNotDistinct) const;
    void askForDuplicates(const QualifiedName &table, const QList<IndexedColumn> &key, const QString &where,
                          const char *code, const QString &what);

    const SchemaDiff &m_diff;
    const Plan &m_plan;
    const PlanOptions &m_options;
    const SchemaRules &m_rules;
    const ProbeSql &m_probes;
    const Dialect &m_dialect;
    const Renames m_back;
    SchemaIndex m_before;
    SchemaIndex m_target;
    QList<Hazard> m_out;
    int m_change = -1;
};

} // namespace core
