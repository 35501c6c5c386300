// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/wrangler.h"

#include "core/drizzle/jsonc.h"
#include "core/drizzle/toml.h"
#include "core/drizzle/workspaces.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestWranglerConfig = 4 << 20; ///< bytes
constexpr auto objectsFolder = "miniflare-D1DatabaseObject"_L1; ///< named by the Durable Object's class
constexpr int configsAround = 4; ///< folders above that may hold the state

QStringList wranglerNames()
{
    return {u"wrangler.json"_s, u"wrangler.jsonc"_s, u"wrangler.toml"_s}; // in wrangler's order
}

void addBindings(const QJsonObject &of, const QString &environment, WranglerConfig &config)
{
    const QDir folder = QFileInfo(config.path).absoluteDir();
    const QJsonArray list = of.value("d1_databases"_L1).toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject o = value.toObject();
        D1Binding d1;
        d1.configPath = config.path;
        d1.environment = environment;
        d1.binding = o.value("binding"_L1).toString();
        d1.databaseName = o.value("database_name"_L1).toString();
        d1.databaseId = o.value("database_id"_L1).toString();
        d1.previewId = o.value("preview_database_id"_L1).toString();
        d1.migrationsPath =
            QDir::cleanPath(folder.absoluteFilePath(o.value("migrations_dir"_L1).toString(u"migrations"_s)));
        d1.migrationsTable = o.value("migrations_table"_L1).toString(d1.migrationsTable);
        d1.migrationsPattern = o.value("migrations_pattern"_L1).toString();
        if (!d1.identity().isEmpty())
            config.databases.append(d1);
    }
}

QByteArray halfHmac(const QByteArray &key, const QByteArray &message)
{
    return QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256).first(16);
}

/// The folders that "--persist-to" and wrangler's own default lead to, nearest first.
QStringList stateFolders(const QString &configPath)
{
    QDir folder = QFileInfo(configPath).absoluteDir();
    QStringList folders;
    for (int i = 0; i <= configsAround; ++i) {
        folders.append(folder.filePath(u".wrangler/state"_s));
        for (const QString &written : optionsOfScripts(folder.absolutePath(), u"wrangler"_s, u"persist-to"_s))
            folders.append(QDir::cleanPath(folder.absoluteFilePath(written)));
        if (!folder.cdUp())
            break;
    }
    return folders;
}

/// The config that a build has written (Vite's plugin, Nitro), where .wrangler/deploy/config.json beside leads to one.
QString redirectedConfig(const QDir &folder)
{
    const QDir deploy(folder.filePath(u".wrangler/deploy"_s));
    QFile file(deploy.filePath(u"config.json"_s));
    if (!file.open(QFile::ReadOnly) || file.size() > largestWranglerConfig)
        return {};
    const auto root = readJsonc(file.readAll());
    const QString written = root ? root->value("configPath"_L1).toString() : QString();
    const QString path = written.isEmpty() ? QString() : QDir::cleanPath(deploy.absoluteFilePath(written));
    return QFileInfo(path).isFile() ? path : QString();
}

Result<QJsonObject> rootOfWrangler(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(path, file.errorString()));
    if (file.size() > largestWranglerConfig)
        return Error::invalid(u"Cannot read %1: it is larger than any config."_s.arg(path));
    const QByteArray bytes = file.readAll();
    const auto root = path.endsWith(u".toml"_s) ? readToml(QString::fromUtf8(bytes)) : readJsonc(bytes);
    if (!root)
        return Error::invalid(u"Cannot read %1: %2."_s.arg(path, root.error().message));
    return root;
}

void addAllBindings(const QJsonObject &root, WranglerConfig &config)
{
    addBindings(root, {}, config);
    const QJsonObject environments = root.value("env"_L1).toObject();
    for (auto e = environments.constBegin(); e != environments.constEnd(); ++e)
        addBindings(e.value().toObject(), e.key(), config);
}

} // namespace

QString D1Binding::name() const
{
    return databaseName.isEmpty() ? binding : databaseName;
}

QString D1Binding::identity() const
{
    return !previewId.isEmpty() ? previewId : !databaseId.isEmpty() ? databaseId : binding;
}

bool isWranglerConfigName(const QString &fileName)
{
    return wranglerNames().contains(fileName);
}

QString wranglerConfigIn(const QString &folder)
{
    for (const QString &name : wranglerNames()) {
        const QString path = QDir(folder).filePath(name);
        if (QFileInfo(path).isFile())
            return path;
    }
    return redirectedConfig(QDir(folder));
}

QString wranglerConfigAbove(const QString &folder)
{
    QDir dir(folder);
    QString path = wranglerConfigIn(dir.absolutePath());
    while (path.isEmpty() && dir.cdUp())
        path = wranglerConfigIn(dir.absolutePath());
    return path;
}

Result<WranglerConfig> readWranglerConfig(const QString &path)
{
    const auto root = rootOfWrangler(path);
    RC_TRY(root);
    WranglerConfig config;
    config.path = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    config.worker = root->value("name"_L1).toString();
    addAllBindings(*root, config);
    // Bindings that are written in code are in what a build makes of it.
    const QString made = config.databases.isEmpty() ? redirectedConfig(QFileInfo(config.path).dir()) : QString();
    if (made.isEmpty() || made == config.path)
        return config;
    if (const auto other = rootOfWrangler(made)) {
        WranglerConfig own = config;
        own.path = made;
        addAllBindings(*other, own);
        config.databases = own.databases;
    }
    return config;
}

QString localD1Name(const QString &identity)
{
    const QByteArray key =
        QCryptographicHash::hash(QByteArray(objectsFolder.data(), objectsFolder.size()), QCryptographicHash::Sha256);
    const QByteArray name = halfHmac(key, identity.toUtf8());
    const QByteArray whole = name + halfHmac(key, name);
    return QString::fromLatin1(whole.toHex());
}

std::optional<QString> localD1File(const D1Binding &binding)
{
    const QString name = u"%1/%2.sqlite"_s.arg(objectsFolder, localD1Name(binding.identity()));
    for (const QString &state : stateFolders(binding.configPath)) {
        for (const QString &version : {u"/v3/d1/"_s, u"/d1/"_s}) {
            if (QFileInfo(state + version + name).isFile())
                return QDir::cleanPath(state + version + name);
        }
    }
    return std::nullopt;
}

bool isLocalD1Path(const QString &path)
{
    static const QRegularExpression named(u"/d1/%1/[0-9a-f]{64}\\.sqlite$"_s.arg(objectsFolder));
    return named.match(path).hasMatch();
}

std::optional<D1Binding> bindingOfLocalD1(const QString &path)
{
    const QString name = QFileInfo(path).completeBaseName();
    QDir folder = QFileInfo(path).absoluteDir();
    while (folder.cdUp()) {
        QStringList configs{wranglerConfigIn(folder.absolutePath())};
        for (const QString &member : workspaceFolders(folder.absolutePath()))
            configs.append(wranglerConfigIn(member));
        for (const QString &configPath : std::as_const(configs)) {
            const auto config =
                configPath.isEmpty() ? Result<WranglerConfig>(WranglerConfig()) : readWranglerConfig(configPath);
            for (const D1Binding &binding : config ? config->databases : QList<D1Binding>()) {
                if (localD1Name(binding.identity()) == name)
                    return binding;
            }
        }
    }
    return std::nullopt;
}

} // namespace core
