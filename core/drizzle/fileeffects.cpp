// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/fileeffects.h"

#include "core/drizzle/liveobjects.h"
#include "core/migrate/filescript.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/statementparts.h"
#include "core/sql/namesinsql.h"

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

bool namesMatch(const QualifiedName &a, const QualifiedName &b, NameCase nameCase)
{
    return foldedName(a.name, nameCase) == foldedName(b.name, nameCase) && a.schema == b.schema;
}

/// Looks at one file with one schema beside it. What it looks at are the parts of its statements, each as a statement.
class EffectReader {
public:
    EffectReader(const QStringList &parts, const Schema &live, const Dialect &dialect, bool dropsCount)
        : m_parts(parts)
        , m_live(live)
        , m_rules(dialect.lexRules())
        , m_dropsCount(dropsCount)
    {
        for (const QString &sql : parts)
            m_kinds.append(statementKind(sql, m_rules));
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

    /// To be run once more does no harm.
    [[nodiscard]] bool mayRepeat(qsizetype i) const
    {
        static const QSet<QString> harmless{u"pragma"_s, u"set"_s,     u"comment"_s, u"grant"_s,
                                            u"revoke"_s, u"analyze"_s, u"reindex"_s};
        const StatementKind &kind = m_kinds.at(i);
        return kind.verb == EffectVerb::ForeignKeysPragma || kind.verb == EffectVerb::Setting
            || (kind.verb == EffectVerb::Other && harmless.contains(kind.object));
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
            return k.verb == EffectVerb::CreateTable && namesMatch(m_live.named(k), table, nameCaseOf(m_rules));
        });
    }

    /// Whether a statement of the file at or after `from` takes the name away again, or gives it to something else.
    [[nodiscard]] bool goesLater(qsizetype from, const QualifiedName &name) const
    {
        return std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            const bool takesAway =
                k.verb == EffectVerb::DropTable || k.verb == EffectVerb::DropOther || k.verb == EffectVerb::RenameTable;
            return takesAway && namesMatch(m_live.named(k), name, nameCaseOf(m_rules));
        });
    }

    [[nodiscard]] bool comesLater(qsizetype from, const QualifiedName &name) const
    {
        return std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            const bool makes = k.verb == EffectVerb::CreateTable || k.verb == EffectVerb::CreateOther;
            return (makes && namesMatch(m_live.named(k), name, nameCaseOf(m_rules)))
                || (k.verb == EffectVerb::RenameTable && namesMatch(newName(k), name, nameCaseOf(m_rules)));
        });
    }

    /// Whether something of that name was taken away before: then it was there, and its being there tells nothing.
    [[nodiscard]] bool wentBefore(qsizetype to, const QualifiedName &name) const
    {
        return std::any_of(m_kinds.cbegin(), m_kinds.cbegin() + to, [&](const StatementKind &k) {
            const bool takesAway =
                k.verb == EffectVerb::DropTable || k.verb == EffectVerb::DropOther || k.verb == EffectVerb::RenameTable;
            return takesAway && namesMatch(m_live.named(k), name, nameCaseOf(m_rules));
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
            return k.verb == EffectVerb::RenameTable && isMade(m_live.named(k))
                && namesMatch(newName(k), table, nameCaseOf(m_rules));
        });
    }

    /// The table under its name, or under what the rest of the file renames it to.
    [[nodiscard]] const Table *tableFrom(qsizetype i) const
    {
        QualifiedName name = m_live.named(m_kinds.at(i));
        for (; i < m_kinds.size() && !hasTable(name); ++i) {
            if (m_kinds.at(i).verb == EffectVerb::RenameTable
                && namesMatch(m_live.named(m_kinds.at(i)), name, nameCaseOf(m_rules)))
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
        const auto effect = alterationEffect(m_parts.at(i), kind, m_live, table, m_rules);
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
            return k.verb == EffectVerb::CreateTable && namesMatch(m_live.named(k), from, nameCaseOf(m_rules));
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
        if (const auto before = beforeItsHeir(i + 1, name))
            return told(!*before, u"no old %1 %2"_s.arg(object, name.display()));
        if (comesLater(i + 1, name) || isMade(name))
            return {};
        const QString words = u"no %1 %2"_s.arg(object, name.display());
        return there ? told(false, words) : m_dropsCount ? told(true, words) : OneEffect();
    }

    /// While that which a later statement gives the name to is there under its own name, what has the name is the old
    /// one still. → whether there is one; none: it cannot be told so.
    [[nodiscard]] std::optional<bool> beforeItsHeir(qsizetype from, const QualifiedName &name) const
    {
        const bool isPassing = std::any_of(m_kinds.cbegin(), m_kinds.cbegin() + from, [&](const StatementKind &k) {
            return k.verb == EffectVerb::RenameTable && namesMatch(newName(k), name, nameCaseOf(m_rules));
        });
        if (isPassing) // the old one had another name
            return std::nullopt;
        const bool isWaiting = std::any_of(m_kinds.cbegin() + from, m_kinds.cend(), [&](const StatementKind &k) {
            return k.verb == EffectVerb::RenameTable && namesMatch(newName(k), name, nameCaseOf(m_rules)) && isMade(m_live.named(k))
                && hasTable(m_live.named(k));
        });
        return isWaiting ? std::optional(hasTable(name)) : std::nullopt;
    }

    const QStringList &m_parts;
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
    case EffectState::Partly:
        return u"partly"_s;
    }
    return {};
}

