// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/scripts.h"

#include "core/base/utf8.h"
#include "core/migrate/filescript.h"

#include <QFile>
#include <QFileInfo>

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

} // namespace

ExitCode applyFile(const Invocation &invocation)
{
    const auto text = textOf(invocation.place(1));
    if (!text)
        return failed(text.error());
    auto session = core::Session::open(invocation.place(0), {});
    if (!session)
        return failed(session.error());
    const core::Dialect &dialect = (*session)->dialect();
    const QString name = QFileInfo(invocation.place(1)).fileName();
    const auto script = std::make_shared<const core::Script>(core::fileScript(*text, name, u"Run %1"_s.arg(name), dialect));
    const auto run = runScript(**session, script, scriptOptions(invocation));
    if (!run)
        return failed(run.error());
    const bool printed = invocation.json() ? print(scriptJson(*run)) : print(scriptText(*run));
    if (run->refusal)
        return failed(*run->refusal);
    return printed ? Succeeded : Failed;
}

} // namespace app
