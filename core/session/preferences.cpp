// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/preferences.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int version = 1;

QJsonObject toJson(const QualifiedName &name)
{
    QJsonObject object{{u"name"_s, name.name}};
    if (!name.schema.isEmpty())
        object.insert(u"schema"_s, name.schema);
    return object;
}

QualifiedName nameFromJson(const QJsonValue &value)
{
    return {value[u"schema"_s].toString(), value[u"name"_s].toString()};
}

QStringList textsFromJson(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValueConstRef &item : value.toArray())
        texts.append(item.toString());
    return texts;
}

QString textOf(TimeNotation::Kind kind)
{
    switch (kind) {
    case TimeNotation::Kind::UnixSeconds:
        return u"seconds"_s;
    case TimeNotation::Kind::UnixMilliseconds:
        return u"milliseconds"_s;
    case TimeNotation::Kind::Text:
        break;
    }
    return u"text"_s;
}

QJsonArray toJson(const UpdateStamps &stamps)
{
    QList<QualifiedName> tables = stamps.keys();
    std::sort(tables.begin(), tables.end());
    QJsonArray array;
    for (const QualifiedName &table : std::as_const(tables)) {
        const UpdateStamp stamp = stamps.value(table);
        array.append(QJsonObject{{u"table"_s, toJson(table)},
                                 {u"column"_s, stamp.column},
                                 {u"as"_s, textOf(stamp.notation.kind)},
                                 {u"dateOnly"_s, stamp.notation.dateOnly},
                                 {u"separator"_s, QString(stamp.notation.separator)},
                                 {u"fraction"_s, stamp.notation.fraction},
                                 {u"zone"_s, stamp.notation.zone}});
    }
    return array;
}

UpdateStamp stampFromJson(const QJsonValue &value)
{
    UpdateStamp stamp;
    stamp.column = value[u"column"_s].toString();
    using Kind = TimeNotation::Kind;
    for (const Kind kind : {Kind::UnixSeconds, Kind::UnixMilliseconds, Kind::Text}) {
        if (value[u"as"_s].toString() == textOf(kind))
            stamp.notation.kind = kind;
    }
    stamp.notation.dateOnly = value[u"dateOnly"_s].toBool();
    stamp.notation.separator = value[u"separator"_s].toString() == u"T"_s ? u'T' : u' ';
    stamp.notation.fraction = value[u"fraction"_s].toBool();
    stamp.notation.zone = value[u"zone"_s].toString();
    return stamp;
}

QJsonObject toJson(const Preferences &preferences)
{
    QList<QualifiedName> tables = preferences.labels.keys();
    std::sort(tables.begin(), tables.end());
    QJsonArray labels;
    for (const QualifiedName &table : std::as_const(tables)) {
        labels.append(QJsonObject{{u"table"_s, toJson(table)},
                                  {u"columns"_s, QJsonArray::fromStringList(preferences.labels.value(table).columns)}});
    }
    QJsonArray drawn;
    for (const DrawnForeignKey &d : preferences.drawn) {
        drawn.append(QJsonObject{{u"table"_s, toJson(d.table)},
                                 {u"columns"_s, QJsonArray::fromStringList(d.key.columns)},
                                 {u"target"_s, toJson(d.key.target)},
                                 {u"targetColumns"_s, QJsonArray::fromStringList(d.key.targetColumns)}});
    }
    return {{u"version"_s, version}, {u"labels"_s, labels}, {u"relations"_s, drawn},
            {u"stamps"_s, toJson(preferences.stamps)}};
}

Preferences fromJson(const QJsonObject &object)
{
    Preferences preferences;
    for (const QJsonValueConstRef &item : object.value("labels"_L1).toArray())
        preferences.labels.insert(nameFromJson(item[u"table"_s]), {textsFromJson(item[u"columns"_s])});
    for (const QJsonValueConstRef &item : object.value("relations"_L1).toArray()) {
        DrawnForeignKey drawn;
        drawn.table = nameFromJson(item[u"table"_s]);
        drawn.key.columns = textsFromJson(item[u"columns"_s]);
        drawn.key.target = nameFromJson(item[u"target"_s]);
        drawn.key.targetColumns = textsFromJson(item[u"targetColumns"_s]);
        preferences.drawn.append(drawn);
    }
    for (const QJsonValueConstRef &item : object.value("stamps"_L1).toArray()) {
        if (const UpdateStamp stamp = stampFromJson(item); !stamp.column.isEmpty())
            preferences.stamps.insert(nameFromJson(item[u"table"_s]), stamp);
    }
    return preferences;
}

} // namespace

LabelRules labelsOf(const Schema &schema, const Dialect &dialect, const Preferences &preferences)
{
    LabelRules labels = guessLabels(schema, dialect);
    for (auto chosen = preferences.labels.cbegin(); chosen != preferences.labels.cend(); ++chosen) {
        const Table *table = schema.table(chosen.key());
        const auto isThere = [&](const QString &column) { return table && table->column(column); };
        // What a migration has taken away is guessed anew, until it comes back.
        if (!table || !std::all_of(chosen->columns.begin(), chosen->columns.end(), isThere))
            continue;
        if (chosen->isEmpty())
            labels.remove(table->name);
        else
            labels.insert(table->name, *chosen);
    }
    return labels;
}

PreferencesStore::PreferencesStore(const QString &stateFolder, const QString &database)
    : m_path(stateFolder + u"/preferences/"_s
             + QString::fromLatin1(QCryptographicHash::hash(database.toUtf8(), QCryptographicHash::Sha256).toHex().first(24))
             + u".json"_s)
    , m_database(database)
{
}

Result<Preferences> PreferencesStore::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return Preferences();
    const auto refused = [&](const QString &because) {
        return Error::io(u"What you decided about %1 could not be read: %2 (%3)."_s.arg(
            QFileInfo(m_database).fileName(), because, m_path));
    };
    if (!file.open(QFile::ReadOnly))
        return refused(file.errorString());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!document.isObject())
        return refused(problem.error == QJsonParseError::NoError ? u"it is no JSON object"_s : problem.errorString());
    if (document[u"version"_s].toInt() != version)
        return refused(u"it is of another version of Raincheck"_s);
    return fromJson(document.object());
}

Result<Done> PreferencesStore::write(const Preferences &preferences) const
{
    const auto failed = [&](const QString &because) {
        return Error::io(u"What you decided about %1 could not be kept: %2 (%3)."_s.arg(
            QFileInfo(m_database).fileName(), because, m_path));
    };
    const QString folder = QFileInfo(m_path).path();
    if (!QDir().mkpath(folder))
        return failed(u"its folder could not be made"_s);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QJsonObject object = toJson(preferences);
    object.insert(u"database"_s, m_database); // for whoever looks into the folder
    QSaveFile file(m_path);
    if (!file.open(QFile::WriteOnly))
        return failed(file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(object).toJson(QJsonDocument::Indented));
    return file.commit() ? Result<Done>(Done()) : failed(file.errorString());
}

} // namespace core
