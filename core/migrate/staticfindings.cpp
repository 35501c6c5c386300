// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/dialect/probesql.h"
#include "core/migrate/dryrun.h"
#include "core/migrate/statedlosses.h"
#include "core/migrate/statementkind.h"
#include "core/sql/namesinsql.h"

#include <algorithm>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;
using Verb = StatementKind::Verb;

/// Reads the statements in order and remembers what they have done so far to the names.
class Scan {
public:
    Scan(const Script &script, const Schema &schema, const Dialect &dialect)
        : m_script(script)
        , m_schema(schema)
        , m_rules(dialect.lexRules())
        , m_losses(schema, dialect)
        , m_names(schema, dialect)
        , m_probes(dialect.probeSql())
        , m_dropDeletesRows(!dialect.schemaRules() || dialect.schemaRules()->dropDeletesRows())
    {
        for (const Statement &statement : script.statements)
            m_kinds += statementKind(statement.sql, m_rules);
    }

    QList<Finding> all();

private:
    void one();
    void transactions();
    void ownTransactions();
    void newEnumValues();
    void rebuilds();
    void literalColumns();
    void columnsAdded();
    void add(Severity severity, const QString &code, const QString &message, bool certain = false,
             const QStringList &rowsOf = {});

    [[nodiscard]] const Statement &statement() const { return m_script.statements.at(m_at); }
    [[nodiscard]] const StatementKind &kind() const { return m_kinds.at(m_at); }
    [[nodiscard]] QList<Token> tokens() const;
    [[nodiscard]] QString firstWords() const; ///< "CREATE INDEX CONCURRENTLY"
    [[nodiscard]] bool comesBack(const QString &table) const;
    [[nodiscard]] QString keyOf(const QualifiedName &written) const
    {
        return tableKey(m_names.meant(written), nameCaseOf(m_rules));
    }
    [[nodiscard]] bool anyLater(const std::function<bool(const StatementKind &)> &which) const;
    void dropWithKeysOn(const QualifiedName &written);
    [[nodiscard]] QStringList childrenWithActions(const QString &table) const;
    [[nodiscard]] bool isReferredTo(const QualifiedName &written) const;
    [[nodiscard]] bool isFollowedBack() const;

    const Script &m_script;
    const Schema &m_schema;
    LexRules m_rules;
    StatedLosses m_losses;
    WrittenNames m_names;
    const ProbeSql *m_probes;
    const bool m_dropDeletesRows;
    QList<StatementKind> m_kinds;
    qsizetype m_at = 0;
    bool m_inTransaction = false;
    bool m_ownWaySaid = false;
    bool m_foreignKeysOff = false;
    QHash<QString, QString> m_newValues; ///< of enums, added in this transaction: as literals, with what adds them
    QStringList m_rebuiltNames; ///< tables made or renamed by the script: their columns are not known
    QHash<QString, QStringList> m_newColumns; ///< by table, both in lower case
    QList<Finding> m_findings;
};

QList<Finding> Scan::all()
{
    for (m_at = 0; m_at < m_kinds.size(); ++m_at)
        one();
    return m_findings + m_losses.findings();
}

void Scan::one()
{
    transactions();
    if (statement().role != Statement::Role::Body)
        return;
    ownTransactions();
    newEnumValues();
    rebuilds();
    literalColumns();
    columnsAdded();
    m_losses.take(statement().sql, kind(), static_cast<int>(m_at));
    m_names.take(kind(), statement().sql);
}

void Scan::add(Severity severity, const QString &code, const QString &message, bool certain, const QStringList &rowsOf)
{
    m_findings += {severity, code, message, static_cast<int>(m_at), certain, rowsOf};
}

QList<Token> Scan::tokens() const
{
    QList<Token> significant;
    for (const Token &token : lex(statement().sql, m_rules))
        if (token.isSignificant())
            significant += token;
    return significant;
}

QString Scan::firstWords() const
{
    QStringList words;
    for (const Token &token : tokens()) {
        if (token.kind != Token::Kind::Word || words.contains(u"CONCURRENTLY"_s))
            break;
        const QString word = token.in(statement().sql).toString();
        const bool isName = words.size() > 1 && word.toLower() != kind().object && word.toUpper() != u"CONCURRENTLY"_s;
        if (isName && kind().object != u"reindex"_s)
            break;
        words.append(word.toUpper());
    }
    return words.join(u' ');
}

