// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/editwords.h"

#include "core/base/overloaded.h"
#include "core/edit/dmlwriter.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int shownBytes = 40; ///< of a value, in a statement's purpose

} // namespace

QString counted(qsizetype n, QLatin1StringView one, QLatin1StringView many)
{
    return QString::number(n) + u' ' + (n == 1 ? one : many);
}

QString inWords(const QString &column, const Value &value)
{
    if (value.isNull())
        return column + u" = NULL"_s;
    const bool cut = !value.isNumber() && value.bytes().size() > shownBytes;
    return column + u" = "_s + value.display(shownBytes).simplified() + (cut ? u"…"_s : QString());
}

QString inWords(const QString &column, const NewValue &value)
{
    return std::visit(Overloaded{
                          [&](const Value &v) { return inWords(column, v); },
                          [&](const UseDefault &) { return column; },
                          [&](const KeyOfInserted &key) { return QString(column + u" = "_s + toText(key)); },
                      },
                      value);
}

QString whyCheckedLater(const QList<QualifiedName> &tables)
{
    QStringList names;
    for (const QualifiedName &table : tables)
        names.append(table.display());
    return u"Check foreign keys at COMMIT, because rows of %1 need each other"_s.arg(names.join(u" and "_s));
}

QString summary(const ChangeSet &changes)
{
    if (changes.isEmpty())
        return u"no edits"_s;
    QStringList parts;
    const auto add = [&](RowEdit::Kind kind, QLatin1StringView one, QLatin1StringView many) {
        if (const int n = changes.count(kind); n > 0)
            parts.append(counted(n, one, many));
    };
    add(RowEdit::Kind::Insert, "insert"_L1, "inserts"_L1);
    add(RowEdit::Kind::Update, "update"_L1, "updates"_L1);
    add(RowEdit::Kind::Delete, "delete"_L1, "deletes"_L1);
    return parts.join(u", "_s) + u" in "_s + counted(changes.tables().size(), "table"_L1, "tables"_L1);
}

} // namespace core
