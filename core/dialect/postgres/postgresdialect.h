// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/dialect/journalsql.h"

namespace core {

/// PostgreSQL as it is told to the rest of core. Each task has a file of its own beside this one; here they meet.
class PostgresDialect final : public Dialect, public JournalSql {
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] LexRules lexRules() const override;
    [[nodiscard]] bool isKeyword(QStringView word) const override;
    [[nodiscard]] QString identifier(const QString &name) const override;
    [[nodiscard]] QString qualified(const QualifiedName &name) const override;
    [[nodiscard]] QString literal(const Value &value) const override;
    [[nodiscard]] TypeFamily typeFamily(const QString &declaredType) const override;
    [[nodiscard]] QString whyTypeRefuses(const Value &value, const QString &declaredType) const override;
    [[nodiscard]] Value valueFromText(const QString &text, const QString &declaredType) const override;

    [[nodiscard]] Result<Schema> introspect(Database &database) const override;
    [[nodiscard]] Result<QStringList> facts(Database &database) const override;
    [[nodiscard]] RowIdentity identityOf(const Table &table) const override;

    [[nodiscard]] QList<Statement> createStatements(const Schema &schema) const override;
    [[nodiscard]] QString createSql(const Table &table) const override;
    [[nodiscard]] QString createSql(const View &view) const override;
    [[nodiscard]] QString createSql(const Index &index, const QualifiedName &table) const override;
    [[nodiscard]] QString createSql(const Trigger &trigger) const override;

    [[nodiscard]] Result<std::shared_ptr<const RowSql>> rowSql(const Schema &schema,
                                                               const RowQuery &query) const override;
    [[nodiscard]] BoundSql rowByKey(const Table &table, const RowIdentity &identity, const RowKey &key) const override;
    [[nodiscard]] const RelationSql &relationSql() const override;
    [[nodiscard]] QString exactly(const QString &column, const Value &value, const QString &parameter,
                                  QList<Parameter> &parameters) const override;
    [[nodiscard]] QString keyIs(const Table &table, const QString &column, const Value &value, const QString &parameter,
                                QList<Parameter> &parameters) const override;
    [[nodiscard]] QString nowSql(const TimeNotation &notation) const override;
    [[nodiscard]] QString stampSql(const Column &column, const TimeNotation &notation) const override;
    [[nodiscard]] QString insertOverride(const Table &table, const QStringList &columns) const override;
    [[nodiscard]] Statement checkForeignKeysLater(const QString &because) const override;
    [[nodiscard]] Script inTransaction(QString title, QList<Statement> body, ForeignKeys foreignKeys) const override;
    [[nodiscard]] const SchemaRules *schemaRules() const override;
    [[nodiscard]] const Planner *planner() const override;
    [[nodiscard]] const ProbeSql *probeSql() const override;
    [[nodiscard]] const ScratchSql *scratchSql() const override;

    [[nodiscard]] QList<Statement> createTable(const QualifiedName &table, JournalShape shape) const override;
    [[nodiscard]] QList<Statement> holdTable(const QualifiedName &table) const override;
    [[nodiscard]] bool datesRows() const override;
    [[nodiscard]] Statement removeRow(const QualifiedName &table, const JournalRowKey &row) const override;
    [[nodiscard]] Statement rewriteHash(const QualifiedName &table, const JournalRowKey &row,
                                        const QByteArray &hash) const override;
    [[nodiscard]] Statement removeTable(const QualifiedName &table) const override;
};

} // namespace core
