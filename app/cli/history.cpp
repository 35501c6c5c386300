// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/patience.h"

#include "core/session/session.h"

#include <QJsonArray>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject recordJson(const core::HistoryRecord &record)
{
    QJsonArray effects;
    for (const core::TableEffect &e : record.effects)
        effects += QJsonObject{{u"table"_s, e.table}, {u"inserted"_s, e.inserted}, {u"updated"_s, e.updated}, {u"deleted"_s, e.deleted}};
    return {{u"id"_s, record.id},
            {u"title"_s, record.title},
            {u"startedAt"_s, record.startedAt.toUTC().toString(Qt::ISODateWithMs)},
            {u"microseconds"_s, record.microseconds},
            {u"state"_s, record.state},
            {u"error"_s, record.error.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(record.error)},
            {u"sql"_s, record.sql},
            {u"effects"_s, effects},
            {u"wayBack"_s, record.hasWayBack},
            {u"backup"_s, record.backupPath.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(record.backupPath)}};
}

QString recordsText(const QList<core::HistoryRecord> &records)
{
    QList<QStringList> lines;
    for (const core::HistoryRecord &r : records) {
        qint64 touched = 0;
        for (const core::TableEffect &e : r.effects)
            touched += e.inserted + e.updated + e.deleted;
        lines += {r.startedAt.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s), r.state,
                  QString::number(double(r.microseconds) / 1000.0, 'f', 1), QString::number(touched), r.title};
    }
    return textTable({u"started (UTC)"_s, u"state"_s, u"ms"_s, u"rows"_s, u"what"_s}, lines, {false, false, true, true, false}, 80);
}

} // namespace

ExitCode history(const Invocation &invocation)
{
    bool ok = true;
    const int limit = invocation.has(u"limit"_s) ? invocation.value(u"limit"_s).toInt(&ok) : 0;
    if (!ok || limit < 0) {
        complain(u"--limit must be a whole number, not %1."_s.arg(invocation.value(u"limit"_s)));
        return WrongUsage;
    }
    core::Session::Options options;
    options.readOnly = true;
    auto session = openSession(invocation.place(0), options);
    if (!session)
        return failed(session.error());
    auto records = await((*session)->history());
    if (!records)
        return failed(records.error());
    if (limit > 0)
        *records = records->mid(0, limit);
    if (!invocation.json())
        return print(recordsText(*records)) ? Succeeded : Failed;
    QJsonArray list;
    for (const core::HistoryRecord &record : std::as_const(*records))
        list += recordJson(record);
    return print(QJsonObject{{u"database"_s, (*session)->location()}, {u"history"_s, list}}) ? Succeeded : Failed;
}

} // namespace app