namespace {

/// A statement with its parts, as they are to a database.
struct WholeEffect {
    EffectState state = EffectState::Unknown;
    QStringList found;
    QStringList missing;
    QString rest;
};

/// It runs as a whole or not at all, so that what can be told of its parts tells of the others; unless they disagree.
WholeEffect wholeEffect(const StatementParts &parts, const QList<OneEffect> &effects)
{
    WholeEffect out;
    QStringList wanted;
    bool isTold = true;
    for (qsizetype i = 0; i < effects.size(); ++i) {
        const OneEffect &each = effects.at(i);
        isTold = isTold && each.state != EffectState::Unknown;
        if (each.state == EffectState::There)
            out.found.append(each.words);
        else if (each.state == EffectState::Missing) {
            out.missing.append(each.words);
            wanted.append(parts.parts.at(i));
        }
    }
    if (!out.found.isEmpty() || !out.missing.isEmpty())
        out.state = out.missing.isEmpty() ? EffectState::There
            : out.found.isEmpty()         ? EffectState::Missing
                                          : EffectState::Partly;
    if (out.state == EffectState::Partly && isTold)
        out.rest = parts.only(wanted);
    return out;
}

/// What is left to do of a file of which a part is there.
void findRest(FileEffects &out, int lastThere, int firstMissing)
{
    const bool stopped = lastThere < firstMissing;
    out.resumeAt = stopped ? lastThere + 1 : -1;
    for (int i = stopped ? out.resumeAt : 0; i < out.statements.size(); ++i) {
        const StatementEffect &each = out.statements.at(i);
        const bool isAfter = stopped && i > firstMissing; // nothing of a file runs after what did not
        if (each.state == EffectState::Unknown && !each.mayRepeat && !isAfter)
            out.open.append(i);
        else if (each.state != EffectState::There)
            out.rest.append(i);
        if (each.state == EffectState::Partly && each.rest.isEmpty() && out.stuck.isEmpty())
            out.stuck =
                u"A part of %1 is there and a part is not, and of the rest of it that cannot be told: run what is "
                "missing by hand, then mark the migration as applied."_s.arg(statementPlace(out, i));
    }
}

} // namespace

QString statementPlace(const FileEffects &effects, int statement)
{
    constexpr qsizetype shown = 90;
    const StatementEffect &each = effects.statements.at(statement);
    return u"statement %1 (line %2): %3"_s.arg(QString::number(statement + 1), QString::number(each.line),
                                               each.sql.size() > shown ? each.sql.left(shown - 1) + u'…' : each.sql);
}

FileEffects fileEffects(const QString &text, const Schema &live, const Dialect &dialect, bool dropsCount)
{
    const QList<Statement> statements = fileStatements(text, {}, dialect);
    QList<StatementParts> partsOf;
    QStringList all;
    for (const Statement &s : statements) {
        partsOf.append(statementParts(s.sql, dialect.lexRules()));
        for (const QString &part : std::as_const(partsOf.last().parts))
            all.append(partsOf.last().only({part}));
    }
    const EffectReader reader(all, live, dialect, dropsCount);
    FileEffects out;
    int lastThere = -1;
    int firstMissing = -1;
    qsizetype at = 0;
    for (int i = 0; i < statements.size(); ++i) {
        const qsizetype first = at;
        QList<OneEffect> effects;
        for (; at < first + partsOf.at(i).parts.size(); ++at)
            effects.append(reader.effect(at));
        const WholeEffect whole = wholeEffect(partsOf.at(i), effects);
        const auto *from = std::get_if<FromFile>(&statements.at(i).source);
        out.statements.append({whole.state, (whole.found + whole.missing).join(u", "_s),
                               statements.at(i).sql.simplified(), from ? from->line : 0, reader.mayRepeat(first),
                               whole.rest});
        out.found += whole.found;
        out.missing += whole.missing;
        if (!whole.found.isEmpty())
            lastThere = i;
        if (!whole.missing.isEmpty() && firstMissing < 0)
            firstMissing = i;
    }
    if (!out.found.isEmpty() || !out.missing.isEmpty())
        out.reach = out.missing.isEmpty() ? FileEffects::Reach::All
            : out.found.isEmpty()         ? FileEffects::Reach::None
                                          : FileEffects::Reach::Part;
    if (out.reach == FileEffects::Reach::Part)
        findRest(out, lastThere, firstMissing);
    return out;
}

} // namespace core
