// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/restoreaccounts.h"

#include <QLocale>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString leftOutCount(qint64 n)
{
    return QLocale(QLocale::English).toString(n);
}

/// Of one thing that was saved.
QStringList leftOutWords(const QString &what, qint64 saved, qint64 there, qint64 same, qint64 held)
{
    QStringList words;
    const auto tell = [&](qint64 count, const QString &one, const QString &many) {
        if (count > 0)
            words.append(what + u": "_s + (count == 1 ? one : many.arg(leftOutCount(count))));
    };
    tell(there - same, u"1 saved value is left out: its row is another one now, under the same key."_s,
         u"%1 saved values are left out: their rows are others now, under the same keys."_s);
    tell(saved - there, u"1 saved value is left out: its row is not there any more, or has another key."_s,
         u"%1 saved values are left out: their rows are not there any more, or have other keys."_s);
    tell(same - held, u"1 value stays as it is: somebody has changed it since."_s,
         u"%1 values stay as they are: somebody has changed them since."_s);
    return words;
}

} // namespace

Result<QStringList> leftOut(Database &database, const PlanOptions &options)
{
    QStringList words;
    for (const RestoreAccount &account : options.accounts) {
        auto statement = database.prepare(account.sql);
        RC_TRY(statement);
        const auto row = (*statement)->step();
        RC_TRY(row);
        const auto cell = [&](int i) { return (*statement)->column(i).toInteger(); };
        if (*row)
            words += leftOutWords(account.what, cell(0), cell(1), cell(2), cell(3));
    }
    if (!words.isEmpty())
        words.append(u"What is left out remains in the saved file, %1."_s.arg(options.savedFile));
    return words;
}

} // namespace core
