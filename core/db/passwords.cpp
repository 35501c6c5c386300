// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/passwords.h"

#include <QHash>
#include <QMutex>

namespace core {

namespace {

struct RememberedPasswords {
    QMutex mutex;
    QHash<QString, QString> byLocation;
};

RememberedPasswords &rememberedPasswords()
{
    static RememberedPasswords all;
    return all;
}

} // namespace

void rememberPassword(const QString &location, const QString &password)
{
    RememberedPasswords &all = rememberedPasswords();
    const QMutexLocker lock(&all.mutex);
    all.byLocation.insert(location, password);
}

void forgetPassword(const QString &location)
{
    RememberedPasswords &all = rememberedPasswords();
    const QMutexLocker lock(&all.mutex);
    all.byLocation.remove(location);
}

std::optional<QString> rememberedPassword(const QString &location)
{
    RememberedPasswords &all = rememberedPasswords();
    const QMutexLocker lock(&all.mutex);
    const auto found = all.byLocation.constFind(location);
    return found == all.byLocation.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace core
