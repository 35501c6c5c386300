// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/drizzleschema.h"

#include <QJsonArray>

namespace core {

/// What resources/bridge writes of a schema.ts, read for one system: what is alike for all of them is here.
class SchemaDocument {
public:
    explicit SchemaDocument(const QJsonObject &root);
    virtual ~SchemaDocument() = default;
    SchemaDocument(const SchemaDocument &) = delete;
    SchemaDocument &operator=(const SchemaDocument &) = delete;
    /// Once.
    [[nodiscard]] DrizzleSchema read();

protected:
    virtual void addTable(const QJsonObject &o) = 0;
    virtual void addView(const QJsonObject &o) = 0;
    /// What is no table, view or relation.
    virtual void addObjects() { }

    static QString text(const QJsonObject &o, QLatin1String key) { return o.value(key).toString(); }
    template <typename Take> static void forEach(const QJsonObject &o, QLatin1String key, Take take)
    {
        const QJsonArray all = o.value(key).toArray();
        for (const QJsonValue &v : all)
            take(v.toObject());
    }
    /// {schema, name}, as the model calls it.
    static QualifiedName nameIn(const QJsonObject &o)
    {
        return {text(o, QLatin1String("schema")), text(o, QLatin1String("name"))};
    }
    static QualifiedName nameAt(const QJsonObject &o, QLatin1String key) { return nameIn(o.value(key).toObject()); }
    static QList<IndexedColumn> partsOf(const QStringList &columns);
    /// Columns, target and actions.
    static ForeignKey foreignKeyOf(const QJsonObject &o);

    /// What a snapshot says in other words; see SnapshotExtras::texts.
    void noteText(const QString &what, const QString &otherwise, const QJsonValue &said);
    /// The columns of a view as the classic form lists them.
    void noteColumns(const QualifiedName &view, const QJsonObject &o);
    /// What only Drizzle knows of a table or view.
    void know(const QualifiedName &name, const QJsonObject &o);

    [[nodiscard]] const QJsonObject &root() const { return m_root; }
    [[nodiscard]] bool isV1() const { return m_isV1; } ///< drizzle-orm 1.0
    DrizzleSchema m_out;

private:
    static DrizzleColumn drizzleColumn(const QJsonObject &o);
    void addRelation(const QJsonObject &o);
    void readConfig();

    const QJsonObject m_root;
    const bool m_isV1;
};

/// For the SQLite family.
class SqliteDocument final : public SchemaDocument {
public:
    using SchemaDocument::SchemaDocument;

protected:
    void addTable(const QJsonObject &o) override;
    void addView(const QJsonObject &o) override;
    void addObjects() override;

private:
    void addColumn(Table &t, const QJsonObject &o);
    void addUnique(Table &t, const QString &said, const QStringList &columns);
    void warnOfShadow(const Table &t, const QString &column);
    void addForeignKey(Table &t, const QJsonObject &o);
};

/// For PostgreSQL.
class PostgresDocument final : public SchemaDocument {
public:
    using SchemaDocument::SchemaDocument;

protected:
    void addTable(const QJsonObject &o) override;
    void addView(const QJsonObject &o) override;
    void addObjects() override;

private:
    void addColumn(Table &t, const QJsonObject &o);
    void addIndex(Table &t, const QJsonObject &o);
    void noteName(const Table &t, const QJsonObject &o);
    void addExtras();
    /// Of a schema that is only declared (`.existing()`), so that nothing in it is the project's.
    [[nodiscard]] bool isElsewhere(const QualifiedName &name) const { return m_elsewhere.contains(name.schema); }

    QStringList m_elsewhere;
};

} // namespace core
