// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/toursample.h"

#include "core/session/sample.h"
#include "core/session/session.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;

/// The last migration copies a table; now it leaves out the rows without a category.
core::Result<core::Done> loseRows(const QString &projectFolder)
{
    const QDir folder(projectFolder + u"/drizzle"_s);
    const QStringList files = folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    if (files.isEmpty())
        return Error::io(u"The sample in %1 has no migrations."_s.arg(projectFolder));
    const QString path = folder.filePath(files.last());
    QFile source(path);
    if (!source.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(path, source.errorString()));
    QByteArray sql = source.readAll();
    source.close();
    const QByteArray copied = " FROM `posts`;";
    if (!sql.contains(copied))
        return Error::io(u"The sample's last migration %1 does not copy posts."_s.arg(path));
    sql.replace(copied, " FROM `posts` WHERE \"category\" IS NOT NULL;");
    QSaveFile target(path);
    if (!target.open(QIODevice::WriteOnly) || target.write(sql) != sql.size() || !target.commit())
        return Error::io(u"Cannot write %1: %2."_s.arg(path, target.errorString()));
    return core::Done{};
}

} // namespace

core::Result<std::unique_ptr<core::Session>> TourSample::open()
{
    if (!m_folder.isValid())
        return Error::io(u"No folder for the sample: %1."_s.arg(m_folder.errorString()));
    const auto database = core::openSample(m_folder.path());
    RC_TRY(database);
    RC_TRY(loseRows(QFileInfo(*database).absolutePath()));
    core::Session::Options options;
    options.stateFolder = m_folder.path();
    return core::Session::open(*database, options);
}

} // namespace ui
