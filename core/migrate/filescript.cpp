// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/filescript.h"

#include "core/migrate/statementkind.h"
#include "core/sql/namesinsql.h"
#include "core/sql/splitter.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Verb = StatementKind::Verb;

/// A file's statements with what each is about, same order.
struct Parsed {
    QList<Statement> statements;
    QList<StatementKind> kinds;
    NameCase nameCase = NameCase::Ignored;

    [[nodiscard]] bool has(Verb verb) const
    {
        return std::any_of(kinds.cbegin(), kinds.cend(), [verb](const StatementKind &k) { return k.verb == verb; });
    }
};

Parsed parsed(const QString &text, const QString &fileName, const Dialect &dialect)
{
    Parsed result;
    result.statements = fileStatements(text, fileName, dialect);
    result.nameCase = nameCaseOf(dialect.lexRules());
    for (const Statement &s : result.statements)
        result.kinds += statementKind(s.sql, dialect.lexRules());
    return result;
}

bool bringsTransactions(const Parsed &file)
{
    const bool onlySettings = !file.kinds.isEmpty()
        && std::all_of(file.kinds.cbegin(), file.kinds.cend(),
                       [](const StatementKind &k) { return k.verb == Verb::Setting; });
    return file.has(Verb::Begin) || file.has(Verb::Commit) || file.has(Verb::Rollback)
        || std::any_of(file.kinds.cbegin(), file.kinds.cend(), [](const StatementKind &k) { return k.alone; })
        || onlySettings;
}

/// Whether the file made what it drops here: not where it may have been there before.
bool isOwn(const Parsed &file, qsizetype drop)
{
    for (qsizetype i = 0; i < drop; ++i) {
        const StatementKind &k = file.kinds.at(i);
        if (k.verb == Verb::CreateTable && namesEqual(k.name, file.kinds.at(drop).name, file.nameCase))
            return !file.statements.at(i).sql.contains("EXISTS"_L1, Qt::CaseInsensitive);
    }
    return false;
}

/// No foreign key can refer to such a table.
bool isVirtual(const Statement &made)
{
    static const QRegularExpression words(u"^\\s*CREATE\\s+VIRTUAL\\s"_s, QRegularExpression::CaseInsensitiveOption);
    return words.match(made.sql).hasMatch();
}

/// The tables that are dropped and then come back under their name, as a rebuild does it.
QStringList rebuiltTables(const Parsed &file)
{
    QStringList rebuilt;
    for (qsizetype i = 0; i < file.kinds.size(); ++i) {
        const StatementKind &dropped = file.kinds.at(i);
        if (dropped.verb != Verb::DropTable || isOwn(file, i)) // a helper of the file's own has no children
            continue;
        for (qsizetype later = i + 1; later < file.kinds.size(); ++later) {
            const StatementKind &k = file.kinds.at(later);
            const bool made = k.verb == Verb::CreateTable && namesEqual(k.name, dropped.name, file.nameCase)
                && !isVirtual(file.statements.at(later));
            if (made || (k.verb == Verb::RenameTable && namesEqual(k.newName, dropped.name, file.nameCase))) {
                rebuilt += dropped.name;
                break;
            }
        }
    }
    return rebuilt;
}

/// What the file says of foreign keys: the statements taken out of the body, where they would do nothing.
struct Hoisted {
    std::optional<Statement> off;
    std::optional<Statement> on;
    QStringList moreLines; ///< of further switches, which one switch outside stands for
};

int lineOf(const Statement &statement)
{
    const auto *source = std::get_if<FromFile>(&statement.source);
    return source ? source->line : 0;
}

/// Takes the switches of foreign keys out of the file.
Hoisted takeSwitches(Parsed &file)
{
    Hoisted hoisted;
    Parsed rest;
    for (qsizetype i = 0; i < file.kinds.size(); ++i) {
        const StatementKind &kind = file.kinds.at(i);
        const Statement &statement = file.statements.at(i);
        if (kind.verb != Verb::ForeignKeysPragma || !kind.switchesOn) {
            rest.statements += statement;
            rest.kinds += kind;
            continue;
        }
        auto &place = *kind.switchesOn ? hoisted.on : hoisted.off;
        if (place)
            hoisted.moreLines += QString::number(lineOf(statement));
        else
            place = statement;
    }
    file = rest;
    return hoisted;
}

/// A file may close the transaction of whoever runs it, switch foreign keys, and begin another: COMMIT; PRAGMA …;
/// BEGIN. Nothing else is done between, so that all of it can be one transaction with them switched outside. Takes the
/// COMMITs and BEGINs out. → what to say of it; empty: the file is none like that, and stays as it is.
QString takePauses(Parsed &file)
{
    Parsed rest;
    QStringList lines;
    bool isPaused = false;
    for (qsizetype i = 0; i < file.kinds.size(); ++i) {
        const Verb verb = file.kinds.at(i).verb;
        const bool isTurn = verb == (isPaused ? Verb::Begin : Verb::Commit);
        if (isTurn) {
            isPaused = !isPaused;
            lines += QString::number(lineOf(file.statements.at(i)));
            continue;
        }
        if (verb == Verb::Begin || verb == Verb::Commit || verb == Verb::Rollback || file.kinds.at(i).alone
            || (isPaused && verb != Verb::ForeignKeysPragma))
            return {};
        rest.statements += file.statements.at(i);
        rest.kinds += file.kinds.at(i);
    }
    if (isPaused || lines.isEmpty())
        return {};
    file = rest;
    return u"The file leaves the transaction of its migrator to switch foreign keys, and begins another (lines %1). "
           u"Here it "
           "is one transaction, with them switched off before it and on after it."_s.arg(lines.join(u", "_s));
}

