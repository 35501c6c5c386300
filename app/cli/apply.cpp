// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/patience.h"
#include "app/cli/scripts.h"

#include "core/base/utf8.h"
#include "core/migrate/filescript.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

core::Result<QString> textOf(const QString &path)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return core::Error::io(u"Cannot read the script %1: %2."_s.arg(
            path, QFileInfo(path).isDir() ? u"it is a folder"_s : file.errorString()));
    const auto text = core::textFromUtf8(file.readAll());
    if (!text)
        return core::Error::io(core::notUtf8(u"The script "_s + path));
    return *text;
}

/// A backup and an entry in the history of nothing would only be in the way of others.
bool doesNothing(const core::Script &script)
{
    return std::none_of(script.statements.cbegin(), script.statements.cend(), [](const core::Statement &statement) {
        return std::holds_alternative<core::FromFile>(statement.source);
    });
}

} // namespace

ExitCode apply(const Invocation &invocation)
{
    if (invocation.has(u"to"_s))
        return applySchema(invocation);
    const auto options = scriptOptions(invocation);
    if (!options) {
        complain(options.error().message);
        return WrongUsage;
    }
    const auto text = textOf(invocation.place(1));
    if (!text)
        return failed(text.error());
    auto session = openSession(invocation.place(0), {});
    if (!session)
        return failed(session.error());
    const core::Dialect &dialect = (*session)->dialect();
    const QString name = QFileInfo(invocation.place(1)).fileName();
    const auto script = std::make_shared<const core::Script>(core::fileScript(*text, name, u"Run %1"_s.arg(name), dialect));
    if (doesNothing(*script))
        return failed(core::Error::invalid(u"The script %1 has no statement, so there is nothing to run."_s.arg(name)));
    const auto run = runScript(**session, script, *options);
    if (!run)
        return failed(run.error());
    const bool printed = invocation.json() ? print(scriptJson(*run)) : print(scriptText(*run));
    if (run->refusal)
        return failed(*run->refusal);
    return printed ? Succeeded : Failed;
}

} // namespace app
