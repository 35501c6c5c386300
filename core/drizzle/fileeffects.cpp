// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/fileeffects.h"

#include "core/drizzle/liveobjects.h"
#include "core/migrate/filescript.h"
#include "core/migrate/statementkind.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using EffectVerb = StatementKind::Verb;
using EffectState = StatementEffect::State;

struct OneEffect {
    EffectState state = EffectState::Unknown;
    QString words;
};

bool namesMatch(const QualifiedName &a, const QualifiedName &b)
{
    return foldedName(a.name) == foldedName(b.name) && a.schema == b.schema;
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
            return k.verb == EffectVerb::RenameTable && isMade(m_live.named(k));
        });
    }

    [[nodiscard]] OneEffect effect(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        switch (kind.verb) {
        case EffectVerb::CreateTable:
            return created(i, u"table"_s, hasTable(m_live.named(kind)));
        case EffectVerb::CreateOther:
            return createdOther(i);
        case EffectVerb::AlterTable:
        case EffectVerb::AlterOther:
            return altered(i);
        case EffectVerb::RenameTable:
            return renamed(i);
        case EffectVerb::DropTable:
            return dropped(i, u"table"_s, hasTable(m_live.named(kind)));
        case EffectVerb::DropOther: {
            const auto there = m_live.has(kind);
            return there ? dropped(i, kind.object, *there) : OneEffect();
        }
        default:
            return {};
        }
    }

    /// Any statement that is not known to be about the schema alone may.
    [[nodiscard]] bool writesRows(qsizetype i) const
    {
        static const QSet<EffectVerb> rows{EffectVerb::Insert, EffectVerb::Update, EffectVerb::Delete,
                                           EffectVerb::Other};
        static const QSet<QString> harmless{u"set"_s,    u"comment"_s, u"grant"_s,
                                            u"revoke"_s, u"analyze"_s, u"reindex"_s};
        return rows.contains(m_kinds.at(i).verb) && !harmless.contains(m_kinds.at(i).object);
    }

    [[nodiscard]] bool isForSession(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        return kind.verb == EffectVerb::ForeignKeysPragma || kind.verb == EffectVerb::Setting
            || (kind.verb == EffectVerb::Other && (kind.object == "pragma"_L1 || kind.object == "set"_L1));
    }

