// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/fileeffects.h"

#include "core/migrate/filescript.h"
#include "core/migrate/statementkind.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using EffectVerb = StatementKind::Verb;

struct OneEffect {
    enum class State { Unknown, There, Missing };
    State state = State::Unknown;
    QString words;
};

bool namesMatch(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// The name after the first such keyword outside of quotes; `skip` may stand between.
QString nameAfterWord(const QString &sql, const LexRules &rules, QLatin1String keyword, QLatin1String skip)
{
    bool after = false;
    for (const Token &token : lex(sql, rules)) {
        if (!token.isSignificant())
            continue;
        if (!after)
            after = isWord(token, sql, keyword);
        else if (skip.isEmpty() || !isWord(token, sql, skip))
            return unquoted(token.in(sql));
    }
    return {};
}

/// Looks at one file with one schema beside it.
class EffectReader {
public:
    EffectReader(const QList<Statement> &statements, const Schema &live, const Dialect &dialect, bool dropsCount)
        : m_statements(statements)
        , m_live(live)
        , m_rules(dialect.lexRules())
        , m_dropsCount(dropsCount)
    {
        for (const Statement &s : statements)
            m_kinds.append(statementKind(s.sql, m_rules));
        m_rebuilds = std::any_of(m_kinds.cbegin(), m_kinds.cend(), [this](const StatementKind &k) {
            return k.verb == EffectVerb::RenameTable && isMade(k.name);
        });
    }

    [[nodiscard]] OneEffect effect(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        switch (kind.verb) {
        case EffectVerb::CreateTable:
            return created(i, u"table"_s, hasTable(kind.name));
        case EffectVerb::CreateOther:
            return createdOther(i);
        case EffectVerb::AlterTable:
            return altered(i);
        case EffectVerb::RenameTable:
            return renamed(kind);
        case EffectVerb::DropTable:
            return dropped(i, u"table"_s, hasTable(kind.name));
        case EffectVerb::DropOther:
            return kind.object == "trigger"_L1 || kind.object == "index"_L1 || kind.object == "view"_L1
                ? dropped(i, kind.object, hasObject(kind.object, kind.name))
                : OneEffect();
        default:
            return {};
        }
    }

    /// Any statement that is not known to be about the schema alone may.
    [[nodiscard]] bool writesRows(qsizetype i) const
    {
        static const QSet<EffectVerb> rows{EffectVerb::Insert, EffectVerb::Update, EffectVerb::Delete,
                                           EffectVerb::Other};
        return rows.contains(m_kinds.at(i).verb);
    }

private:
    [[nodiscard]] static OneEffect told(bool there, const QString &words)
    {
        return {there ? OneEffect::State::There : OneEffect::State::Missing, words};
    }

    [[nodiscard]] bool hasTable(const QString &name) const { return m_live.table({QString(), name}) != nullptr; }

    [[nodiscard]] bool hasObject(const QString &object, const QString &name) const
    {
        if (object == "view"_L1)
            return m_live.view({QString(), name}) != nullptr;
        const auto named = [&](const auto &thing) { return namesMatch(thing.name, name); };
        for (const Table &table : m_live.tables) {
            if (object == "index"_L1 && std::any_of(table.indexes.cbegin(), table.indexes.cend(), named))
                return true;
            if (object == "trigger"_L1 && std::any_of(table.triggers.cbegin(), table.triggers.cend(), named))
                return true;
        }
        return object == "trigger"_L1 && std::any_of(m_live.viewTriggers.cbegin(), m_live.viewTriggers.cend(), named);
    }

    [[nodiscard]] bool isMade(const QString &table) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cend(), [&](const StatementKind &k) {
            return k.verb == EffectVerb::CreateTable && namesMatch(k.name, table);
        });
    }

    /// Whether a statement of the file at or after `from` takes the name away again, or gives it to something else.
    [[nodiscard]] bool goesLater(qsizetype from, const QString &name) const
    {
        return std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            const bool takesAway =
                k.verb == EffectVerb::DropTable || k.verb == EffectVerb::DropOther || k.verb == EffectVerb::RenameTable;
            return takesAway && namesMatch(k.name, name);
        });
    }

    [[nodiscard]] bool comesLater(qsizetype from, const QString &name) const
    {
        return std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            const bool makes = k.verb == EffectVerb::CreateTable || k.verb == EffectVerb::CreateOther;
            return (makes && namesMatch(k.name, name))
                || (k.verb == EffectVerb::RenameTable && namesMatch(k.newName, name));
        });
    }

    /// Whether something of that name was taken away before: then it was there, and its being there tells nothing.
    [[nodiscard]] bool wentBefore(qsizetype to, const QString &name) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cbegin() + to, [&](const StatementKind &k) {
            return (k.verb == EffectVerb::DropTable || k.verb == EffectVerb::DropOther) && namesMatch(k.name, name);
        });
    }

    [[nodiscard]] OneEffect created(qsizetype i, const QString &object, bool there) const
    {
        const QString &name = m_kinds.at(i).name;
        const QString words = object + u' ' + name;
        if (wentBefore(i, name))
            return {};
        if (!goesLater(i + 1, name))
            return told(there, words);
        return there ? told(true, words) : OneEffect(); // left over from a run that stopped; or done with
    }

    [[nodiscard]] OneEffect createdOther(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        if (kind.object != "index"_L1 && kind.object != "view"_L1 && kind.object != "trigger"_L1)
            return {};
        // What goes with a table that is made anew was there before, and is made again.
        const bool again = m_rebuilds
            && (kind.object != "index"_L1 || isMadeAnew(nameAfterWord(m_statements.at(i).sql, m_rules, "ON"_L1, {})));
        return again ? OneEffect() : created(i, kind.object, hasObject(kind.object, kind.name));
    }

    [[nodiscard]] bool isMadeAnew(const QString &table) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cend(), [&](const StatementKind &k) {
            return k.verb == EffectVerb::RenameTable && isMade(k.name) && namesMatch(k.newName, table);
        });
    }

    /// The table under its name, or under what the rest of the file renames it to.
    [[nodiscard]] const Table *tableFrom(qsizetype i) const
    {
        QString name = m_kinds.at(i).name;
        for (; i < m_kinds.size() && !hasTable(name); ++i) {
            if (m_kinds.at(i).verb == EffectVerb::RenameTable && namesMatch(m_kinds.at(i).name, name))
                name = m_kinds.at(i).newName;
        }
        return m_live.table({QString(), name});
    }

    [[nodiscard]] OneEffect altered(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        const Table *table = tableFrom(i);
        const auto has = [table](const QString &column) { return table && table->column(column); };
        if (!kind.newColumn.isEmpty()) {
            const QString words = u"column %1.%2"_s.arg(kind.name, kind.newColumn);
            return has(kind.newColumn) == has(kind.column) ? OneEffect() : told(has(kind.newColumn), words);
        }
        if (!kind.column.isEmpty()) {
            const QString words = u"no column %1.%2"_s.arg(kind.name, kind.column);
            return has(kind.column) ? told(false, words) : table && m_dropsCount ? told(true, words) : OneEffect();
        }
        const QString added = nameAfterWord(m_statements.at(i).sql, m_rules, "ADD"_L1, "COLUMN"_L1);
        if (added.isEmpty() || isMadeAnew(kind.name))
            return {};
        return told(has(added), u"column %1.%2"_s.arg(kind.name, added));
    }

    [[nodiscard]] OneEffect renamed(const StatementKind &kind) const
    {
        const QString words = u"table %1"_s.arg(kind.newName);
        const bool before = hasTable(kind.name);
        const bool after = hasTable(kind.newName);
        if (isMade(kind.name))
            return before ? told(false, words) : OneEffect();
        return before == after ? OneEffect() : told(after, words);
    }

    [[nodiscard]] OneEffect dropped(qsizetype i, const QString &object, bool there) const
    {
        const QString &name = m_kinds.at(i).name;
        if (comesLater(i + 1, name) || isMade(name))
            return {};
        const QString words = u"no %1 %2"_s.arg(object, name);
        return there ? told(false, words) : m_dropsCount ? told(true, words) : OneEffect();
    }

    const QList<Statement> &m_statements;
    const Schema &m_live;
    const LexRules m_rules;
    const bool m_dropsCount;
    QList<StatementKind> m_kinds;
    bool m_rebuilds = false;
};

} // namespace

