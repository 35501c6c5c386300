// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/filter.h"
#include "core/query/rowkey.h"
#include "core/query/timenotation.h"
#include "core/schema/schema.h"
#include "core/sql/lexer.h"
#include "core/sql/script.h"

#include <QHash>
#include <QMap>
#include <QString>

#include <memory>
#include <vector>

namespace core {

class Database;
class Planner;
class ProbeSql;
class ScratchSql;
class RelationSql;
class SchemaRules;
using Row = std::vector<Value>;

/// What a declared type means for showing, aligning and editing.
enum class TypeFamily { Unknown, Integer, Real, Numeric, Text, Blob, Boolean, Date, Time, DateTime, Json, Uuid };

/// SQL text with the values for its parameters, in order of first appearance.
struct BoundSql {
    QString sql;
    QList<Value> values;
    friend bool operator==(const BoundSql &, const BoundSql &) = default;
};

/// How the values of one sort key compare: NULL < numbers < text < blobs, and texts so.
struct SortRule {
    enum class Text { Bytes, AsciiNoCase, TrailingBlanksIgnored };
    Text text = Text::Bytes;
    bool descending = false;
    friend bool operator==(const SortRule &, const SortRule &) = default;
};

/// How the rows of a RowQuery are read. Made by the Dialect, run by core/rows. All statements are read-only, and short
/// unless they say otherwise. A key is the values of orderColumns() (an anchor) or of the identity's columns.
///
/// A page has, per row, the shown columns, then those of the identity that are not among them. Whoever reads it takes
/// as much of a cell as it wants (PreparedStatement::columnStart).
class RowSql {
public:
    virtual ~RowSql() = default;

    enum class Cells {
        AsStored,
        /// A blob of more than `largeBlob` bytes is not read: an empty one stands in its place, and its size in
        /// PageSql::sizes. Takes longer. Keys are as they are.
        LargeBlobsAside
    };
    static constexpr qint64 largeBlob = 1 << 20;
    /// Where whole cells would be sent over a network (sendsWholeCells()), LargeBlobsAside means: of every cell larger
    /// than this the beginning, so many characters or bytes.
    static constexpr qint64 startOfLarge = 4096;
    /// Where a row of PageSql::cells says that a cell is not whole; for each shown column.
    struct CutPlace {
        int size = -1;  ///< column with the size of the whole, or NULL where the cell is whole; −1: it always is
        int start = -1; ///< column with its beginning as text; −1: the cell itself holds it
        friend bool operator==(const CutPlace &, const CutPlace &) = default;
    };
    /// Several statements give the same rows in the same order, as long as they see the same state of the database.
    struct PageSql {
        BoundSql cells;
        BoundSql keys;  ///< the identities, where they have no room beside the cells; else no text
        BoundSql sizes; ///< of each cell that was set aside, else NULL; no text where all are as stored
        friend bool operator==(const PageSql &, const PageSql &) = default;
    };
    /// Where the columns of the identity stand: in PageSql::keys where that has text, else in PageSql::cells.
    [[nodiscard]] virtual const QList<int> &keyPlaces() const = 0;
    /// Of LargeBlobsAside; empty: PageSql::sizes says it.
    [[nodiscard]] virtual const QList<CutPlace> &cutPlaces() const
    {
        static const QList<CutPlace> none;
        return none;
    }
    /// Whether a cell comes as a whole before anyone can look at its size: then LargeBlobsAside is read at once.
    [[nodiscard]] virtual bool sendsWholeCells() const { return false; }

    [[nodiscard]] virtual const QList<Column> &columns() const = 0; ///< shown, in order
    [[nodiscard]] virtual const RowIdentity &identity() const = 0;
    [[nodiscard]] virtual bool hasFilter() const = 0;

    /// Key columns of the order: the sort keys, then the identity. Empty when only OFFSET can find a row
    /// (views, tables without identity).
    [[nodiscard]] virtual QStringList orderColumns() const = 0;
    /// Whether an index gives the order, so that anchors can be built without sorting; never with NULLs in the key.
    [[nodiscard]] virtual bool orderIsIndexed() const = 0;

