// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/nodeprocess.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What a program started from a desktop has no PATH to: nvm, fnm, volta, asdf, mise.
QString nodeOfVersionManagers()
{
    const QDir home = QDir::home();
    for (const QString &path : {u".volta/bin/node"_s, u".local/share/fnm/aliases/default/bin/node"_s,
                                u".asdf/shims/node"_s, u".local/share/mise/shims/node"_s, u".local/bin/node"_s}) {
        if (QFileInfo(home.filePath(path)).isExecutable())
            return home.filePath(path);
    }
    const QDir nvm(home.filePath(u".nvm/versions/node"_s));
    QString newest;
    int best = 0;
    for (const QString &version : nvm.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = nvm.filePath(version + u"/bin/node"_s);
        const int major = version.mid(1).section(u'.', 0, 0).toInt();
        if (major > best && QFileInfo(path).isExecutable()) {
            best = major;
            newest = path;
        }
    }
    return newest;
}

} // namespace

Result<QString> findNode()
{
    Error error =
        Error::io(u"Reading schema.ts needs Node.js 18 or newer, which was not found: install it, or name it in "
                  "RAINCHECK_NODE."_s);
    error.code = u"no-node"_s;
    if (const QString named = qEnvironmentVariable("RAINCHECK_NODE"); !named.isEmpty())
        return QFileInfo(named).isExecutable() ? Result<QString>(named) : error;
    if (const QString onPath = QStandardPaths::findExecutable(u"node"_s); !onPath.isEmpty())
        return onPath;
    const QString managed = nodeOfVersionManagers();
    return managed.isEmpty() ? Result<QString>(error) : managed;
}

QProcessEnvironment nodeEnvironment()
{
    const QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment clean;
    for (const QString &name : all.keys()) {
        static const QStringList kept{u"PATH"_s, u"HOME"_s, u"USER"_s, u"LOGNAME"_s, u"LANG"_s, u"TZ"_s, u"TMPDIR"_s};
        if (kept.contains(name) || name.startsWith(u"LC_"_s))
            clean.insert(name, all.value(name));
    }
    clean.insert(u"NO_COLOR"_s, u"1"_s);
    return clean;
}

} // namespace core
