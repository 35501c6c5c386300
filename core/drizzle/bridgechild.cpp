// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/bridgechild.h"

#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/nodeprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

/// Outside of any namespace, as the macro asks for it: a static library's resources are not found otherwise.
static void initBridgeResource()
{
    Q_INIT_RESOURCE(bridge);
}

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error bridgeProblem(const QString &code, const QString &message)
{
    Error error = Error::invalid(message);
    error.code = code;
    return error;
}

/// The scripts, into a folder that only this user can read, and that goes with it.
Result<Done> unpack(const QTemporaryDir &folder)
{
    initBridgeResource();
    const QDir scripts(u":/raincheck/bridge"_s);
    for (const QString &name : scripts.entryList(QDir::Files)) {
        QFile script(scripts.filePath(name));
        QFile copy(folder.filePath(name));
        if (!script.open(QFile::ReadOnly) || !copy.open(QFile::WriteOnly) || copy.write(script.readAll()) < 0)
            return Error::io(u"Cannot write %1: %2."_s.arg(copy.fileName(), copy.errorString()));
    }
    return Done{};
}

/// Where our own esbuild lies beside the program, for projects without one; empty when it was not installed with it.
QString ourEsbuild()
{
    const QDir beside(QCoreApplication::applicationDirPath() + u"/../share/raincheck/bridge"_s);
    return beside.exists(u"node_modules/esbuild"_s) ? beside.canonicalPath() : QString();
}

Error ended(const NodeChild::Answer &run, const QString &config, const BridgeLimits &limits)
{
    if (run.errors.contains("heap out of memory") || run.errors.contains("Allocation failed")) {
        return bridgeProblem(
            u"memory"_s,
            u"The schema of %1 needs more than %2 MB to be evaluated, and was stopped."_s.arg(config).arg(
                limits.megabytes));
    }
    const QString how = run.crashed ? u"it crashed"_s : u"exit code %1"_s.arg(run.exitCode);
    Error error = bridgeProblem(
        u"ended"_s, u"Node.js ended without an answer while it read the schema of %1 (%2)."_s.arg(config, how));
    error.detail = QString::fromUtf8(run.errors).trimmed();
    return error;
}

Error withoutDocument(const NodeChild::Answer &run, const QString &config, const BridgeLimits &limits)
{
    switch (run.end) {
    case NodeChild::Answer::End::Cancelled:
        return Error::cancelled();
    case NodeChild::Answer::End::TimedOut:
        return bridgeProblem(
            u"timeout"_s,
            u"Evaluating the schema of %1 took longer than %2 seconds, and was stopped."_s.arg(config).arg(
                limits.milliseconds / 1000.0));
    case NodeChild::Answer::End::TooMuch:
        return bridgeProblem(u"output"_s,
                             u"Evaluating the schema of %1 printed more than %2 MB, and was stopped."_s.arg(config).arg(
                                 limits.outputBytes / (1024 * 1024)));
    case NodeChild::Answer::End::Exited:
    case NodeChild::Answer::End::Answered:
        break;
    }
    return ended(run, config, limits);
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QByteArray lineOf(const QJsonObject &question)
{
    return QJsonDocument(question).toJson(QJsonDocument::Compact);
}

} // namespace

Result<std::unique_ptr<BridgeChild>> BridgeChild::start(const BridgeRequest &request, const BridgeLimits &limits)
{
    const auto node = findNode();
    RC_TRY(node);
    auto child = std::unique_ptr<BridgeChild>(new BridgeChild);
    child->m_request = request;
    if (!child->m_scripts.isValid())
        return Error::io(u"Cannot make a temporary folder: %1."_s.arg(child->m_scripts.errorString()));
    RC_TRY(unpack(child->m_scripts));
    auto process =
        NodeChild::start(*node,
                         {u"--enable-source-maps"_s, u"--no-warnings"_s,
                          u"--max-old-space-size=%1"_s.arg(limits.megabytes), child->m_scripts.filePath(u"main.mjs"_s)},
                         request.folders.value(0));
    RC_TRY(process);
    child->m_node = std::move(*process);
    const QJsonObject project{{u"do"_s, u"prepare"_s},
                              {u"config"_s, orNull(request.configPath)},
                              {u"file"_s, orNull(request.schemaFile)},
                              {u"folders"_s, QJsonArray::fromStringList(request.folders)},
                              {u"esbuild"_s, orNull(ourEsbuild())}};
    (void)child->m_node->send(lineOf(project)); // who does not listen does not answer, either
    return child;
}

Result<QByteArray> BridgeChild::document(QJsonObject question, const BridgeLimits &limits,
                                         const std::function<bool()> &isCancelled)
{
    const QByteArray mark = QUuid::createUuid().toByteArray(QUuid::Id128);
    question.insert(u"mark"_s, QString::fromLatin1(mark));
    (void)m_node->send(lineOf(question));
    const auto answer = m_node->waitFor(mark, {limits.milliseconds, limits.outputBytes}, isCancelled);
    if (answer.end == NodeChild::Answer::End::Answered)
        return answer.document;
    return withoutDocument(answer, QFileInfo(m_request.named()).fileName(), limits);
}

BridgeAnswer BridgeChild::schema(const BridgeLimits &limits, const std::function<bool()> &isCancelled, bool fresh)
{
    BridgeAnswer answer{Error::cancelled(), {m_request.named()}};
    const auto read = document({{u"do"_s, u"schema"_s}, {u"fresh"_s, fresh}}, limits, isCancelled);
    if (!read) {
        answer.schema = read.error();
        return answer;
    }
    const QJsonObject json = QJsonDocument::fromJson(*read).object();
    if (json.value("stale"_L1).toBool()) {
        answer.schema = bridgeProblem(u"stale"_s, u"The project's config has changed."_s);
        return answer;
    }
    answer.schema = drizzleSchemaFromJson(json, m_request.folders.value(0));
    if (const QStringList inputs = stringsOf(json.value("inputs"_L1)); !inputs.isEmpty())
        answer.inputs = inputs;
    return answer;
}

Result<QJsonObject> BridgeChild::ask(QJsonObject question, const BridgeLimits &limits,
                                     const std::function<bool()> &isCancelled)
{
    const auto read = document(std::move(question), limits, isCancelled);
    RC_TRY(read);
    return QJsonDocument::fromJson(*read).object();
}

} // namespace core
