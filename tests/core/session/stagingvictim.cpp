// SPDX-License-Identifier: GPL-3.0-or-later
// Stages twenty edits on a database and then waits to be killed, for tst_stagedstore. Says "S" when a quarter of a
// second has passed since the last one.
#include "core/session/session.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

using namespace core;
using namespace Qt::Literals::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    Session::Options options;
    options.stateFolder = QCoreApplication::arguments().at(2);
    const auto session = Session::open(QCoreApplication::arguments().at(1), options);
    if (!session)
        return 2;
    const QualifiedName users{{}, u"users"_s};
    for (qint64 id = 1; id <= 18; ++id) {
        if (!(*session)->stage(SetCell{users, {{Value::integer(id)}}, u"name"_s, Value::text(u"user %1"_s.arg(id)),
                                       NewValue(Value::textBytes("\xff new " + QByteArray::number(id))), -1}))
            return 3;
    }
    if (!(*session)->stage(InsertRow{users, 0, {{u"name"_s, Value::text(u"nobody yet"_s)}}, -1})
        || !(*session)->stage(DeleteRow{users, {{Value::integer(20)}}, {{u"name"_s, Value::text(u"user 20"_s)}}, -1}))
        return 3;
    QTimer::singleShot(250, &app, [] {
        std::fputs("S", stdout);
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}
