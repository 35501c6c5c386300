// SPDX-License-Identifier: GPL-3.0-or-later
// Where the configs of a folder are.
#include "core/drizzle/project.h"
#include "core/drizzle/workspaces.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int deepestProject = 4; ///< folders below the one that is searched
constexpr int mostFoldersSearched = 3000;

class ConfigSearch {
public:
    /// The one that drizzle-kit takes by itself, others with such a name, and those that scripts name.
    void addOwn(const QString &folder)
    {
        const QDir dir(folder);
        bool isTaken = false;
        for (const QString &name : {u"drizzle.config.ts"_s, u"drizzle.config.js"_s, u"drizzle.config.json"_s}) {
            if (!isTaken && QFileInfo(dir.filePath(name)).isFile()) {
                isTaken = true;
                add({dir.filePath(name), {}});
            }
        }
        const QStringList names = dir.entryList(QDir::Files, QDir::Name);
        static const QRegularExpression implicit(u"^drizzle\\.config\\.(ts|js|json)$"_s);
        for (const QString &name : names) {
            if (isDrizzleConfigName(name) && !implicit.match(name).hasMatch())
                add({dir.filePath(name), {}});
        }
        for (const QString &file : configsOfScripts(folder))
            add({file, folder});
    }

    void addWorkspaces(const QString &folder)
    {
        for (const QString &member : workspaceFolders(folder))
            addOwn(member);
    }

    /// Level by level, so that what is near comes first; a folder that holds a config is not searched further.
    void addBelow(const QString &folder)
    {
        QStringList level{folder};
        int left = mostFoldersSearched;
        for (int depth = 0; depth < deepestProject && !level.isEmpty(); ++depth) {
            QStringList next;
            for (const QString &above : std::as_const(level)) {
                for (const QString &below : searchedFolders(above)) {
                    if (left-- <= 0)
                        return;
                    const qsizetype before = found.size();
                    addOwn(below);
                    if (found.size() == before)
                        next.append(below);
                }
            }
            level = next;
        }
    }

    QList<DrizzleConfigFile> found;

private:
    void add(const DrizzleConfigFile &file)
    {
        const QString canonical = QFileInfo(file.path).canonicalFilePath();
        const bool known = std::any_of(found.cbegin(), found.cend(), [&canonical](const DrizzleConfigFile &f) {
            return QFileInfo(f.path).canonicalFilePath() == canonical;
        });
        if (!known)
            found.append({QDir::cleanPath(file.path), file.root});
    }
};

} // namespace

bool isDrizzleConfigName(const QString &fileName)
{
    static const QRegularExpression named(
        u"^drizzle(?:[.-][\\w-]+)*?[.-]config(?:[.-][\\w-]+)*\\.(?:json|[cm]?[tj]s)$"_s);
    return named.match(fileName).hasMatch() && !fileName.endsWith(u".d.ts"_s);
}

QList<DrizzleConfigFile> drizzleConfigsIn(const QString &folder)
{
    ConfigSearch search;
    search.addOwn(folder);
    search.addWorkspaces(folder);
    return search.found;
}

QList<DrizzleConfigFile> findDrizzleConfigs(const QString &folder)
{
    ConfigSearch search;
    search.addOwn(folder);
    search.addWorkspaces(folder);
    if (search.found.isEmpty())
        search.addBelow(folder);
    for (QDir above(folder); search.found.isEmpty() && above.cdUp();)
        search.addOwn(above.absolutePath());
    return search.found;
}

} // namespace core
