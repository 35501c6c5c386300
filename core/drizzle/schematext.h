// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/pulledtables.h"
#include "core/drizzle/schemawriter.h"

#include <QSet>

#include <memory>
#include <utility>

namespace core {

/// Writes one database as schema.ts. What is alike for all systems is here; each has a class of it.
class SchemaTextWriter {
public:
    SchemaTextWriter(const Schema &schema, const SchemaTextOptions &options, const Dialect &dialect,
                     const PulledSystem &system);
    virtual ~SchemaTextWriter() = default;
    SchemaTextWriter(const SchemaTextWriter &) = delete;
    SchemaTextWriter &operator=(const SchemaTextWriter &) = delete;
    /// Once.
    [[nodiscard]] SchemaText run();

protected:
    /// What makes a column: "varchar", with "{ length: 80 }" and perhaps ".array()".
    struct Builder {
        QString name;
        QString config = {};
        QString suffix = {};
        bool isRequired = false; ///< makes it NOT NULL by itself
    };

    virtual QStringList beforeTables() { return {}; } ///< statements
    virtual Builder builderOf(const Column &c) = 0;
    virtual Builder builderOf(const Table &, const Column &c) { return builderOf(c); }
    /// What a column of a table needs beside its type: its default, how it is generated, …
    virtual QString valueOf(const Table &t, const Column &c, const Builder &builder) = 0;
    virtual QString uniqueOf(const Table &t, const Column &c) = 0;
    /// A single key that the column itself can say.
    [[nodiscard]] virtual QStringList inlineKey(const Table &t) const = 0;
    /// Whether the column itself can say it.
    [[nodiscard]] virtual bool isInline(const Table &t, const ForeignKey &k) const;
    virtual QString index(const Table &t, const Index &i) = 0;
    virtual QStringList constraints(const Table &t, bool keyIsInline) = 0; ///< all that no column says
    virtual QString tableOpening(const Table &t) = 0; ///< "pgTable(\"users\", "
    virtual QString tableClosing(const Table &) { return QStringLiteral(")"); }
    virtual QString view(const View &v) = 0;

    // Parts that they share.
    QString column(const Table &t, const Column &c, const QStringList &inlineKey);
    QString references(const Table &t, const Column &c);
    QString foreignKey(const Table &t, const ForeignKey &k);
    QStringList foreignKeys(const Table &t); ///< those that no column says
    QStringList checks(const Table &t);
    QString primaryKey(const Table &t);
    QString list(const Table &t, const QStringList &columns, const QString &as) const;
    QString viewColumns(const View &v);
    QString viewVariable(const View &v);

    QString sqlOf(const QString &text); ///< sql`…`
    QString import(const QString &name);
    /// A type that drizzle-orm has no builder for.
    QString customType(const QString &declared);
    void note(const QString &text) { m_notes.append(text); }

    [[nodiscard]] const Schema &schema() const { return m_schema; }
    [[nodiscard]] const SchemaTextOptions &options() const { return m_options; }
    [[nodiscard]] PulledTables &tables() { return m_tables; }
    [[nodiscard]] const PulledTables &tables() const { return m_tables; }
    [[nodiscard]] QString cased(const QString &name) const; ///< as the options want it

private:
    QString head();
    QString table(const Table &t);
    [[nodiscard]] bool isInCircle(const Table &t) const;

    const Schema &m_schema;
    const SchemaTextOptions &m_options;
    const Dialect &m_dialect;
    const PulledSystem &m_system;
    PulledTables m_tables;
    QSet<QString> m_imports;
    QList<std::pair<QString, QString>> m_declared; ///< what a type is called here, and in the database
    QStringList m_notes;
    bool m_usesSql = false;
};

/// What a system is to those who write it as TypeScript.
class PulledSystem {
public:
    virtual ~PulledSystem() = default;
    [[nodiscard]] virtual QString module() const = 0; ///< of drizzle-orm: "pg-core"
    [[nodiscard]] virtual QString anyColumn() const = 0; ///< its type for columns: "AnyPgColumn"
    [[nodiscard]] virtual QString anyConstraint() const = 0; ///< and for keys and indexes: "PgTableExtraConfigValue"
    /// What schema.ts may import, so that nothing in it may be called like that.
    [[nodiscard]] virtual QSet<QString> imported() const = 0;
    /// Why a table is not written, as the end of a sentence; empty: it is.
    [[nodiscard]] virtual QString leftOutBecause(const Table &t) const = 0;
    /// What is written of a table without it: a sentence each.
    [[nodiscard]] virtual QStringList unsaid(const Table &t) const = 0;
    /// What the variable of a table, view, enum or sequence is made of.
    [[nodiscard]] virtual QString baseName(const QualifiedName &name) const = 0;
    [[nodiscard]] virtual std::unique_ptr<SchemaTextWriter>
    writer(const Schema &schema, const SchemaTextOptions &options, const Dialect &dialect) const = 0;
};

[[nodiscard]] const PulledSystem &sqlitePulled();
[[nodiscard]] const PulledSystem &postgresPulled();

} // namespace core
