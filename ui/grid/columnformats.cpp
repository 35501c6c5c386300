// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/columnformats.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using FormatKind = core::ColumnFormat::Kind;

struct Named {
    FormatKind kind;
    QString id; ///< as it is kept
    QString text;
};

const QList<Named> &namedFormats()
{
    static const QList<Named> all{
        {FormatKind::Plain, u"raw"_s, u"Raw, as it is stored"_s},
        {FormatKind::Boolean, u"boolean"_s, u"Boolean"_s},
        {FormatKind::UnixSeconds, u"unix-seconds"_s, u"Unix time in seconds"_s},
        {FormatKind::UnixMilliseconds, u"unix-milliseconds"_s, u"Unix time in milliseconds"_s},
        {FormatKind::IsoDate, u"iso-date"_s, u"ISO date"_s},
        {FormatKind::Json, u"json"_s, u"JSON"_s},
        {FormatKind::Uuid, u"uuid"_s, u"UUID"_s},
        {FormatKind::Hex, u"hex"_s, u"Hexadecimal"_s},
        {FormatKind::Enumeration, u"enumeration"_s, u"One of the allowed values"_s},
    };
    return all;
}

} // namespace

QList<FormatChoice> formatChoices(const core::Table &table, const core::Column &column, const core::Dialect &dialect)
{
    QList<FormatChoice> choices;
    for (const Named &one : namedFormats()) {
        core::ColumnFormat format{one.kind, {}};
        if (one.kind == FormatKind::Enumeration)
            format.values = core::enumerationOf(table, column, dialect);
        if (one.kind != FormatKind::Enumeration || !format.values.isEmpty())
            choices.append({format, one.text});
    }
    return choices;
}

QJsonObject toJson(const ColumnFormats &formats)
{
    QJsonObject json;
    for (auto it = formats.cbegin(); it != formats.cend(); ++it) {
        for (const Named &one : namedFormats()) {
            if (one.kind == it->kind)
                json.insert(it.key(), one.id);
        }
    }
    return json;
}

ColumnFormats formatsFromJson(const QJsonObject &json, const core::Table &table, const core::Dialect &dialect)
{
    ColumnFormats formats;
    for (const core::Column &column : table.columns) {
        const QString id = json.value(column.name).toString();
        for (const FormatChoice &choice : formatChoices(table, column, dialect)) {
            for (const Named &one : namedFormats()) {
                if (one.id == id && one.kind == choice.format.kind)
                    formats.insert(column.name, choice.format);
            }
        }
    }
    return formats;
}

} // namespace ui