    /// `count` rows from the start of the order, `offset` rows skipped. Long where nothing but OFFSET finds a row.
    [[nodiscard]] virtual PageSql pageByOffset(qint64 offset, qint64 count, Cells cells) const = 0;
    /// `count` rows, `skip` after the row whose anchor this is (that row included when skip is 0), or after its place
    /// when it is gone.
    [[nodiscard]] virtual PageSql pageFrom(const Row &anchor, qint64 skip, qint64 count, Cells cells) const = 0;
    /// The anchor `stride` rows after `anchor` (empty: from the start); no row at the end.
    [[nodiscard]] virtual BoundSql nextAnchor(const Row &anchor, qint64 stride) const = 0;
    /// The anchors of `count` rows from this one on, without the rows themselves.
    [[nodiscard]] virtual BoundSql anchorsFrom(const Row &anchor, qint64 count) const = 0;
    /// The row with this identity: its identity as it is stored, then its anchor; no row when it is not in the table.
    [[nodiscard]] virtual BoundSql placeOf(const Row &identity) const = 0;
    [[nodiscard]] virtual BoundSql countFrom(const Row &anchor) const = 0; ///< rows from the anchor's place to the end
    [[nodiscard]] virtual BoundSql count() const = 0;                      ///< long in large tables
    /// The integer key of the first and of the last row of the order, for the estimate before anchors are there; empty
    /// sql when the order is another or a filter makes the estimate worthless.
    [[nodiscard]] virtual BoundSql keySpan() const = 0;
    /// How many rows the database believes there are, quickly; empty sql, or no row, where it has no idea.
    [[nodiscard]] virtual BoundSql estimate() const { return {}; }

    // For filters, and for sorts that no index serves: the keys are collected range by range, and sorted outside.
    /// Whether the identity is one ascending integer: then any two numbers make a range, not only those of rows.
    [[nodiscard]] virtual bool identityIsInteger() const = 0;
    /// The identity `stride` rows after `key` in the table itself, filter and sort left aside; no row at the end.
    [[nodiscard]] virtual BoundSql nextKey(const Row &key, qint64 stride) const = 0;
    /// The identity and then the sort columns of the rows from the identity `from` (empty: the first) to before `to`
    /// (empty: to the end) that pass the filter, in the order of the identity.
    [[nodiscard]] virtual BoundSql keysBetween(const Row &from, const Row &to) const = 0;
    /// How to sort what keysBetween() gave; none: only the database can, see allKeys().
    [[nodiscard]] virtual std::optional<QList<SortRule>> sortRules() const = 0;
    /// The identities of all rows in order, in one long statement.
    [[nodiscard]] virtual BoundSql allKeys() const = 0;
    /// As allKeys(), the first `count` alone, where they come sooner than all; else empty.
    [[nodiscard]] virtual BoundSql firstKeys(qint64) const { return {}; }
    /// The page of the rows with these identities, in any order.
    [[nodiscard]] virtual PageSql pageByKeys(const QList<Row> &keys, Cells cells) const = 0;
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

    /// Why no column of this declared type takes the value, whatever else is asked of it, in one sentence; empty:
    /// nothing is known against it.
    [[nodiscard]] virtual QString whyTypeRefuses(const Value &, const QString &) const { return {}; }

    // Reading the database; on its thread.
    [[nodiscard]] virtual Result<Schema> introspect(Database &database) const = 0;
    /// What a person should know at a glance: "foreign keys on", "WAL". On the database's thread.
    [[nodiscard]] virtual Result<QStringList> facts(Database &) const { return QStringList(); }
    /// The highest key each table has ever given out, by name, where the database remembers it beyond the rows that are
    /// there. On the database's thread.
    [[nodiscard]] virtual Result<QMap<QString, qint64>> keyCounters(Database &) const { return QMap<QString, qint64>(); }
    [[nodiscard]] virtual RowIdentity identityOf(const Table &table) const = 0;

