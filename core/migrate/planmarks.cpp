// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/planmarks.h"

#include "core/base/overloaded.h"
#include "core/migrate/statementkind.h"
#include "core/schema/namecase.h"
#include "core/sql/clauseorder.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Verb = StatementKind::Verb;

/// What one change means by itself; none for those that a table that is made anew takes in.
PlanMark markOf(const Change &change)
{
    return std::visit(Overloaded{
                          [](const change::RenameTable &) { return PlanMark::Changed; },
                          [](const change::RenameColumn &) { return PlanMark::Changed; },
                          [](const change::AlterColumn &) { return PlanMark::Changed; },
                          [](const change::ReorderColumns &) { return PlanMark::Changed; },
                          [](const change::ChangePrimaryKey &) { return PlanMark::Changed; },
                          [](const change::ChangeTableOptions &) { return PlanMark::Changed; },
                          [](const change::DropTrigger &) { return PlanMark::Removed; },
                          [](const change::DropView &) { return PlanMark::Removed; },
                          [](const change::DropIndex &) { return PlanMark::Removed; },
                          [](const change::DropTable &) { return PlanMark::Removed; },
                          [](const change::DropForeignKey &) { return PlanMark::Removed; },
                          [](const change::DropCheck &) { return PlanMark::Removed; },
                          [](const change::DropUnique &) { return PlanMark::Removed; },
                          [](const change::DropColumn &) { return PlanMark::Removed; },
                          [](const change::CreateTable &) { return PlanMark::Added; },
                          [](const change::AddColumn &) { return PlanMark::Added; },
                          [](const change::AddUnique &) { return PlanMark::Added; },
                          [](const change::AddCheck &) { return PlanMark::Added; },
                          [](const change::AddForeignKey &) { return PlanMark::Added; },
                          [](const change::AddIndex &) { return PlanMark::Added; },
                          [](const change::CreateView &) { return PlanMark::Added; },
                          [](const change::CreateTrigger &) { return PlanMark::Added; },
                          [](const change::ChangeComment &) { return PlanMark::Changed; },
                          [](const change::RenameObject &) { return PlanMark::Changed; },
                          [](const change::ChangeObject &c) {
                              return !c.from ? PlanMark::Added : !c.to ? PlanMark::Removed : PlanMark::Changed;
                          },
                      },
                      change);
}

/// Without what the place in a list makes of a line.
QString bare(const QString &line)
{
    QString out = line.trimmed();
    if (out.endsWith(u','))
        out.chop(1);
    return out;
}

class Marker {
public:
    Marker(const SchemaMigration &migration, const PlanOptions &options, const Dialect &dialect)
        : m_migration(migration)
        , m_options(options)
        , m_dialect(dialect)
        , m_rules(dialect.lexRules())
        , m_renamed(migration.diff.renamed)
        , m_target(migration.diff.target)
    {
        for (const QString &name : migration.plan.rebuilt)
            m_rebuilt.insert(foldedName(name, nameCaseOf(migration.diff.target)));
    }

    [[nodiscard]] MarkedStatement marked(qsizetype index) const
    {
        const Statement &statement = m_migration.plan.script.statements.at(index);
        const QList<int> sources = m_migration.plan.sources.value(index);
        MarkedStatement out;
        const qsizetype lines = statement.sql.count(u'\n') + 1;
        if (m_options.repairs.contains(statement)) {
            out.lines = QList<PlanMark>(lines, PlanMark::Changed);
            out.filled.append({0, statement.sql.size()});
            return out;
        }
        if (const auto table = rebuiltBy(sources)) {
            const StatementKind kind = statementKind(statement.sql, m_rules);
            if (kind.verb == Verb::CreateTable)
                out.lines = compared(statement.sql, *table);
            else if (kind.verb == Verb::Insert)
                out.filled = fillsIn(statement.sql, *table);
        } else if (!sources.isEmpty()) {
            const auto mark = [&](int i) { return markOf(m_migration.diff.changes.at(i)); };
            const PlanMark first = mark(sources.first());
            out.lines = QList<PlanMark>(lines, first);
        }
        if (out.lines.size() < lines)
            out.lines.resize(lines, PlanMark::None);
        return out;
    }

private:
    /// The table that is made anew because of these changes; none: they are made in place.
    [[nodiscard]] std::optional<QualifiedName> rebuiltBy(const QList<int> &sources) const
    {
        for (const int i : sources) {
            const Change &change = m_migration.diff.changes.at(i);
            const bool apart = std::holds_alternative<change::RenameTable>(change)
                || std::holds_alternative<change::RenameColumn>(change)
                || std::holds_alternative<change::CreateTable>(change)
                || std::holds_alternative<change::DropTable>(change) || std::holds_alternative<change::AddIndex>(change)
                || std::holds_alternative<change::DropIndex>(change)
                || std::holds_alternative<change::CreateView>(change)
                || std::holds_alternative<change::DropView>(change)
                || std::holds_alternative<change::CreateTrigger>(change)
                || std::holds_alternative<change::DropTrigger>(change)
                || std::holds_alternative<change::ChangeObject>(change)
                || std::holds_alternative<change::ChangeComment>(change)
                || std::holds_alternative<change::RenameObject>(change);
            const QualifiedName table = tableOf(change);
            if (!apart && m_rebuilt.contains(foldedName(table.name, nameCaseOf(m_migration.diff.target))))
                return table;
        }
        return std::nullopt;
    }

