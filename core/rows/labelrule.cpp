// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/labelrule.h"

#include "core/rows/columnformat.h"
#include "core/rows/plainname.h"
#include "core/schema/namecase.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isText(const Column &column, const Dialect &dialect)
{
    return dialect.typeFamily(column.valueType()) == TypeFamily::Text;
}

bool inForeignKey(const Table &table, const Column &column)
{
    return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(), [&](const ForeignKey &key) {
        return containsName(key.columns, column.name, nameCaseOf(table));
    });
}

bool isUniqueAlone(const Table &table, const QString &column)
{
    const auto is = [&](const QList<IndexedColumn> &columns) {
        return columns.size() == 1 && namesEqual(columns.constFirst().column, column, nameCaseOf(table));
    };
    return std::any_of(table.uniques.begin(), table.uniques.end(), [&](const auto &u) { return is(u.columns); })
        || std::any_of(table.indexes.begin(), table.indexes.end(),
                       [&](const Index &i) { return i.unique && i.where.isEmpty() && is(i.columns); })
        || (table.primaryKey && is(table.primaryKey->columns));
}

int nameScore(const QString &column, const QString &table)
{
    static constexpr std::array<std::pair<QStringView, int>, 16> known{{{u"name", 100},
                                                                        {u"fullname", 99},
                                                                        {u"displayname", 98},
                                                                        {u"title", 96},
                                                                        {u"label", 90},
                                                                        {u"subject", 86},
                                                                        {u"headline", 86},
                                                                        {u"username", 84},
                                                                        {u"login", 82},
                                                                        {u"handle", 82},
                                                                        {u"email", 80},
                                                                        {u"emailaddress", 80},
                                                                        {u"caption", 70},
                                                                        {u"slug", 60},
                                                                        {u"code", 50},
                                                                        {u"filename", 78}}};
    for (const auto &[name, score] : known) {
        if (column == name)
            return score;
    }
    const QString one = singularName(table);
    if (column == one + u"name" || column == one + u"title" || column == table + u"name")
        return 95;
    if (column == one || column == table)
        return 88;
    if (column.endsWith(u"name") || column.endsWith(u"title"))
        return 74;
    return column.endsWith(u"description") ? 40 : 0;
}

/// A person's two names, whatever their spelling.
QStringList personName(const QList<const Column *> &texts)
{
    const auto find = [&](std::initializer_list<QStringView> names) -> QString {
        for (const Column *c : texts) {
            if (std::find(names.begin(), names.end(), QStringView(plainName(c->name))) != names.end())
                return c->name;
        }
        return {};
    };
    const QString first = find({u"firstname", u"givenname", u"forename"});
    const QString last = find({u"lastname", u"surname", u"familyname"});
    return first.isEmpty() || last.isEmpty() ? QStringList() : QStringList{first, last};
}

} // namespace

LabelRule guessLabel(const Table &table, const Dialect &dialect)
{
    QList<const Column *> texts;
    for (const Column &c : table.columns) {
        if (!c.hidden && isText(c, dialect) && !inForeignKey(table, c) && enumerationOf(table, c, dialect).isEmpty())
            texts.append(&c);
    }
    const QString tableName = plainName(table.name.name);
    const QStringList person = personName(texts);
    int best = 0;
    const Column *chosen = nullptr;
    for (const Column *c : std::as_const(texts)) {
        if (!person.isEmpty() && plainName(c->name) == u"title")
            continue; // what the person does, or how to write to them
        int score = nameScore(plainName(c->name), tableName);
        if (isUniqueAlone(table, c->name))
            score = std::max(score, 30) + 10;
        if (score > best) {
            best = score;
            chosen = c;
        }
    }
    // "Byron" alone would win by its ending; the two together say more. A name of its own says most.
    if (!person.isEmpty() && best < 95)
        return {person};
    return chosen ? LabelRule{{chosen->name}} : LabelRule();
}

LabelRules guessLabels(const Schema &schema, const Dialect &dialect)
{
    LabelRules rules;
    for (const Table &table : schema.tables) {
        if (LabelRule rule = guessLabel(table, dialect); !rule.isEmpty())
            rules.insert(table.name, std::move(rule));
    }
    return rules;
}

QString labelText(const QList<Value> &values)
{
    QStringList parts;
    for (const Value &v : values) {
        if (!v.isNull())
            parts.append(v.display());
    }
    return parts.isEmpty() ? QString() : parts.join(u' ');
}

QString labelWithKey(const QString &label, const QString &key)
{
    return label.isEmpty() || label == key ? key : QString(label + u" · "_s + key);
}

} // namespace core
