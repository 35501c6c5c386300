// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/filter.h"
#include "core/query/rowkey.h"
#include "core/schema/schema.h"
#include "core/sql/lexer.h"
#include "core/sql/script.h"

#include <QHash>
#include <QString>

#include <memory>
#include <vector>

namespace core {

class Database;
using Row = std::vector<Value>;

/// What a declared type means for showing, aligning and editing.
enum class TypeFamily { Unknown, Integer, Real, Numeric, Text, Blob, Boolean, Date, Time, DateTime, Json, Uuid };

/// SQL text with the values for its parameters, in order of first appearance.
struct BoundSql {
    QString sql;
    QList<Value> values;
    friend bool operator==(const BoundSql &, const BoundSql &) = default;
};

/// How the rows of a RowQuery are read. Made by the Dialect, run by core/rows. All statements are read-only.
/// Cells of more than `cellLimit` bytes come back cut (text, blobs), so that a 200 MB blob is never read for a grid.
class RowSql {
public:
    virtual ~RowSql() = default;

    /// Key columns of the order: the sort keys, then the identity. Empty when only OFFSET can find a row
    /// (views, tables without identity).
    [[nodiscard]] virtual QStringList orderColumns() const = 0;
    /// `count` rows of the shown columns from the start, `offset` rows skipped.
    [[nodiscard]] virtual BoundSql pageByOffset(qint64 offset, qint64 count) const = 0;
    /// `count` rows, `skip` after the row whose order key is `anchor` (that row included when skip is 0).
    [[nodiscard]] virtual BoundSql pageFrom(const Row &anchor, qint64 skip, qint64 count) const = 0;
    /// The order key `stride` rows after `anchor` (empty: from the start); no row at the end.
    [[nodiscard]] virtual BoundSql nextAnchor(const Row &anchor, qint64 stride) const = 0;
    [[nodiscard]] virtual BoundSql count() const = 0;
    /// First and last integer key, for the estimate before anchors are there; empty sql when the key is no integer
    /// or a filter or sort makes the estimate worthless.
    [[nodiscard]] virtual BoundSql keySpan() const = 0;
    /// All order keys (identity only), in order: for filters and sorts no index serves.
    [[nodiscard]] virtual BoundSql allKeys() const = 0;
    /// Whether an index serves the order, so that anchors can be built without sorting.
    [[nodiscard]] virtual bool orderIsIndexed() const = 0;
    /// The rows with these identity keys (for explicit key lists), one statement, in any order; the result's first
    /// columns are the identity's, as in every page.
    [[nodiscard]] virtual BoundSql pageByKeys(const QList<Row> &keys) const = 0;
};

/// What a system is. Stateless; any thread. The rest of core asks a Dialect and never which one it is.
class Dialect {
public:
    virtual ~Dialect() = default;

    [[nodiscard]] virtual QString name() const = 0; ///< "sqlite"
    [[nodiscard]] virtual LexRules lexRules() const = 0;
    [[nodiscard]] virtual bool isKeyword(QStringView word) const = 0;
    [[nodiscard]] virtual QString identifier(const QString &name) const = 0; ///< always quoted
    [[nodiscard]] virtual QString qualified(const QualifiedName &name) const = 0;
    [[nodiscard]] virtual QString literal(const Value &value) const = 0; ///< reads back as exactly the value
    [[nodiscard]] virtual TypeFamily typeFamily(const QString &declaredType) const = 0;
    /// The value a person's text means in a column of this declared type ("12" → 12 where the type asks for numbers);
    /// never loses: text that is no number stays text.
    [[nodiscard]] virtual Value valueFromText(const QString &text, const QString &declaredType) const = 0;

    // Reading the database; on its thread.
    [[nodiscard]] virtual Result<Schema> introspect(Database &database) const = 0;
    /// What a person should know at a glance: "foreign keys on", "WAL". On the database's thread.
    [[nodiscard]] virtual Result<QStringList> facts(Database &) const { return QStringList(); }
    [[nodiscard]] virtual RowIdentity identityOf(const Table &table) const = 0;

    // Writing SQL. None of it does I/O.
    /// CREATE statements for the whole schema in an order that can be run; internal and shadow tables left out.
    [[nodiscard]] virtual QList<Statement> createStatements(const Schema &schema) const = 0;
    [[nodiscard]] virtual QString createSql(const Table &table) const = 0;
    [[nodiscard]] virtual QString createSql(const View &view) const = 0;
    [[nodiscard]] virtual QString createSql(const Index &index, const QualifiedName &table) const = 0;
    [[nodiscard]] virtual QString createSql(const Trigger &trigger) const = 0;

    /// How to read the rows. Fails on unknown tables, columns and raw conditions that are no single expression.
    [[nodiscard]] virtual Result<std::shared_ptr<const RowSql>> rowSql(const Schema &schema, const RowQuery &query,
                                                                      qint64 cellLimit) const = 0;
    /// The whole row with that key, uncut, all columns in table order.
    [[nodiscard]] virtual BoundSql rowByKey(const Table &table, const RowIdentity &identity,
                                            const RowKey &key) const = 0;

    /// "The column holds exactly this": same storage, same bytes, no collation and no affinity in between. The value
    /// is bound as `parameter` (without the colon) when the text needs it; `parameters` grows accordingly.
    [[nodiscard]] virtual QString exactly(const QString &column, const Value &value, const QString &parameter,
                                          QList<Parameter> &parameters) const = 0;

    /// What stands at the right of `SET column =` in an UPDATE to store the column's DEFAULT.
    [[nodiscard]] virtual QString defaultSql(const Column &) const { return QStringLiteral("DEFAULT"); }

    enum class ForeignKeys {
        Enforced, ///< cascades and checks happen
        Off       ///< really off, and violations that were not there before stop the commit
    };
    /// One transaction around the statements: Setup, Begin, body, Check, Commit, Cleanup, all of it visible.
    [[nodiscard]] virtual Script inTransaction(QString title, QList<Statement> body, ForeignKeys foreignKeys) const = 0;
};

/// The dialect of that name; nullptr when there is none.
[[nodiscard]] const Dialect *dialectByName(const QString &name);

/// The statement as text that could be pasted into a shell: parameters replaced by exact literals, captured values
/// shown as :name. Without a final semicolon.
[[nodiscard]] QString rendered(const Statement &statement, const Dialect &dialect);

} // namespace core