bool Scan::anyLater(const std::function<bool(const StatementKind &)> &which) const
{
    return std::any_of(m_kinds.begin() + m_at + 1, m_kinds.end(), which);
}

bool Scan::comesBack(const QString &table) const
{
    return anyLater([this, &table](const StatementKind &later) {
        return (later.verb == Verb::RenameTable && keyOf({later.schema, later.newName}) == table)
            || (later.verb == Verb::CreateTable && keyOf(later.written()) == table);
    });
}

/// H84: what does nothing, or fails, within a transaction.
void Scan::transactions()
{
    if (kind().verb == Verb::Begin)
        m_inTransaction = true;
    else if (kind().verb == Verb::Commit || kind().verb == Verb::Rollback)
        m_inTransaction = false;
    const QList<Token> words = tokens();
    const auto starts = [&](QLatin1StringView word) {
        return !words.isEmpty() && isWord(words.first(), statement().sql, word);
    };
    if (kind().verb == Verb::ForeignKeysPragma && kind().switchesOn) {
        if (!m_inTransaction) {
            m_foreignKeysOff = !*kind().switchesOn;
        } else if (!*kind().switchesOn && !m_foreignKeysOff) {
            const bool protects = anyLater([](const StatementKind &k) { return k.verb == Verb::DropTable; });
            add(protects ? Severity::Stop : Severity::Warn, u"H84"_s,
                u"PRAGMA foreign_keys does nothing within a transaction, so foreign keys stay on."_s);
        }
    } else if (kind().alone && m_inTransaction) {
        const bool isVacuum = kind().verb == Verb::Unwrappable;
        add(Severity::Stop, isVacuum ? u"H84"_s : u"H80"_s,
            u"%1 cannot run within a transaction: take it out of the file, and run it by itself."_s.arg(
                isVacuum ? u"VACUUM"_s : firstWords()),
            true);
    } else if (kind().verb == Verb::Setting && m_inTransaction) {
        add(Severity::Warn, u"H84"_s, u"This does nothing, or fails, within a transaction."_s);
    }
    if (kind().verb == Verb::Other && kind().switchesOn.value_or(false))
        add(Severity::Stop, u"H25"_s, u"This switches CHECKs off: rows that break them would come in unseen."_s);
    const auto beyond = m_probes ? m_probes->reachesBeyond(statement().sql) : std::nullopt;
    if (beyond && !beyond->isTakenBack)
        add(Severity::Stop, u"H03"_s,
            u"“%1” reaches beyond this database: it is tried nowhere before, and nothing takes it back."_s.arg(
                beyond->words));
    if (starts("ATTACH"_L1) || starts("DETACH"_L1))
        add(Severity::Stop, u"H84"_s,
            u"Other databases cannot be attached here: take it out of the file, and bring their rows in as INSERTs."_s,
            true);
}

/// H82: what keeps the script from being one transaction, so that a failure may leave a part behind.
void Scan::ownTransactions()
{
    if (kind().verb == Verb::Rollback) {
        add(Severity::Stop, u"H82"_s,
            u"ROLLBACK takes back what the file did, and yet it would count as applied: take it out."_s, true);
        return;
    }
    const bool ends = kind().verb == Verb::Begin || kind().verb == Verb::Commit;
    const auto fromFile = std::count_if(m_script.statements.begin(), m_script.statements.end(),
                                        [](const Statement &s) { return std::holds_alternative<FromFile>(s.source); });
    const bool breaks = kind().alone && fromFile > 1;
    const bool isAlone = kind().alone && fromFile == 1 && kind().verb != Verb::Unwrappable;
    if ((!ends && !breaks && !isAlone) || std::exchange(m_ownWaySaid, true))
        return;
    if (isAlone) {
        add(Severity::Warn, u"H80"_s,
            u"%1 runs outside of a transaction, without a dry run: if it fails, a part of it may be left behind."_s.arg(
                firstWords()));
        return;
    }
    const bool isVacuum = kind().verb == Verb::Unwrappable;
    add(Severity::Stop, ends || isVacuum ? u"H82"_s : u"H80"_s,
        (ends           ? u"The file brings its own BEGIN or COMMIT"_s
             : isVacuum ? u"VACUUM cannot be part of a transaction"_s
                        : u"%1 cannot be part of a transaction"_s.arg(firstWords()))
            + u", so it does not run as one: a failure or a crash may leave a part of it behind. Take it out of the file%1."_s
                  .arg(ends ? QString() : u", and run it by itself"_s));
}

