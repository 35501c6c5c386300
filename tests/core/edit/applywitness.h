// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/relationgraph.h"
#include "core/sql/script.h"

#include <QMap>
#include <QSet>
#include <QString>

#include <sqlite3.h>

/// What a Script really does to a SQLite file, found out with SQLite's own API in a transaction that is rolled back.
class ApplyWitness {
public:
    struct Difference {
        qint64 deleted = 0;
        qint64 changed = 0; ///< rows that stay with other key or reference columns
        friend bool operator==(const Difference &, const Difference &) = default;
    };
    struct Outcome {
        QString failure; ///< SQLite's words; empty if it went through
        QMap<QString, Difference> tables; ///< where something happened
    };

    /// `marks`: by table, the column that names a row for good; others are named by the table's key or rowid.
    ApplyWitness(const QString &path, const core::Schema &schema, const QMap<QString, QString> &marks = {})
        : m_schema(schema)
    {
        sqlite3_open(path.toUtf8().constData(), &m_handle);
        (void)run(QStringLiteral("PRAGMA foreign_keys = ON"));
        (void)run(QStringLiteral("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"));
        const core::RelationGraph graph(schema);
        for (const core::Table &table : schema.tables) {
            if (!table.internal)
                keep(table, graph, marks.value(table.name.name));
        }
    }
    ~ApplyWitness() { sqlite3_close(m_handle); }
    ApplyWitness(const ApplyWitness &) = delete;
    ApplyWitness &operator=(const ApplyWitness &) = delete;

    Outcome apply(const core::Script &script)
    {
        Outcome outcome;
        outcome.failure = run(QStringLiteral("BEGIN"));
        for (const core::Statement &statement : script.statements) {
            const bool isOurs = statement.role == core::Statement::Role::Body || statement.role == core::Statement::Role::Check;
            if (isOurs && outcome.failure.isEmpty())
                outcome.failure = run(statement);
        }
        int open = 0;
        int unused = 0;
        sqlite3_db_status(m_handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused, 0);
        if (outcome.failure.isEmpty() && open != 0)
            outcome.failure = QStringLiteral("FOREIGN KEY constraint failed at COMMIT");
        if (outcome.failure.isEmpty())
            compare(outcome);
        (void)run(QStringLiteral("ROLLBACK"));
        return outcome;
    }

private:
    struct Kept {
        QString table;
        QString copy;
        QString same; ///< "c is the kept row of t"
        QString differs;
    };

    static QString quoted(const QString &name)
    {
        return QLatin1Char('"') + QString(name).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    }

    void keep(const core::Table &table, const core::RelationGraph &graph, const QString &mark)
    {
        QStringList names = mark.isEmpty() ? table.primaryKeyColumns() : QStringList{mark};
        if (names.isEmpty())
            names.append(QStringLiteral("rowid"));
        QSet<QString> watched;
        for (const core::Relation &r : graph.of(table.name)) {
            for (const QString &column : r.fromColumns)
                watched.insert(column);
        }
        for (const QString &column : table.primaryKeyColumns())
            watched.insert(column);
        Kept kept;
        kept.table = quoted(table.name.name);
        kept.copy = QStringLiteral("temp.kept%1").arg(m_kept.size());
        QStringList columns;
        QStringList same;
        QStringList differs{QStringLiteral("0")};
        for (const QString &name : names) {
            same.append(QStringLiteral("t.%1 = c.k%2").arg(quoted(name)).arg(columns.size()));
            columns.append(QStringLiteral("%1 AS k%2").arg(quoted(name)).arg(columns.size()));
        }
        for (const QString &column : std::as_const(watched)) {
            differs.append(QStringLiteral("quote(t.%1) IS NOT c.w%2").arg(quoted(column)).arg(columns.size()));
            columns.append(QStringLiteral("quote(%1) AS w%2").arg(quoted(column)).arg(columns.size()));
        }
        kept.same = same.join(QLatin1String(" AND "));
        kept.differs = differs.join(QLatin1String(" OR "));
        const QString failure = run(QStringLiteral("CREATE TABLE %1 AS SELECT %2 FROM %3")
                                        .arg(kept.copy, columns.join(QLatin1String(", ")), kept.table));
        if (!failure.isEmpty())
            qWarning("%s", qPrintable(failure));
        m_kept.insert(table.name.name, kept);
    }

