// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/schemadesign.h"

#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool sameSchema(const Schema &a, const Schema &b, const DiffOptions &options, const SchemaRules &rules)
{
    const auto d = diff(a, b, options, rules);
    return d && d->isEmpty();
}

} // namespace

SchemaDesign::SchemaDesign(SchemaPtr base, const Dialect &dialect)
    : m_dialect(&dialect)
{
    Q_ASSERT(dialect.schemaRules());
    m_programs.append(Program{{}, DesignState::of(base), {}});
}

void SchemaDesign::append(Program program)
{
    m_programs.resize(m_at + 1);
    m_programs.append(std::move(program));
    ++m_at;
}

Result<Done> SchemaDesign::push(const QList<DesignStep> &steps)
{
    if (steps.isEmpty())
        return Done{};
    Program next = now();
    next.before.reset();
    next.words = wordsOf(steps.first());
    ++m_strokes;
    for (const DesignStep &step : steps) {
        auto state = applied(next.state, step, *m_dialect->schemaRules());
        RC_TRY(state);
        next.state = *std::move(state);
        next.steps.append({std::make_shared<const DesignStep>(step), m_strokes});
    }
    append(std::move(next));
    return Done{};
}

QList<SchemaDesign::Program> SchemaDesign::replayed(const SchemaPtr &base, const QList<Entry> &steps,
                                                    QStringList &lost) const
{
    QList<Program> programs{Program{{}, DesignState::of(base), {}}};
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const DesignStep &step = *steps[i].step;
        auto state = applied(programs.last().state, step, *m_dialect->schemaRules());
        if (!state) {
            lost.append(u"%1: no longer possible. %2"_s.arg(wordsOf(step), state.error().message));
            continue;
        }
        if (state->schema == programs.last().state.schema && state->enumOrigins == programs.last().state.enumOrigins)
            continue; // there already
        if (programs.size() == 1 || programs.last().steps.last().stroke != steps[i].stroke) {
            Program next = programs.last();
            next.words = wordsOf(step);
            programs.append(std::move(next));
        }
        programs.last().state = *std::move(state);
        programs.last().steps.append(steps[i]);
    }
    return programs;
}

QStringList SchemaDesign::replace(const QList<Entry> &kept, const QString &words)
{
    QStringList lost;
    if (kept.size() == now().steps.size())
        return lost;
    Program next = replayed(base(), kept, lost).last();
    next.words = words;
    append(std::move(next));
    return lost;
}

QStringList SchemaDesign::withdraw(const std::function<bool(const DesignStep &)> &which)
{
    QList<Entry> kept = now().steps;
    QString words;
    kept.removeIf([&](const Entry &entry) {
        if (!which(*entry.step))
            return false;
        words = u"Take back: %1"_s.arg(wordsOf(*entry.step));
        return true;
    });
    return replace(kept, words);
}

QStringList SchemaDesign::restore(const QualifiedName &baseTable, const QString &baseColumn)
{
    const auto isThere = [&](const DesignState &state) {
        if (baseColumn.isEmpty()
            && std::any_of(state.enumOrigins.cbegin(), state.enumOrigins.cend(),
                           [&](const EnumOrigin &origin) { return origin.type == baseTable; }))
            return true;
        return std::any_of(state.origins.cbegin(), state.origins.cend(), [&](const DesignOrigin &origin) {
            return origin.table == baseTable && (baseColumn.isEmpty() || origin.columns.values().contains(baseColumn));
        });
    };
    QList<Entry> kept;
    QString words;
    DesignState state = DesignState::of(base());
    for (const Entry &entry : now().steps) {
        auto next = applied(state, *entry.step, *m_dialect->schemaRules());
        const bool drops = next && isThere(state) && !isThere(*next);
        if (drops) {
            words = u"Take back: %1"_s.arg(wordsOf(*entry.step));
            continue;
        }
        kept.append(entry);
        if (next)
            state = *std::move(next);
    }
    return replace(kept, words);
}

void SchemaDesign::undo()
{
    if (canUndo())
        --m_at;
}

void SchemaDesign::redo()
{
    if (canRedo())
        ++m_at;
}

void SchemaDesign::clear()
{
    m_programs = {Program{{}, DesignState::of(base()), {}}};
    m_at = 0;
}

QStringList SchemaDesign::rebase(const SchemaPtr &base)
{
    QStringList lost;
    const bool reached = sameSchema(*base, target(), {}, *m_dialect->schemaRules());
    m_programs = replayed(base, reached ? QList<Entry>() : now().steps, lost);
    m_at = m_programs.size() - 1;
    return lost;
}

QStringList SchemaDesign::resume(const QList<QList<DesignStep>> &strokes)
{
    QList<Entry> entries;
    for (const QList<DesignStep> &stroke : strokes) {
        ++m_strokes;
        for (const DesignStep &step : stroke)
            entries.append({std::make_shared<const DesignStep>(step), m_strokes});
    }
    QStringList lost;
    m_programs = replayed(base(), entries, lost);
    m_at = m_programs.size() - 1;
    return lost;
}

QList<QList<DesignStep>> SchemaDesign::strokes() const
{
    QList<QList<DesignStep>> out;
    int last = 0;
    for (const Entry &done : now().steps) {
        if (out.isEmpty() || done.stroke != last)
            out.append(QList<DesignStep>());
        out.last().append(*done.step);
        last = done.stroke;
    }
    return out;
}

QString SchemaDesign::undoWords() const
{
    return canUndo() ? now().words : QString();
}

QString SchemaDesign::redoWords() const
{
    return canRedo() ? m_programs[m_at + 1].words : QString();
}

QList<DesignStep> SchemaDesign::steps() const
{
    QList<DesignStep> out;
    for (const Entry &done : now().steps)
        out.append(*done.step);
    return out;
}

DiffOptions SchemaDesign::diffOptions() const
{
    DiffOptions options;
    options.renames = renames();
    options.columnOrder = state().columnsMoved;
    return options;
}

const Schema &SchemaDesign::before() const
{
    const Program &program = now();
    if (!program.before) {
        program.before = std::make_shared<const Schema>(
            withRenames(*program.state.base, program.state.renames(), *m_dialect->schemaRules()));
    }
    return *program.before;
}

DesignMark SchemaDesign::markOf(const QualifiedName &name) const
{
    if (const Table *table = target().table(name)) {
        const DesignOrigin *origin = state().origin(name);
        if (!origin)
            return DesignMark::New;
        const Table *was = before().table(name);
        const bool renamed = !(origin->table == table->name)
            || std::any_of(table->columns.cbegin(), table->columns.cend(), [&](const Column &c) {
                   return origin->columns.value(foldedName(c.name, nameCaseOf(target())), c.name) != c.name;
               });
        return !renamed && was && *was == *table ? DesignMark::None : DesignMark::Changed;
    }
    if (const View *view = target().view(name)) {
        const View *was = before().view(name);
        return !was ? DesignMark::New : *was == *view ? DesignMark::None : DesignMark::Changed;
    }
    if (const EnumType *type = target().enumType(name)) {
        const EnumOrigin *origin = state().enumOrigin(name);
        const EnumType *was = origin ? base()->enumType(origin->type) : nullptr;
        return !was ? DesignMark::New : *was == *type ? DesignMark::None : DesignMark::Changed;
    }
    return DesignMark::Dropped;
}

} // namespace core