/// H81: a value of an enum cannot be used before what added it is committed.
void Scan::newEnumValues()
{
    const QList<Token> all = tokens();
    if (kind().verb == Verb::AlterOther && kind().object == u"type") {
        bool adds = false; // RENAME VALUE is no hindrance
        bool added = false;
        for (const Token &token : all) {
            if (added && token.kind == Token::Kind::String) {
                m_newValues.insert(token.in(statement().sql).toString(), kind().name);
                return;
            }
            added = added || (adds && isWord(token, statement().sql, "VALUE"_L1));
            adds = isWord(token, statement().sql, "ADD"_L1);
        }
        return;
    }
    for (const Token &token : m_inTransaction && !m_newValues.isEmpty() ? all : QList<Token>()) {
        const QString value = token.in(statement().sql).toString();
        if (token.kind != Token::Kind::String || !m_newValues.contains(value))
            continue;
        add(Severity::Stop, u"H81"_s,
            u"The value %1 of %2 is added in this transaction, and PostgreSQL does not let it be used before that is "
            u"committed: put what uses it into a migration of its own, after this one."_s.arg(value,
                                                                                              m_newValues.take(value)));
    }
}

QStringList Scan::childrenWithActions(const QString &table) const
{
    QStringList children;
    for (const Table &child : m_schema.tables)
        for (const ForeignKey &key : child.foreignKeys) {
            const auto action = key.deleteAction();
            const bool acts = action != ForeignKeyAction::NoAction && action != ForeignKeyAction::Restrict;
            const QString name = child.name.display();
            if (acts && tableKey(key.target, nameCaseOf(m_rules)) == table
                && tableKey(child.name, nameCaseOf(m_rules)) != table && !m_losses.isDropped(child)
                && !children.contains(name))
                children += name;
        }
    return children;
}

bool Scan::isReferredTo(const QualifiedName &written) const
{
    const QString &table = written.name;
    const QString meant = keyOf(written);
    const auto byKey = [&](const Table &other) {
        return tableKey(other.name, nameCaseOf(m_rules)) != meant
            && std::any_of(other.foreignKeys.begin(), other.foreignKeys.end(),
                           [&](const ForeignKey &key) { return tableKey(key.target, nameCaseOf(m_rules)) == meant; });
    };
    const auto byText = [&](const View &view) {
        const QList<Token> words = lex(view.definition, m_rules);
        return std::any_of(words.begin(), words.end(), [&](const Token &t) {
            return nameMeant(t.in(view.definition), nameCaseOf(m_rules)) == foldedName(table, nameCaseOf(m_rules));
        });
    };
    return std::any_of(m_schema.tables.begin(), m_schema.tables.end(), byKey)
        || std::any_of(m_schema.views.begin(), m_schema.views.end(), byText);
}

void Scan::dropWithKeysOn(const QualifiedName &written)
{
    const Table *table = m_losses.tableNow(written);
    const QStringList children =
        table ? childrenWithActions(tableKey(table->name, nameCaseOf(m_rules))) : QStringList();
    const QString what = comesBack(keyOf(written)) ? u"dropped and made again"_s : u"dropped"_s;
    if (!children.isEmpty())
        add(Severity::Stop, u"H05"_s,
            u"Foreign keys are on while “%1” is %2: the rows of “%3” that refer to it would be deleted or "
            "changed."_s.arg(m_names.meant(written).display(), what, children.join(u"”, “"_s)),
            false, children);
}

/// Whether the new table is given the old one's passing name for a moment, and its own again: what refers to the table
/// comes back with it.
bool Scan::isFollowedBack() const
{
    const QString home = keyOf(kind().written());
    const QString passing = keyOf({kind().schema, kind().newName});
    bool isDropped = false;
    bool isAway = false;
    for (const StatementKind &k : m_kinds.mid(m_at + 1)) {
        const bool moves = k.verb == Verb::RenameTable;
        const QString from = keyOf(k.written());
        const QString to = moves ? keyOf({k.schema, k.newName}) : QString();
        isDropped = isDropped || (k.verb == Verb::DropTable && from == passing);
        if (isAway && moves && from == passing && to == home)
            return true;
        isAway = isAway || (isDropped && moves && from == home && to == passing);
    }
    return false;
}