FileEffects fileEffects(const QString &text, const Schema &live, const Dialect &dialect, bool dropsCount)
{
    const QList<Statement> statements = fileStatements(text, {}, dialect);
    const EffectReader reader(statements, live, dialect, dropsCount);
    FileEffects out;
    int lastThere = -1;
    int firstMissing = -1;
    for (int i = 0; i < statements.size(); ++i) {
        const OneEffect effect = reader.effect(i);
        if (effect.state == OneEffect::State::There) {
            out.found.append(effect.words);
            lastThere = i;
        } else if (effect.state == OneEffect::State::Missing) {
            out.missing.append(effect.words);
            if (firstMissing < 0)
                firstMissing = i;
        }
    }
    if (!out.found.isEmpty() || !out.missing.isEmpty())
        out.reach = out.missing.isEmpty() ? FileEffects::Reach::All
            : out.found.isEmpty()         ? FileEffects::Reach::None
                                          : FileEffects::Reach::Part;
    if (out.reach != FileEffects::Reach::Part || lastThere > firstMissing)
        return out;
    out.resumeAt = lastThere + 1;
    for (int i = out.resumeAt; i < firstMissing; ++i) {
        if (!reader.writesRows(i))
            continue;
        out.unsure.append(statements.at(i).sql.simplified());
        out.resumeAfterUnsure = i + 1;
    }
    return out;
}

} // namespace core
