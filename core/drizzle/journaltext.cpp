// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/journaltext.h"

#include "core/drizzle/orderedjson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

OrderedJson entryJson(const QJsonObject &entry)
{
    OrderedJson json = OrderedJson::object();
    const QStringList usual{u"idx"_s, u"version"_s, u"when"_s, u"tag"_s, u"breakpoints"_s};
    for (const QString &key : usual) {
        if (entry.contains(key))
            json.put(key, entry.value(key));
    }
    for (auto it = entry.begin(); it != entry.end(); ++it) {
        if (!usual.contains(it.key()) && !it.value().isObject() && !it.value().isArray())
            json.put(it.key(), QJsonValue(it.value()));
    }
    return json;
}

} // namespace

QByteArray journalWith(const FolderState &state, const JournalEntry &entry)
{
    QList<OrderedJson> entries;
    for (const QJsonValue &v : state.journal.value("entries"_L1).toArray())
        entries.append(entryJson(v.toObject()));
    entries.append(OrderedJson::object({{u"idx"_s, QJsonValue(state.lastIndex + 1)},
                                        {u"version"_s, entry.version},
                                        {u"when"_s, QJsonValue(entry.when)},
                                        {u"tag"_s, entry.tag},
                                        {u"breakpoints"_s, QJsonValue(entry.breakpoints)}}));
    return OrderedJson::object({{u"version"_s, state.journal.value("version"_L1).toString(u"7"_s)},
                                {u"dialect"_s, entry.dialect},
                                {u"entries"_s, OrderedJson::array(entries)}})
        .text();
}

QByteArray migrationsModule(const QByteArray &journal, const QString &driver)
{
    QString text = driver == "expo"_L1 ? u"// This file is required for Expo/React Native SQLite migrations - "
                                         "https://orm.drizzle.team/quick-sqlite/expo\n\n"_s
                                       : QString();
    text += u"import journal from './meta/_journal.json';\n"_s;
    QStringList names;
    for (const QJsonValue &v : QJsonDocument::fromJson(journal).object().value("entries"_L1).toArray()) {
        const QJsonObject entry = v.toObject();
        names.append(u"m%1"_s.arg(entry.value("idx"_L1).toInteger(), 4, 10, QLatin1Char('0')));
        text += u"import %1 from './%2.sql';\n"_s.arg(names.last(), entry.value("tag"_L1).toString());
    }
    text +=
        u"\n  export default {\n    journal,\n    migrations: {\n      %1\n    }\n  }\n  "_s.arg(names.join(u",\n"_s));
    return text.toUtf8();
}

} // namespace core
