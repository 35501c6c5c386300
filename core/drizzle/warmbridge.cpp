// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/warmbridge.h"

#include "core/drizzle/bridgechild.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool makesValues(const DrizzleSchema &schema)
{
    return std::any_of(schema.columns.cbegin(), schema.columns.cend(), [](const DrizzleColumns &columns) {
        return std::any_of(columns.cbegin(), columns.cend(),
                           [](const DrizzleColumn &c) { return c.hasDefaultFn || c.hasOnUpdateFn; });
    });
}

/// "src/schema.ts, line 12: Error: no."
QString whyNotMade(const QJsonObject &error, const QString &folder)
{
    return drizzleSchemaFromJson({{u"bridge"_s, 1}, {u"error"_s, error}}, folder).error().message;
}

MadeValue madeValue(const QJsonObject &o, const QString &folder)
{
    if (const QJsonValue error = o.value("error"_L1); error.isObject())
        return {Value(), whyNotMade(error.toObject(), folder)};
    if (const QJsonValue whole = o.value("int"_L1); whole.isString()) {
        bool fits = false;
        const qint64 number = whole.toString().toLongLong(&fits);
        return fits ? MadeValue{Value::integer(number), {}}
                    : MadeValue{Value(), u"It makes %1, which is more than 64 bits hold."_s.arg(whole.toString())};
    }
    if (const QJsonValue real = o.value("real"_L1); real.isDouble())
        return {Value::real(real.toDouble()), {}};
    if (const QJsonValue text = o.value("text"_L1); text.isString())
        return {Value::text(text.toString()), {}};
    if (const QJsonValue blob = o.value("blob"_L1); blob.isString())
        return {Value::blob(QByteArray::fromHex(blob.toString().toLatin1())), {}};
    return {};
}

QList<MadeRow> madeRows(const QJsonArray &rows, const QString &folder)
{
    QList<MadeRow> out;
    for (const QJsonValue &row : rows) {
        const QJsonObject cells = row.toObject();
        MadeRow made;
        for (auto it = cells.constBegin(); it != cells.constEnd(); ++it)
            made.insert(it.key(), madeValue(it.value().toObject(), folder));
        out.append(made);
    }
    return out;
}

} // namespace

WarmBridge::WarmBridge() = default;
WarmBridge::~WarmBridge() = default;

WarmBridge::Child WarmBridge::takeStandby(const BridgeRequest &request)
{
    const std::lock_guard lock(m_mutex);
    Child child = std::move(m_standby);
    return child && child->request() == request ? std::move(child) : nullptr;
}

/// It gets ready while nobody waits.
void WarmBridge::standBy(const BridgeRequest &request)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_standby)
            return;
    }
    auto child = BridgeChild::start(request, BridgeLimits());
    if (!child)
        return; // said when it is asked
    const std::lock_guard lock(m_mutex);
    m_standby = std::move(*child);
}

BridgeAnswer WarmBridge::evaluate(Child &child, const BridgeRequest &request, const std::function<bool()> &isCancelled,
                                  const BridgeLimits &limits)
{
    child = takeStandby(request);
    if (child) {
        BridgeAnswer answer = child->schema(limits, isCancelled, false);
        // It may have ended while it stood by, for reasons of its own.
        const bool isAnswer =
            answer.schema || (answer.schema.error().code != "stale"_L1 && answer.schema.error().code != "ended"_L1);
        if (isAnswer)
            return answer;
    }
    auto started = BridgeChild::start(request, limits);
    if (!started)
        return {started.error(), {request.named()}};
    child = std::move(*started);
    return child->schema(limits, isCancelled);
}

BridgeAnswer WarmBridge::schema(const BridgeRequest &request, const std::function<bool()> &isCancelled,
                                const BridgeLimits &limits)
{
    Child child;
    BridgeAnswer answer = evaluate(child, request, isCancelled, limits);
    const bool isCancelledNow = !answer.schema && answer.schema.error().isCancelled();
    {
        const std::lock_guard lock(m_mutex);
        ++m_generation;
        if (!isCancelledNow)
            m_evaluated = answer.schema && makesValues(*answer.schema) ? std::move(child) : nullptr;
    }
    const bool isWorthIt = !isCancelledNow && (child || answer.schema);
    if (isWorthIt)
        standBy(request);
    return answer;
}

Result<QList<MadeRow>> WarmBridge::values(const BridgeRequest &request, const QualifiedName &table,
                                          const QStringList &columns, int rows,
                                          const std::function<bool()> &isCancelled, const BridgeLimits &limits)
{
    Child child;
    int generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        child = std::move(m_evaluated);
        generation = m_generation;
    }
    if (!child || child->request() != request) {
        const BridgeAnswer answer = evaluate(child, request, isCancelled, limits);
        standBy(request);
        RC_TRY(answer.schema);
    }
    const QJsonObject question{{u"do"_s, u"values"_s},
                               {u"table"_s, table.display()},
                               {u"columns"_s, QJsonArray::fromStringList(columns)},
                               {u"rows"_s, rows}};
    const auto document = child->ask(question, limits, isCancelled);
    if (!document) {
        Error error = document.error();
        if (error.code == "timeout"_L1)
            error.message = u"The default functions of %1 took longer than %2 seconds, and were stopped."_s.arg(
                table.display(), QString::number(limits.milliseconds / 1000.0));
        return error;
    }
    const std::lock_guard lock(m_mutex);
    if (!m_evaluated && generation == m_generation)
        m_evaluated = std::move(child);
    return madeRows(document->value("values"_L1).toArray(), request.folders.value(0));
}

void WarmBridge::forget()
{
    const std::lock_guard lock(m_mutex);
    m_standby.reset();
    m_evaluated.reset();
    ++m_generation;
}

} // namespace core
