// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/window.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace {

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    return arguments;
}

} // namespace

int main(int argc, char **argv)
{
    // Taken apart before any application object: which kind is needed depends on it.
    const auto invocation = app::parseArguments(argumentsOf(argc, argv));
    if (!invocation) {
        app::complain(invocation.error().message);
        return app::WrongUsage;
    }
    if (invocation->has(u"help"_s))
        return app::print(app::helpText(invocation->command)) ? app::Succeeded : app::Failed;
    if (invocation->has(u"version"_s))
        return app::print(u"raincheck %1\n"_s.arg(QStringLiteral(RAINCHECK_VERSION))) ? app::Succeeded : app::Failed;
    if (invocation->command.isEmpty())
        return app::openWindow(argc, argv, *invocation);
    if (invocation->command == u"tour"_s)
        return app::drawTour(argc, argv, *invocation);
    app::nameApplication();
    const QCoreApplication application(argc, argv);
    return app::run(*invocation);
}
