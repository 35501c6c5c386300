// SPDX-License-Identifier: GPL-3.0-or-later
// floor FILE: the least a Qt window with a hundred rows of a database in it can be; what bench_window compares with.
// Says `painted` on stderr when the first frame with rows in it has been handed to the screen, and stays.
#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QSqlDatabase>
#include <QSqlQueryModel>
#include <QTableView>
#include <QTimer>
#include <QTreeView>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace {

class FirstPaint : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QTimer::singleShot(0, this, [] { std::fputs("painted\n", stderr); }); // after the flush
        }
        return false;
    }
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (application.arguments().size() != 2)
        return 2;
    QMainWindow window;
    window.resize(1440, 900);
    auto *dock = new QDockWidget(&window);
    dock->setWidget(new QTreeView(dock));
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    auto *view = new QTableView(&window);
    window.setCentralWidget(view);
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s);
    database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
    database.setDatabaseName(application.arguments().at(1));
    if (!database.open())
        return 1;
    QSqlQueryModel model;
    model.setQuery(u"SELECT * FROM events LIMIT 100"_s, database);
    if (model.rowCount() != 100)
        return 1;
    view->setModel(&model);
    FirstPaint watcher;
    view->viewport()->installEventFilter(&watcher);
    window.show();
    return QApplication::exec();
}
