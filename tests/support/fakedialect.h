// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"

/// A Dialect that knows how SQL is cut and a few declared types, for tests of what only asks those.
class FakeDialect : public core::Dialect {
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("fake"); }
    [[nodiscard]] core::LexRules lexRules() const override
    {
        core::LexRules rules;
        rules.backtickIdentifiers = true;
        rules.bracketIdentifiers = true;
        rules.blobLiterals = true;
        return rules;
    }
    [[nodiscard]] bool isKeyword(QStringView) const override { return false; }
    [[nodiscard]] QString identifier(const QString &name) const override { return QLatin1Char('`') + name + QLatin1Char('`'); }
    [[nodiscard]] QString qualified(const core::QualifiedName &name) const override { return identifier(name.name); }
    [[nodiscard]] QString literal(const core::Value &value) const override { return value.display(); }
    [[nodiscard]] core::TypeFamily typeFamily(const QString &declaredType) const override
    {
        static const QHash<QString, core::TypeFamily> families{
            {QStringLiteral("integer"), core::TypeFamily::Integer}, {QStringLiteral("text"), core::TypeFamily::Text},
            {QStringLiteral("boolean"), core::TypeFamily::Boolean}, {QStringLiteral("json"), core::TypeFamily::Json},
            {QStringLiteral("blob"), core::TypeFamily::Blob},       {QStringLiteral("uuid"), core::TypeFamily::Uuid},
            {QStringLiteral("timestamp"), core::TypeFamily::DateTime}, {QStringLiteral("real"), core::TypeFamily::Real}};
        return families.value(declaredType.toLower(), core::TypeFamily::Unknown);
    }
    [[nodiscard]] core::Value valueFromText(const QString &text, const QString &declaredType) const override
    {
        bool isNumber = false;
        const qint64 number = text.toLongLong(&isNumber);
        return isNumber && typeFamily(declaredType) == core::TypeFamily::Integer ? core::Value::integer(number)
                                                                                : core::Value::text(text);
    }
    [[nodiscard]] core::Result<core::Schema> introspect(core::Database &) const override { return notHere(); }
    [[nodiscard]] core::RowIdentity identityOf(const core::Table &) const override { return {}; }
    [[nodiscard]] QList<core::Statement> createStatements(const core::Schema &) const override { return {}; }
    [[nodiscard]] QString createSql(const core::Table &) const override { return {}; }
    [[nodiscard]] QString createSql(const core::View &) const override { return {}; }
    [[nodiscard]] QString createSql(const core::Index &, const core::QualifiedName &) const override { return {}; }
    [[nodiscard]] QString createSql(const core::Trigger &) const override { return {}; }
    [[nodiscard]] core::Result<std::shared_ptr<const core::RowSql>> rowSql(const core::Schema &, const core::RowQuery &) const override
    {
        return notHere();
    }
    [[nodiscard]] core::BoundSql rowByKey(const core::Table &, const core::RowIdentity &,
                                          const core::RowKey &) const override
    {
        return {};
    }
    [[nodiscard]] const core::RelationSql &relationSql() const override
    {
        static const NoRelations none;
        return none;
    }
    [[nodiscard]] QString exactly(const QString &, const core::Value &, const QString &,
                                  QList<core::Parameter> &) const override
    {
        return {};
    }
    [[nodiscard]] QString defaultSql(const core::Column &) const override { return {}; }
    [[nodiscard]] QString nowSql(const core::TimeNotation &) const override { return {}; }
    [[nodiscard]] core::Statement checkForeignKeysLater(const QString &) const override { return {}; }
    [[nodiscard]] core::Script inTransaction(QString, QList<core::Statement>, ForeignKeys) const override { return {}; }

private:
    class NoRelations final : public core::RelationSql {
    public:
        [[nodiscard]] core::BoundSql labels(const core::Schema &, const QList<LabelQuestion> &) const override { return {}; }
        [[nodiscard]] bool isIndexed(const core::Schema &, const core::Relation &) const override { return false; }
        [[nodiscard]] core::BoundSql counts(const core::Schema &, const core::Relation &, const QList<Key> &,
                                            qint64) const override
        {
            return {};
        }
        [[nodiscard]] core::BoundSql neighbours(const core::Schema &, const core::Relation &, const QStringList &,
                                                const QStringList &, const QList<Key> &, qint64) const override
        {
            return {};
        }
        [[nodiscard]] core::BoundSql related(const core::Schema &, const core::Relation &, const QStringList &,
                                             const QList<Key> &, qint64) const override
        {
            return {};
        }
        [[nodiscard]] core::Value meetingForm(const core::Column &, const core::Value &v) const override { return v; }
        [[nodiscard]] core::Value storedForm(const core::Column &, const core::Value &v) const override { return v; }
        [[nodiscard]] core::BoundSql actionOrder() const override { return {}; }
        [[nodiscard]] core::BoundSql defaultOf(const core::Column &) const override { return {}; }
        [[nodiscard]] int actionsDeepAtMost() const override { return 100; }
        [[nodiscard]] core::BoundSql overlap(const core::Schema &, const core::Relation &, qint64) const override { return {}; }
        [[nodiscard]] core::BoundSql search(const core::Schema &, const Search &) const override { return {}; }
        [[nodiscard]] bool isQuick(const core::Schema &, const Search &) const override { return false; }
    };
    [[nodiscard]] static core::Error notHere() { return core::Error::invalid(QStringLiteral("The fake reads no database.")); }
};
