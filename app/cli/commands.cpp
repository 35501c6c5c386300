// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

namespace app {

using namespace Qt::Literals::StringLiterals;

ExitCode run(const Invocation &invocation)
{
    using Verb = ExitCode (*)(const Invocation &);
    static const QMap<QString, Verb> verbs{{u"inspect"_s, inspect}};
    const Verb verb = verbs.value(invocation.command, nullptr);
    if (!verb) {
        complain(u"There is no command %1; see raincheck --help."_s.arg(invocation.command));
        return WrongUsage;
    }
    return verb(invocation);
}

} // namespace app