private:
    [[nodiscard]] static OneEffect told(bool there, const QString &words)
    {
        return {there ? EffectState::There : EffectState::Missing, words};
    }

    [[nodiscard]] bool hasTable(const QualifiedName &name) const { return m_live.table(name) != nullptr; }

    /// What a RENAME makes of the name: it stays in its schema.
    [[nodiscard]] QualifiedName newName(const StatementKind &kind) const
    {
        return m_live.name(kind.schema, kind.newName);
    }

    [[nodiscard]] bool isMade(const QualifiedName &table) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cend(), [&](const StatementKind &k) {
            return k.verb == EffectVerb::CreateTable && namesMatch(m_live.named(k), table);
        });
    }

    /// Whether a statement of the file at or after `from` takes the name away again, or gives it to something else.
    [[nodiscard]] bool goesLater(qsizetype from, const QualifiedName &name) const
    {
        return std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            const bool takesAway =
                k.verb == EffectVerb::DropTable || k.verb == EffectVerb::DropOther || k.verb == EffectVerb::RenameTable;
            return takesAway && namesMatch(m_live.named(k), name);
        });
    }

    [[nodiscard]] bool comesLater(qsizetype from, const QualifiedName &name) const
    {
        return std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            const bool makes = k.verb == EffectVerb::CreateTable || k.verb == EffectVerb::CreateOther;
            return (makes && namesMatch(m_live.named(k), name))
                || (k.verb == EffectVerb::RenameTable && namesMatch(newName(k), name));
        });
    }

    /// Whether something of that name was taken away before: then it was there, and its being there tells nothing.
    [[nodiscard]] bool wentBefore(qsizetype to, const QualifiedName &name) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cbegin() + to, [&](const StatementKind &k) {
            const bool takesAway =
                k.verb == EffectVerb::DropTable || k.verb == EffectVerb::DropOther || k.verb == EffectVerb::RenameTable;
            return takesAway && namesMatch(m_live.named(k), name);
        });
    }

    [[nodiscard]] OneEffect created(qsizetype i, const QString &object, bool there) const
    {
        const QualifiedName name = m_live.named(m_kinds.at(i));
        const QString words = object + u' ' + name.display();
        if (wentBefore(i, name))
            return {};
        if (!goesLater(i + 1, name))
            return told(there, words);
        return there ? told(true, words) : OneEffect(); // left over from a run that stopped; or done with
    }

    [[nodiscard]] OneEffect createdOther(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        const auto there = m_live.has(kind);
        if (!there)
            return {};
        // What goes with a table that is made anew was there before, and is made again.
        const bool again = m_rebuilds && (kind.object != "index"_L1 || isMadeAnew(m_live.on(kind)));
        return again ? OneEffect() : created(i, kind.object, *there);
    }

    [[nodiscard]] bool isMadeAnew(const QualifiedName &table) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cend(), [&](const StatementKind &k) {
            return k.verb == EffectVerb::RenameTable && isMade(m_live.named(k)) && namesMatch(newName(k), table);
        });
    }

    /// The table under its name, or under what the rest of the file renames it to.
    [[nodiscard]] const Table *tableFrom(qsizetype i) const
    {
        QualifiedName name = m_live.named(m_kinds.at(i));
        for (; i < m_kinds.size() && !hasTable(name); ++i) {
            if (m_kinds.at(i).verb == EffectVerb::RenameTable && namesMatch(m_live.named(m_kinds.at(i)), name))
                name = newName(m_kinds.at(i));
        }
        return m_live.table(name);
    }

    [[nodiscard]] OneEffect altered(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        const Table *table = kind.verb == EffectVerb::AlterTable ? tableFrom(i) : nullptr;
        const auto has = [table](const QString &column) { return table && table->column(column); };
        if (!kind.newColumn.isEmpty()) {
            const QString words = u"column %1.%2"_s.arg(kind.name, kind.newColumn);
            return has(kind.newColumn) == has(kind.column) ? OneEffect() : told(has(kind.newColumn), words);
        }
        if (!kind.column.isEmpty()) {
            const QString words = u"no column %1.%2"_s.arg(kind.name, kind.column);
            return has(kind.column) ? told(false, words) : table && m_dropsCount ? told(true, words) : OneEffect();
        }
        const auto effect = alterationEffect(m_statements.at(i).sql, kind, m_live, table, m_rules);
        if (!effect || (effect->removes && effect->there && !m_dropsCount) || (table && isMadeAnew(m_live.named(kind))))
            return {};
        return told(effect->there, effect->words);
    }

    [[nodiscard]] OneEffect renamed(qsizetype i) const
    {
        const StatementKind &kind = m_kinds.at(i);
        const QString words = u"table %1"_s.arg(newName(kind).display());
        const bool before = hasTable(m_live.named(kind));
        const bool after = hasTable(newName(kind));
        const QualifiedName from = m_live.named(kind);
        if (isMade(newName(kind))) // that name has had its table before
            return {};
        const bool isMadeSince = std::any_of(m_kinds.cbegin() + i, m_kinds.cend(), [&](const StatementKind &k) {
            return k.verb == EffectVerb::CreateTable && namesMatch(m_live.named(k), from);
        });
        if (isMadeSince) // steps aside for the new one, under a name that is there only on the way
            return after ? told(true, words) : OneEffect();
        if (isMade(from))
            return before && !comesLater(i + 1, from) ? told(false, words) : OneEffect();
        return before == after ? OneEffect() : told(after, words);
    }

    [[nodiscard]] OneEffect dropped(qsizetype i, const QString &object, bool there) const
    {
        const QualifiedName name = m_live.named(m_kinds.at(i));
        if (comesLater(i + 1, name) || isMade(name))
            return {};
        const QString words = u"no %1 %2"_s.arg(object, name.display());
        return there ? told(false, words) : m_dropsCount ? told(true, words) : OneEffect();
    }

    const QList<Statement> &m_statements;
    const LiveObjects m_live;
    const LexRules m_rules;
    const bool m_dropsCount;
    QList<StatementKind> m_kinds;
    bool m_rebuilds = false;
};

} // namespace

QString toText(StatementEffect::State state)
{
    switch (state) {
    case EffectState::Unknown:
        return u"unknown"_s;
    case EffectState::There:
        return u"there"_s;
    case EffectState::Missing:
        return u"missing"_s;
    }
    return {};
}

namespace {

/// Those that are not there; none where one cannot be judged. What is unknown and has an effect may be either.
QList<int> missingOnly(const QList<StatementEffect> &all)
{
    QList<int> rest;
    for (int i = 0; i < all.size(); ++i) {
        const StatementEffect &each = all.at(i);
        if (each.state == EffectState::Unknown && !each.isForSession)
            return {};
        if (each.state != EffectState::There)
            rest.append(i);
    }
    return rest;
}

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
        const auto *from = std::get_if<FromFile>(&statements.at(i).source);
        out.statements.append({effect.state, effect.words, statements.at(i).sql.simplified(), from ? from->line : 0,
                               reader.writesRows(i), reader.isForSession(i)});
        if (effect.state == EffectState::There) {
            out.found.append(effect.words);
            lastThere = i;
        } else if (effect.state == EffectState::Missing) {
            out.missing.append(effect.words);
            if (firstMissing < 0)
                firstMissing = i;
        }
    }
    if (!out.found.isEmpty() || !out.missing.isEmpty())
        out.reach = out.missing.isEmpty() ? FileEffects::Reach::All
            : out.found.isEmpty()         ? FileEffects::Reach::None
                                          : FileEffects::Reach::Part;
    if (out.reach != FileEffects::Reach::Part)
        return out;
    if (lastThere > firstMissing) {
        out.rest = missingOnly(out.statements);
        return out;
    }
    out.resumeAt = lastThere + 1;
    for (int i = out.resumeAt; i < firstMissing; ++i) {
        if (!out.statements.at(i).writesRows)
            continue;
        out.unsure.append(out.statements.at(i).sql);
        out.resumeAfterUnsure = i + 1;
    }
    return out;
}

} // namespace core
