// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/postgresbuilders.h"
#include "core/drizzle/schematext.h"

#include <QHash>

namespace core {

/// schema.ts for pg-core.
class PostgresTextWriter final : public SchemaTextWriter {
public:
    using SchemaTextWriter::SchemaTextWriter;

protected:
    QStringList beforeTables() override;
    Builder builderOf(const Column &c) override;
    Builder builderOf(const Table &t, const Column &c) override;
    QString valueOf(const Table &t, const Column &c, const Builder &builder) override;
    QString uniqueOf(const Table &t, const Column &c) override;
    [[nodiscard]] QStringList inlineKey(const Table &t) const override;
    [[nodiscard]] bool isInline(const Table &t, const ForeignKey &k) const override;
    QString index(const Table &t, const Index &i) override;
    QStringList constraints(const Table &t, bool keyIsInline) override;
    QString tableOpening(const Table &t) override;
    QString tableClosing(const Table &t) override;
    QString view(const View &v) override;

private:
    [[nodiscard]] bool isOurs(const QualifiedName &name, bool internal) const
    {
        return !internal && options().scope.coversSchema(name.schema);
    }
    /// `shop.table(` or `pgTable(`: what is made in a schema, or in `public`.
    QString made(const QualifiedName &name, const QString &inSchema, const QString &inPublic)
    {
        return (name.schema.isEmpty() ? import(inPublic) : m_schemas.value(name.schema) + u'.' + inSchema) + u'('
            + typescriptText(name.name);
    }
    /// A name of its own, told apart by its schema as drizzle-kit does it.
    QString variable(const QualifiedName &name, const QString &suffix);
    [[nodiscard]] const Sequence *counterOf(const Table &t, const Column &c) const;
    QString defaultOf(const Column &c, const PostgresBuilder &builder);
    QString identityOf(const Table &t, const Column &c) const;
    QString part(const Table &t, const IndexedColumn &c);
    QString policy(const Policy &p);
    [[nodiscard]] QString usualUnique(const Table &t, const UniqueConstraint &u) const;
    [[nodiscard]] QString usualForeignKey(const Table &t, const ForeignKey &k) const;
    void noteWhole();

    QHash<QString, QString> m_schemas; ///< variables, by schema
    QHash<QString, QString> m_enums; ///< variables, by the type's name in normal form
};

/// How a sequence counts, as far as that differs from one of which nothing is said: `startWith: "5"`, …
[[nodiscard]] QStringList pulledCounting(const SequenceOptions &options, const QString &type);
/// "fillfactor=70" → { fillfactor: 70 }; views have their options in camel case.
[[nodiscard]] QString pulledParameters(const QStringList &parameters, bool camelCase);
/// ", { a: 1 }"; empty where there is none.
[[nodiscard]] QString pulledConfig(const QStringList &parts);

} // namespace core