    /// Both under their last name: what is made anew has another one meanwhile, which its CHECKs may say.
    [[nodiscard]] QList<PlanMark> compared(const QString &sql, const QualifiedName &name) const
    {
        const Table *old = m_renamed.table(name);
        const Table *to = m_target.table(name);
        const QStringList lines = to ? m_dialect.createSql(*to).split(u'\n') : QStringList();
        if (!old || lines.size() != sql.count(u'\n') + 1)
            return {};
        QSet<QString> there;
        QSet<QString> heads;
        const QStringList before = m_dialect.createSql(*old).split(u'\n');
        for (qsizetype i = 1; i < before.size(); ++i) { // the first says only the name
            there.insert(withoutClauseOrder(bare(before.at(i)), m_rules));
            heads.insert(headOf(before.at(i)));
        }
        QList<PlanMark> out{PlanMark::None};
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const bool isLast = i + 1 == lines.size();
            if (there.contains(withoutClauseOrder(bare(lines.at(i)), m_rules)))
                out.append(PlanMark::None);
            else
                out.append(isLast || heads.contains(headOf(lines.at(i))) ? PlanMark::Changed : PlanMark::Added);
        }
        return out;
    }

    /// What a line of a definition is about: the column; for a constraint all of it up to its own columns.
    [[nodiscard]] QString headOf(const QString &line) const
    {
        const QString text = bare(line);
        const QList<Token> tokens = lex(text, m_rules);
        for (const Token &token : tokens) {
            if (!token.isSignificant())
                continue;
            if (token.kind == Token::Kind::QuotedIdentifier)
                return foldedName(token.in(text).toString(), nameCaseOf(m_migration.diff.target));
            break;
        }
        // PRIMARY KEY there is one of at most; other constraints are told apart by all they say.
        return text.startsWith("PRIMARY KEY"_L1, Qt::CaseInsensitive) ? u"PRIMARY KEY"_s : text;
    }

    [[nodiscard]] QList<MarkedStatement::Span> fillsIn(const QString &sql, const QualifiedName &table) const
    {
        QList<MarkedStatement::Span> out;
        for (const Fill &fill : m_options.fills) {
            if (folded(fill.table, nameCaseOf(m_migration.diff.target))
                    != folded(table, nameCaseOf(m_migration.diff.target))
                || fill.expression.isEmpty())
                continue;
            const QString written = u'(' + fill.expression + u')';
            for (qsizetype at = sql.indexOf(written); at >= 0; at = sql.indexOf(written, at + 1))
                out.append({at + 1, fill.expression.size()});
        }
        std::sort(out.begin(), out.end(), [](const auto &a, const auto &b) {
            return a.offset != b.offset ? a.offset < b.offset : a.length > b.length;
        });
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    const SchemaMigration &m_migration;
    const PlanOptions &m_options;
    const Dialect &m_dialect;
    const LexRules m_rules;
    const SchemaIndex m_renamed;
    const SchemaIndex m_target;
    QSet<QString> m_rebuilt;
};

} // namespace

QList<MarkedStatement> markedStatements(const SchemaMigration &migration, const PlanOptions &options,
                                        const Dialect &dialect)
{
    const Marker marker(migration, options, dialect);
    QList<MarkedStatement> out;
    for (qsizetype i = 0; i < migration.plan.script.statements.size(); ++i)
        out.append(marker.marked(i));
    return out;
}

} // namespace core
