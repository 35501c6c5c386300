// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/migraterest.h"

#include "core/drizzle/truthproposal.h"
#include "core/session/truthwatch.h"

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

std::optional<core::KnownTruth> truthOf(const core::Session &session)
{
    const auto input = core::truthInput(session);
    return input ? std::optional(core::knownTruth(*input, session.dialect())) : std::nullopt;
}

Result<core::Done> takeNumbers(const Invocation &invocation, const QString &option, bool ran, QMap<int, bool> &into)
{
    for (const QString &number : invocation.values(option).join(u',').split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const int statement = number.trimmed().toInt(&isNumber);
        if (!isNumber || statement < 1)
            return Error::invalid(u"--%1 takes numbers of statements, such as 2,3, not %2."_s.arg(option, number));
        if (into.value(statement - 1, ran) != ran)
            return Error::invalid(u"Statement %1 is said to have run and not to have run."_s.arg(statement));
        into.insert(statement - 1, ran);
    }
    return core::Done{};
}

} // namespace

Result<QMap<int, bool>> saidToHaveRun(const Invocation &invocation)
{
    QMap<int, bool> ran;
    for (const QString &option : {u"ran"_s, u"not-run"_s}) {
        if (invocation.has(option) && !invocation.has(u"rest"_s))
            return Error::invalid(u"--%1 is for --rest."_s.arg(option));
        RC_TRY(takeNumbers(invocation, option, option == u"ran"_s, ran));
    }
    return ran;
}

Result<std::shared_ptr<const core::Script>> restScript(const core::Session &session, const QMap<int, bool> &ran)
{
    const auto truth = truthOf(session);
    const QList<core::TruthRow> rows = truth ? truth->board.rows : QList<core::TruthRow>();
    const auto next = std::find_if(rows.cbegin(), rows.cend(), [](const core::TruthRow &row) {
        return row.state.kind == core::MigrationState::Kind::Pending;
    });
    if (next == rows.cend())
        return Error::invalid(u"Nothing is pending, so there is no rest to be applied."_s);
    if (next->effects.reach != core::FileEffects::Reach::Part)
        return Error::invalid(u"%1 is next, and it is not there in part: %2"_s.arg(next->state.tag, next->sentence));
    auto proposal = core::propose({core::TruthAction::ApplyRest, static_cast<int>(next - rows.cbegin()), {}, ran},
                                  truth->input, truth->board, session.dialect());
    if (!proposal) {
        Error error = proposal.error();
        error.message.prepend(next->state.tag + u": "_s);
        if (!core::undecided(next->effects, ran).isEmpty())
            error.message += u" (--ran N for those that ran, --not-run N for those that did not)"_s;
        return error;
    }
    return proposal->script;
}

QString hintOfRest(const core::Session &session, int migration)
{
    const auto truth = truthOf(session);
    for (const core::TruthRow &row : truth ? truth->board.rows : QList<core::TruthRow>()) {
        if (row.state.migration != migration)
            continue;
        if (row.effects.reach == core::FileEffects::Reach::Part)
            return u"The database has a part of it already: “raincheck status” says which, “raincheck migrate --rest” "
                   "applies the rest."_s;
        if (row.effects.reach == core::FileEffects::Reach::All)
            return u"The database has what it makes already, though the journal has no row: mark it as applied on the "
                   "truth board."_s;
    }
    return {};
}

} // namespace app