    void compare(Outcome &outcome)
    {
        for (auto kept = m_kept.cbegin(); kept != m_kept.cend(); ++kept) {
            Difference found;
            found.deleted =
                number(QStringLiteral("SELECT count(*) FROM %1 AS c WHERE NOT EXISTS (SELECT 1 FROM %2 AS t WHERE %3)")
                           .arg(kept->copy, kept->table, kept->same));
            found.changed = number(QStringLiteral("SELECT count(*) FROM %1 AS c CROSS JOIN %2 AS t ON %3 WHERE %4")
                                       .arg(kept->copy, kept->table, kept->same, kept->differs));
            if (found != Difference())
                outcome.tables.insert(kept.key(), found);
        }
    }

    QString run(const QString &sql)
    {
        const bool ok = sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
        return ok ? QString() : QString::fromUtf8(sqlite3_errmsg(m_handle));
    }

    qint64 number(const QString &sql)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(m_handle, sql.toUtf8().constData(), -1, &statement, nullptr) != SQLITE_OK)
            qWarning("%s", sqlite3_errmsg(m_handle));
        const qint64 n = statement && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
        sqlite3_finalize(statement);
        return n;
    }

    void bind(sqlite3_stmt *statement, const QString &name, const core::Value &value)
    {
        using Kind = core::Value::Kind;
        const int index = sqlite3_bind_parameter_index(statement, (QLatin1Char(':') + name).toUtf8().constData());
        const QByteArray bytes = value.kind() >= Kind::Text ? value.bytes() : QByteArray();
        switch (value.kind()) {
        case Kind::Null:
            sqlite3_bind_null(statement, index);
            break;
        case Kind::Integer:
            sqlite3_bind_int64(statement, index, value.toInteger());
            break;
        case Kind::Real:
            sqlite3_bind_double(statement, index, value.toReal());
            break;
        case Kind::Text:
        case Kind::Typed:
            sqlite3_bind_text(statement, index, bytes.constData(), int(bytes.size()), SQLITE_TRANSIENT);
            break;
        case Kind::Blob:
            sqlite3_bind_blob(statement, index, bytes.constData(), int(bytes.size()), SQLITE_TRANSIENT);
            break;
        }
    }

    static core::Value read(sqlite3_stmt *statement, int column)
    {
        if (sqlite3_column_type(statement, column) == SQLITE_INTEGER)
            return core::Value::integer(sqlite3_column_int64(statement, column));
        const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(statement, column));
        return text ? core::Value::text(QString::fromUtf8(text)) : core::Value();
    }

    QString run(const core::Statement &s)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(m_handle, s.sql.toUtf8().constData(), -1, &statement, nullptr) != SQLITE_OK)
            return QString::fromUtf8(sqlite3_errmsg(m_handle));
        for (const core::Parameter &parameter : s.parameters) {
            const auto *captured = std::get_if<core::Captured>(&parameter.value);
            bind(statement, parameter.name,
                 captured ? m_captured.value(captured->name) : std::get<core::Value>(parameter.value));
        }
        int step = sqlite3_step(statement);
        const auto *wanted = std::get_if<core::ReadsBack>(&s.expect);
        const bool isRead = !wanted || (step == SQLITE_ROW && core::Value::integer(sqlite3_column_int64(statement, 0)) == wanted->value);
        for (int i = 0; step == SQLITE_ROW && i < int(s.captures.size()); ++i)
            m_captured.insert(s.captures.at(i), read(statement, i));
        while (step == SQLITE_ROW)
            step = sqlite3_step(statement);
        QString failure = step == SQLITE_DONE ? QString() : QString::fromUtf8(sqlite3_errmsg(m_handle));
        sqlite3_finalize(statement);
        if (failure.isEmpty() && !isRead)
            failure = wanted->otherwise;
        if (failure.isEmpty() && std::holds_alternative<core::TouchesRows>(s.expect) && sqlite3_changes(m_handle) != 1)
            failure = QStringLiteral("not exactly one row: ") + s.purpose;
        return failure;
    }

    sqlite3 *m_handle = nullptr;
    const core::Schema &m_schema;
    QMap<QString, Kept> m_kept;
    QMap<QString, core::Value> m_captured;
};