/// H05 and H42: the two ways in which a rebuild goes wrong; and what goes with a table that is dropped for good.
void Scan::rebuilds()
{
    const QList<QualifiedName> all = kind().allWritten();
    if (kind().verb == Verb::DropTable && m_dropDeletesRows && !m_foreignKeysOff)
        std::for_each(all.begin(), all.end(), [this](const QualifiedName &written) { dropWithKeysOn(written); });
    if (kind().verb != Verb::RenameTable)
        return;
    const QString &from = kind().name;
    const QString &to = kind().newName;
    const bool madeAgain = anyLater([this](const StatementKind &k) {
        return k.verb == Verb::CreateTable && keyOf(k.written()) == keyOf(kind().written());
    });
    const bool dropped = anyLater([this](const StatementKind &k) {
        return k.verb == Verb::DropTable && keyOf(k.written()) == keyOf({kind().schema, kind().newName});
    });
    if (madeAgain && dropped && !isFollowedBack() && isReferredTo(kind().written()))
        add(Severity::Stop, u"H42"_s,
            u"“%1” is renamed first and made again after: what refers to it would follow to “%2”, which is then "
            "dropped."_s.arg(from, to));
}

/// Remembers what the schema does not know, so that H14 is not said of columns that are there by then.
void Scan::columnsAdded()
{
    if (kind().verb == Verb::CreateTable) {
        (void)m_names.made(kind().written());
        m_rebuiltNames += foldedName(kind().name, nameCaseOf(m_rules));
    }
    if (kind().verb == Verb::RenameTable) {
        (void)m_names.made(kind().movedTo(m_names.meant(kind().written())));
        m_rebuiltNames += foldedName(kind().newName, nameCaseOf(m_rules));
    }
    if (kind().verb != Verb::AlterTable)
        return;
    const QString &sql = statement().sql;
    const QList<Token> words = tokens();
    for (qsizetype i = 0; i + 1 < words.size(); ++i) {
        if (!isWord(words.at(i), sql, "ADD"_L1) && !isWord(words.at(i), sql, "TO"_L1))
            continue;
        const bool column = isWord(words.at(i + 1), sql, "COLUMN"_L1) && i + 2 < words.size();
        m_newColumns[foldedName(kind().name, nameCaseOf(m_rules))] +=
            foldedName(unquoted(words.at(column ? i + 2 : i + 1).in(sql)), nameCaseOf(m_rules));
    }
}

/// H14: INSERT … SELECT "name" FROM t, where t has no such column. SQLite may take it for the text 'name'.
void Scan::literalColumns()
{
    if (kind().verb != Verb::Insert)
        return;
    const QString &sql = statement().sql;
    const QList<Token> words = tokens();
    const auto at = [&](QLatin1StringView word) {
        return std::find_if(words.begin(), words.end(), [&](const Token &t) { return isWord(t, sql, word); });
    };
    const auto select = at("SELECT"_L1);
    const auto from = std::find_if(select, words.end(), [&](const Token &t) { return isWord(t, sql, "FROM"_L1); });
    if (select == words.end() || from == words.end() || from + 1 == words.end())
        return;
    // One plain table: with a join or a subquery the name could come from elsewhere.
    const bool more = from + 2 != words.end()
        && ((from + 2)->in(sql) == u"," || (from + 2)->in(sql) == u"." || at("JOIN"_L1) != words.end());
    const QString source = unquoted((from + 1)->in(sql));
    const Table *table = m_schema.table({{}, source});
    if (more || !table || m_rebuiltNames.contains(foldedName(source, nameCaseOf(m_rules))))
        return;
    for (auto token = select + 1; token != from; ++token) {
        const QStringView text = token->in(sql);
        const bool qualified = (token + 1)->in(sql) == u"." || (token + 1)->in(sql) == u"(";
        const bool alias = isWord(*(token - 1), sql, "AS"_L1);
        if (!text.startsWith(u'"') || qualified || alias)
            continue;
        const QString column = unquoted(text);
        if (!table->column(column)
            && !m_newColumns.value(foldedName(source, nameCaseOf(m_rules)))
                    .contains(foldedName(column, nameCaseOf(m_rules))))
            add(Severity::Stop, u"H14"_s,
                u"“%1” has no column \"%2\": the statement fails, where others would fill every row with the text "
                "'%2'."_s.arg(source, column),
                true);
    }
}

} // namespace

QList<Finding> staticFindings(const Script &script, const Schema &schema, const Dialect &dialect)
{
    QList<Finding> all;
    if (!script.unfit.isEmpty())
        all += {Finding::Severity::Stop, u"H89"_s, script.unfit, -1, true};
    return all + Scan(script, schema, dialect).all();
}

} // namespace core
