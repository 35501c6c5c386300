// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/seed.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <signal.h>
#include <unistd.h>

#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The nearest folder at or above with a package.json; empty: none.
QString packageFolder(const QString &from)
{
    QDir dir(from);
    for (int up = 0; up < 32 && !from.isEmpty(); ++up) {
        if (QFileInfo::exists(dir.filePath(u"package.json"_s)))
            return dir.absolutePath();
        if (!dir.cdUp())
            break;
    }
    return {};
}

QString packageManager(const QDir &folder)
{
    // In a workspace the lock file lies further up.
    QDir dir = folder;
    for (int up = 0; up < 8; ++up) {
        for (const auto &[file, manager] :
             {std::pair(u"pnpm-lock.yaml"_s, u"pnpm"_s), std::pair(u"yarn.lock"_s, u"yarn"_s),
              std::pair(u"bun.lockb"_s, u"bun"_s), std::pair(u"bun.lock"_s, u"bun"_s),
              std::pair(u"package-lock.json"_s, u"npm"_s)}) {
            if (QFileInfo::exists(dir.filePath(file)))
                return manager;
        }
        if (!dir.cdUp())
            break;
    }
    return u"npm"_s;
}

void addCommands(const QDir &folder, QList<Seed> &seeds)
{
    QFile file(folder.filePath(u"package.json"_s));
    if (!file.open(QFile::ReadOnly))
        return;
    const QJsonObject scripts = QJsonDocument::fromJson(file.readAll()).object().value("scripts"_L1).toObject();
    QStringList names{u"db:seed"_s, u"seed"_s};
    for (const QString &name : scripts.keys()) {
        if (name.contains("seed"_L1) && !names.contains(name))
            names.append(name);
    }
    for (const QString &name : std::as_const(names)) {
        const QString says = scripts.value(name).toString();
        if (says.isEmpty())
            continue;
        Seed seed;
        seed.name = name;
        seed.program = packageManager(folder);
        seed.arguments = QStringList{u"run"_s, name};
        seed.folder = folder.absolutePath();
        seed.says = says;
        seeds.append(seed);
    }
}

void addFiles(const QDir &folder, QList<Seed> &seeds)
{
    for (const QString &name : {u"seed.sql"_s, u"db/seed.sql"_s, u"drizzle/seed.sql"_s, u"src/db/seed.sql"_s}) {
        Seed seed;
        seed.kind = Seed::Kind::SqlFile;
        seed.name = name;
        seed.path = folder.absoluteFilePath(name);
        if (QFileInfo(seed.path).isFile())
            seeds.append(seed);
    }
}

} // namespace

QString Seed::commandLine() const
{
    return (QStringList{program} + arguments).join(u' ');
}

QList<Seed> findSeeds(const QString &file, const QString &migrationsFolder)
{
    QList<Seed> seeds;
    QStringList seen;
    const QString beside = file.isEmpty() ? QString() : QFileInfo(file).absolutePath();
    for (const QString &from : {migrationsFolder, beside}) {
        const QString package = packageFolder(from);
        for (const QString &folder : {package, from.isEmpty() || !package.isEmpty() ? QString() : from}) {
            if (folder.isEmpty() || seen.contains(folder))
                continue;
            seen.append(folder);
            addCommands(QDir(folder), seeds);
            addFiles(QDir(folder), seeds);
        }
    }
    return seeds;
}

SeedRun::SeedRun(const Seed &seed, const QString &databaseUrl, QObject *parent)
    : QObject(parent)
    , m_seed(seed)
    , m_process(std::make_unique<QProcess>())
{
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setWorkingDirectory(seed.folder);
    m_process->setChildProcessModifier([] { ::setpgid(0, 0); }); // a group of its own: it is killed as a whole
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    if (!databaseUrl.isEmpty())
        environment.insert(u"DATABASE_URL"_s, databaseUrl);
    m_process->setProcessEnvironment(environment);
    m_process->setStandardInputFile(QProcess::nullDevice()); // nobody answers it
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &SeedRun::take);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(Error::io(u"%1 could not be started: %2."_s.arg(m_seed.commandLine(), m_process->errorString())));
    });
    connect(m_process.get(), &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        take();
        if (m_stopped)
            end(Error::cancelled());
        else if (status == QProcess::CrashExit)
            end(Error::io(u"%1 ended by a signal."_s.arg(m_seed.commandLine())));
        else if (code != 0)
            end(Error::io(
                u"%1 ended with code %2; what it wrote until then is in the database."_s.arg(m_seed.commandLine())
                    .arg(code)));
        else
            end(Done{});
    });
}

SeedRun::~SeedRun()
{
    m_over = true;
    disconnect(m_process.get(), nullptr, this, nullptr);
    if (!isRunning())
        return;
    killGroup();
    // A process may take its time to go, and this is the window's thread: it is buried when it has.
    QProcess *going = m_process.release();
    connect(going, &QProcess::finished, going, &QObject::deleteLater);
    if (QObject *application = QCoreApplication::instance(); application && application->thread() == going->thread())
        going->setParent(application); // where nobody waits for that any more, it goes with the program
}

void SeedRun::start()
{
    if (!isRunning() && !m_over)
        m_process->start(m_seed.program, m_seed.arguments);
}

void SeedRun::stop()
{
    if (!isRunning())
        return;
    m_stopped = true;
    killGroup();
}

void SeedRun::killGroup()
{
    if (const qint64 group = m_process->processId(); group > 0)
        ::kill(static_cast<pid_t>(-group), SIGKILL);
    m_process->kill();
}

void SeedRun::take()
{
    const QByteArray bytes = m_process->readAllStandardOutput();
    if (!bytes.isEmpty())
        Q_EMIT output(QString::fromUtf8(bytes));
}

void SeedRun::end(const Result<Done> &how)
{
    if (!std::exchange(m_over, true))
        Q_EMIT ended(how);
}

} // namespace core