    // Writing SQL. None of it does I/O.
    /// CREATE statements for the whole schema in an order that can be run; internal and shadow tables left out.
    [[nodiscard]] virtual QList<Statement> createStatements(const Schema &schema) const = 0;
    [[nodiscard]] virtual QString createSql(const Table &table) const = 0;
    [[nodiscard]] virtual QString createSql(const View &view) const = 0;
    [[nodiscard]] virtual QString createSql(const Index &index, const QualifiedName &table) const = 0;
    [[nodiscard]] virtual QString createSql(const Trigger &trigger) const = 0;

    /// How to read the rows. Fails on unknown tables, columns and raw conditions that are no single expression.
    [[nodiscard]] virtual Result<std::shared_ptr<const RowSql>> rowSql(const Schema &schema,
                                                                      const RowQuery &query) const = 0;
    /// The whole row with that key, uncut, all columns in table order.
    [[nodiscard]] virtual BoundSql rowByKey(const Table &table, const RowIdentity &identity,
                                            const RowKey &key) const = 0;

    /// How neighbours along relations are read.
    [[nodiscard]] virtual const RelationSql &relationSql() const = 0;

    /// "The column holds exactly this": same storage, same bytes, no collation and no affinity in between. The value
    /// is bound as `parameter` (without the colon) when the text needs it; `parameters` grows accordingly.
    [[nodiscard]] virtual QString exactly(const QString &column, const Value &value, const QString &parameter,
                                          QList<Parameter> &parameters) const = 0;

    /// As exactly(), for a column of the row's key: may be shorter where the schema promises the storage, and always
    /// lets the database find the row by the key instead of reading all rows.
    [[nodiscard]] virtual QString keyIs(const Table &table, const QString &column, const Value &value,
                                        const QString &parameter, QList<Parameter> &parameters) const;

    /// What stands at the right of `SET column =` in an UPDATE to store the column's DEFAULT.
    [[nodiscard]] virtual QString defaultSql(const Column &) const { return QStringLiteral("DEFAULT"); }
    /// An expression: the moment at which its statement runs, in UTC, written down so.
    [[nodiscard]] virtual QString nowSql(const TimeNotation &notation) const = 0;
    /// The same for this column, which may keep time as time and not as text.
    [[nodiscard]] virtual QString stampSql(const Column &, const TimeNotation &notation) const { return nowSql(notation); }

    /// What stands between the columns of an INSERT and VALUES so that these columns may be given values of one's own;
    /// with a blank in front, or empty.
    [[nodiscard]] virtual QString insertOverride(const Table &, const QStringList &) const { return {}; }

    enum class ForeignKeys {
        Enforced, ///< cascades and checks happen
        Off       ///< really off, and violations that were not there before stop the commit
    };
    /// Lets the rest of the transaction break foreign keys until COMMIT. `because`: what the preview says of it.
    [[nodiscard]] virtual Statement checkForeignKeysLater(const QString &because) const = 0;
    /// One transaction around the statements: Setup, Begin, body, Check, Commit, Cleanup, all of it visible.
    [[nodiscard]] virtual Script inTransaction(QString title, QList<Statement> body, ForeignKeys foreignKeys) const = 0;

    // Migrating. Pure.
    /// What counts as the same in two schemas; nullptr where schemas are not compared.
    [[nodiscard]] virtual const SchemaRules *schemaRules() const { return nullptr; }
    /// Turns changes of the schema into a Script; nullptr where the schema is not changed.
    [[nodiscard]] virtual const Planner *planner() const { return nullptr; }
    /// What only the data can tell about a change, as questions; nullptr likewise.
    [[nodiscard]] virtual const ProbeSql *probeSql() const { return nullptr; }
    /// How a database to try things in is made on the same server; nullptr where a file is copied instead.
    [[nodiscard]] virtual const ScratchSql *scratchSql() const { return nullptr; }
};

/// The dialect of that name; nullptr when there is none.
[[nodiscard]] const Dialect *dialectByName(const QString &name);

/// The statement as text that could be pasted into a shell: parameters replaced by exact literals, captured values
/// shown as :name. Without a final semicolon. What runs only after a failure is a comment.
[[nodiscard]] QString rendered(const Statement &statement, const Dialect &dialect);

} // namespace core
