// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "core/drizzle/configbridge.h"

namespace app {

using namespace Qt::Literals::StringLiterals;

ExitCode run(const Invocation &invocation)
{
    using Verb = ExitCode (*)(const Invocation &);
    static const QMap<QString, Verb> verbs{{u"inspect"_s, inspect}, {u"rows"_s, rows},       {u"apply"_s, apply},
                                           {u"status"_s, status},   {u"migrate"_s, migrate}, {u"history"_s, history},
                                           {u"diff"_s, diff},       {u"undo"_s, undo},       {u"generate"_s, generate},
                                           {u"push"_s, push},       {u"pull"_s, pull},       {u"check"_s, check},
                                           {u"reset"_s, reset}};
    const Verb verb = verbs.value(invocation.command, nullptr);
    if (!verb) {
        complain(u"There is no command %1; see raincheck --help."_s.arg(invocation.command));
        return WrongUsage;
    }
    const core::RememberedConfigs once;
    return verb(invocation);
}

} // namespace app
