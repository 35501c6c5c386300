// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace {

void name(QCoreApplication &application)
{
    application.setApplicationName(u"raincheck"_s);
    application.setApplicationVersion(QStringLiteral(RAINCHECK_VERSION));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    name(application);
    const auto invocation = app::parseArguments(application.arguments().mid(1));
    if (!invocation) {
        app::complain(invocation.error().message);
        return app::WrongUsage;
    }
    if (invocation->has(u"help"_s))
        return app::print(app::helpText(invocation->command)) ? app::Succeeded : app::Failed;
    if (invocation->has(u"version"_s))
        return app::print(u"raincheck %1\n"_s.arg(application.applicationVersion())) ? app::Succeeded : app::Failed;
    return app::run(*invocation);
}
