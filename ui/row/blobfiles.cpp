// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/blobfiles.h"

#include "core/base/filebytes.h"
#include "core/base/whendone.h"
#include "core/rows/blobkind.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/shell/prompts.h"

#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// Without what has a meaning in paths.
QString fileName(const RowAddress &row, const QString &column, const QString &suffix)
{
    QString name = u"%1-%2-%3"_s.arg(row.table.name, row.insertId != 0 ? u"new"_s : keyText(row.key), column);
    static const QRegularExpression odd(u"[^\\w.-]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    name.replace(odd, u"_"_s);
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.left(100) + u'.' + suffix;
}

} // namespace

BlobFiles::BlobFiles(core::Session &session, QWidget *panel)
    : QObject(panel)
    , m_session(session)
    , m_panel(panel)
    , m_dialogs(std::make_unique<DialogPrompts>())
    , m_prompts(m_dialogs.get())
{
}

BlobFiles::~BlobFiles() = default;

void BlobFiles::setPrompts(Prompts *prompts)
{
    m_prompts = prompts ? prompts : m_dialogs.get();
}

void BlobFiles::load(const QString &column, std::function<void(const core::Value &)> take)
{
    m_prompts->chooseAnyFile(
        m_panel, tr("Load a file into %1").arg(column), [this, take = std::move(take)](const QString &path) {
            core::whenDone(core::readFile(path, most), this, [this, take](const core::Result<QByteArray> &bytes) {
                if (bytes)
                    take(core::Value::blob(*bytes));
                else
                    Q_EMIT failed(bytes.error());
            });
        });
}

void BlobFiles::save(const RowAddress &row, const QString &column, const core::Value &value, bool isCut)
{
    const QString name = fileName(row, column, core::blobKindOf(value.bytes()).suffix);
    m_prompts->saveFile(m_panel, tr("Save %1").arg(column), name,
                        [this, row, column, value, isCut](const QString &path) {
                            if (!isCut) {
                                write(path, value);
                                return;
                            }
                            core::whenDone(m_session.readCells(row.table, row.key, {column}), this,
                                           [this, path](const core::Result<core::Row> &cells) {
                                               if (!cells)
                                                   Q_EMIT failed(cells.error());
                                               else if (!cells->empty())
                                                   write(path, cells->front());
                                           });
                        });
}

void BlobFiles::write(const QString &path, const core::Value &value)
{
    core::whenDone(core::writeFile(path, value.bytes()), this, [this, path](const core::Result<core::Done> &written) {
        if (written)
            Q_EMIT saved(path);
        else
            Q_EMIT failed(written.error());
    });
}

} // namespace ui

#include "moc_blobfiles.cpp"
