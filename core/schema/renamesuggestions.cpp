// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/renamesuggestions.h"

#include "core/schema/namecase.h"

#include <algorithm>
#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double leastScore = 0.5;

/// "createdAt", "created_at" and "CREATED AT" are the same words.
QString plain(const QString &name)
{
    QString s;
    for (const QChar c : name) {
        if (c.isLetterOrNumber())
            s += c.toLower();
    }
    return s;
}

/// Levenshtein, as a share of the longer one that stays.
double similarity(const QString &a, const QString &b)
{
    if (a == b)
        return 1;
    const qsizetype longest = std::max(a.size(), b.size());
    std::vector<qsizetype> row(std::size_t(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = qsizetype(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const qsizetype above = row[j];
            const qsizetype change = a[i - 1] == b[qsizetype(j) - 1] ? 0 : 1;
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + change});
            diagonal = above;
        }
    }
    return longest == 0 ? 1 : 1 - double(row.back()) / double(longest);
}

double likeness(const QString &a, const QString &b)
{
    const QString x = plain(a);
    const QString y = plain(b);
    if (x == y)
        return 1;
    const bool within = std::min(x.size(), y.size()) >= 3 && (x.contains(y) || y.contains(x));
    return std::max(similarity(x, y), within ? 0.75 : 0.0);
}

/// Values that were counted say more than anything that the names could say.
double withOverlap(double score, const std::optional<double> &overlap)
{
    return overlap ? 0.4 * score + 0.6 * std::clamp(*overlap, 0.0, 1.0) : score;
}

class Suggester {
public:
    Suggester(const SchemaDiff &diff, const SchemaRules &rules, const ValueOverlap &overlap)
        : m_diff(diff)
        , m_rules(rules)
        , m_overlap(overlap)
        , m_renamed(diff.renamed)
        , m_target(diff.target)
    {
    }

    QList<RenameSuggestion> run()
    {
        tables();
        columns();
        std::stable_sort(m_out.begin(), m_out.end(), [](const RenameSuggestion &a, const RenameSuggestion &b) {
            if (a.score > b.score || a.score < b.score)
                return a.score > b.score;
            return std::tie(a.table, a.from, a.to) < std::tie(b.table, b.from, b.to);
        });
        return m_out;
    }

private:
    [[nodiscard]] std::optional<double> overlap(const QualifiedName &table, const QString &from,
                                                const QString &to) const
    {
        return m_overlap ? m_overlap(table, from, to) : std::nullopt;
    }

    void add(const QualifiedName &table, const QString &from, const QString &to, double score)
    {
        score = withOverlap(score, overlap(table, from, to));
        if (score >= leastScore)
            m_out.append({table, from, to, score});
    }

    void tables()
    {
        for (const Change &c : m_diff.changes) {
            const auto *dropped = std::get_if<change::DropTable>(&c);
            if (!dropped || dropped->table.kind != Table::Kind::Ordinary)
                continue;
            for (const Change &d : m_diff.changes) {
                const auto *created = std::get_if<change::CreateTable>(&d);
                if (created && created->table.kind == Table::Kind::Ordinary)
                    add({}, dropped->table.name.name, created->table.name.name,
                        0.4 * likeness(dropped->table.name.name, created->table.name.name)
                            + 0.6 * sharedColumns(dropped->table, created->table));
            }
        }
    }

    /// How much of both tables is in the other one; a column of the same name but another type counts half.
    [[nodiscard]] double sharedColumns(const Table &a, const Table &b) const
    {
        double shared = 0;
        for (const Column &c : a.columns) {
            if (const Column *other = b.column(c.name))
                shared += m_rules.normalType(c.declaredType) == m_rules.normalType(other->declaredType) ? 1 : 0.5;
        }
        const auto all = double(a.columns.size() + b.columns.size());
        return all > 0 ? 2 * shared / all : 0;
    }

    void columns()
    {
        for (const Change &c : m_diff.changes) {
            const auto *dropped = std::get_if<change::DropColumn>(&c);
            if (!dropped)
                continue;
            for (const Change &d : m_diff.changes) {
                const auto *added = std::get_if<change::AddColumn>(&d);
                if (added && added->table == dropped->table)
                    columnPair(dropped->table, dropped->column, added->column);
            }
        }
    }

    void columnPair(const QualifiedName &tableAfter, const Column &from, const Column &to)
    {
        const Table *before = m_renamed.table(tableAfter);
        const Table *after = m_target.table(tableAfter);
        if (!before || !after || from.isGenerated() != to.isGenerated())
            return;
        const bool sameType = m_rules.normalType(from.declaredType) == m_rules.normalType(to.declaredType);
        const auto place = [](const Table &t, const Column &c) {
            return t.columns.size() < 2 ? 0.0 : double(t.columnIndex(c.name)) / double(t.columns.size() - 1);
        };
        const double near = before->columnIndex(from.name) == after->columnIndex(to.name)
            ? 1
            : 1 - std::abs(place(*before, from) - place(*after, to));
        const double sameRules =
            (from.notNull == to.notNull ? 0.5 : 0) + (from.defaultExpression == to.defaultExpression ? 0.5 : 0);
        const double score =
            0.35 * likeness(from.name, to.name) + 0.35 * (sameType ? 1 : 0) + 0.2 * near + 0.1 * sameRules;
        add(beforeName(tableAfter), from.name, to.name, score);
    }

    [[nodiscard]] QualifiedName beforeName(const QualifiedName &after) const
    {
        for (const TableRename &t : m_diff.renames.tables) {
            if (folded(t.to, nameCaseOf(m_diff.target)) == folded(after, nameCaseOf(m_diff.target)))
                return t.from;
        }
        return after;
    }

    const SchemaDiff &m_diff;
    const SchemaRules &m_rules;
    const ValueOverlap &m_overlap;
    SchemaIndex m_renamed;
    SchemaIndex m_target;
    QList<RenameSuggestion> m_out;
};

} // namespace

QList<RenameSuggestion> suggestRenames(const SchemaDiff &diff, const SchemaRules &rules, const ValueOverlap &overlap)
{
    return Suggester(diff, rules, overlap).run();
}

} // namespace core