/// Takes the settings out that would fail or do nothing within the transaction. → what to say of it; empty: nothing.
QString takeSettings(Parsed &file)
{
    QStringList taken;
    Parsed rest;
    for (qsizetype i = 0; i < file.kinds.size(); ++i) {
        const Statement &statement = file.statements.at(i);
        if (file.kinds.at(i).verb == Verb::Setting) {
            taken += u"%1 (line %2)"_s.arg(statement.sql.simplified(), QString::number(lineOf(statement)));
            continue;
        }
        rest.statements += statement;
        rest.kinds += file.kinds.at(i);
    }
    file = rest;
    if (taken.isEmpty())
        return {};
    return u"The file has %1. Within a transaction that fails or does nothing, so it is left out: run it by itself "
           u"where "
           "it is to hold."_s.arg(taken.join(u", "_s));
}

QString reasonForOff(const Hoisted &hoisted, const QStringList &rebuilt)
{
    if (!hoisted.off)
        return u"The file does not say so: it replaces %1, and with foreign keys on, DROP TABLE would delete or change "
               "the rows that refer to it. So they are switched off before the transaction begins."_s.arg(
                   rebuilt.join(u", "_s));
    QString reason = u"The file has this on line %1, inside the transaction, where it does nothing. It runs before the "
                     "transaction begins, so that foreign keys are really off."_s.arg(lineOf(*hoisted.off));
    if (!hoisted.moreLines.isEmpty())
        reason += u" The switches on lines %1 are covered by it."_s.arg(hoisted.moreLines.join(u", "_s));
    return reason;
}

/// Links our own switches outside the transaction to the file's, and says what is different.
void explainSwitches(Script &script, const Hoisted &hoisted, const QStringList &rebuilt)
{
    bool first = true;
    for (Statement &s : script.statements) {
        if (s.role == Statement::Role::Setup && first) {
            s.difference = reasonForOff(hoisted, rebuilt);
            if (hoisted.off)
                s.source = hoisted.off->source;
            first = false;
        } else if (s.role == Statement::Role::Check) {
            if (auto *check = std::get_if<ReturnsNothingNew>(&s.expect)) {
                for (const QString &table : rebuilt)
                    check->remade += foldedName(table);
            }
            s.difference =
                u"The file does not have it: foreign keys are off, so what they would have refused is looked "
                "for before anything is kept."_s;
        } else if (s.role == Statement::Role::Cleanup && hoisted.on) {
            s.source = hoisted.on->source;
            s.difference =
                u"The file has this on line %1, inside the transaction, where it does nothing. It runs after "
                "the transaction."_s.arg(lineOf(*hoisted.on));
        }
    }
}

/// Runs as the file says; only what it leaves behind on the connection is put right afterwards.
Script ownWay(const Parsed &file, const QString &title, const Dialect &dialect)
{
    Script script;
    script.title = title;
    script.ownTransactions = true;
    script.statements = file.statements;
    if (file.has(Verb::ForeignKeysPragma)) {
        const Script wrapped = dialect.inTransaction(title, {}, Dialect::ForeignKeys::Off);
        for (Statement s : wrapped.statements) {
            if (s.role != Statement::Role::Cleanup)
                continue;
            s.difference =
                u"The file does not have it here: whatever it leaves behind, foreign keys are on afterwards."_s;
            script.statements += s;
        }
    }
    return script;
}

} // namespace

QList<Statement> fileStatements(const QString &text, const QString &fileName, const Dialect &dialect)
{
    QList<Statement> statements;
    const LexRules rules = dialect.lexRules();
    const QStringView whole(text);
    const QList<StatementSpan> chunks = splitAtBreakpoints(whole, rules);
    for (const StatementSpan &chunk : chunks) {
        const QStringView part = chunk.in(whole);
        const QList<StatementSpan> spans = splitStatements(part, rules);
        for (const StatementSpan &span : spans) {
            Statement s;
            s.sql = span.in(part).toString();
            s.source = FromFile{fileName, chunk.line + span.line - 1};
            s.purpose = purposeOf(statementKind(s.sql, rules));
            statements += s;
        }
    }
    return statements;
}

Script fileScript(const QString &text, const QString &fileName, const QString &title, const Dialect &dialect,
                  const QList<Statement> &appendix, const QList<Statement> &preface, const QList<Statement> &held,
                  KeySwitch keys)
{
    Parsed file = parsed(text, fileName, dialect);
    const auto around = [&] { file.statements = preface + file.statements + appendix; };
    const QString pauses = takePauses(file);
    if (bringsTransactions(file)) {
        around();
        return ownWay(file, title, dialect);
    }
    const QString settings = takeSettings(file);
    const QStringList rebuilt = rebuiltTables(file);
    const bool asksForOff = std::any_of(file.kinds.cbegin(), file.kinds.cend(), [](const StatementKind &k) {
        return k.verb == Verb::ForeignKeysPragma && k.switchesOn == false;
    });
    const bool off = keys == KeySwitch::Hoisted && (asksForOff || !rebuilt.isEmpty());
    const Hoisted hoisted = off ? takeSwitches(file) : Hoisted();
    around();
    file.statements = held + file.statements;
    Script script =
        dialect.inTransaction(title, file.statements, off ? Dialect::ForeignKeys::Off : Dialect::ForeignKeys::Enforced);
    if (off)
        explainSwitches(script, hoisted, rebuilt);
    for (Statement &s : script.statements) {
        if (s.role == Statement::Role::Begin)
            s.difference = QStringList{pauses, settings}.join(u' ').trimmed();
    }
    return script;
}

} // namespace core
