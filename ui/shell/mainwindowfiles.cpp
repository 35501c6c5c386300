// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does about a project whose database file is not there yet.
#include "ui/shell/mainwindow.h"

#include "ui/connect/serveropener.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/newfilequestion.h"
#include "ui/shell/workspace.h"

#include "core/base/whendone.h"
#include "core/session/newdatabase.h"
#include "core/session/trust.h"

#include <QFileInfo>
#include <QTimer>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MainWindow::askToMakeFile(const QString &target, const QString &table, core::Trust trust)
{
    auto found = QtConcurrent::run([target, trust, folder = m_services.stateFolder] {
        return core::newDatabaseOf(target, [&](const QString &project) {
            const auto known =
                trust == core::Trust::IfKnown ? core::isTrustedFile(folder, project) : core::Result<bool>(true);
            return known && *known;
        });
    });
    core::whenDone(found, this,
                   [this, generation = m_generation, target, table, trust](const core::Result<core::Target> &made) {
                       if (generation != m_generation)
                           return;
                       if (!made) {
                           m_messages->showError(made.error());
                           return;
                       }
                       const QString path = made->spec.location;
                       const Question question = newFileQuestion(made->project->configName(), path);
                       m_services.prompts->confirm(this, question, [this, path, target, table, trust](bool yes) {
                           if (yes)
                               makeFile(path, target, table, trust);
                       });
                   });
}

/// The person wants the very file, so there is nothing in it not to trust. What comes next is on its truth board.
void MainWindow::makeFile(const QString &path, const QString &target, const QString &table, core::Trust trust)
{
    const auto file = core::NewDatabaseFile::make(path);
    if (!file) {
        m_messages->showError(file.error());
        return;
    }
    (*file)->keep();
    const auto remembered = core::rememberTrust(m_services.stateFolder, path);
    if (!remembered)
        m_messages->showError(remembered.error()); // it opens for looking only, and asks
    askIfStaged(tr("Open another database?"), [this, path, target, table, trust] {
        OpeningAnswer answer;
        answer.opened = [this, path](core::Session &session) {
            const QString next = session.migrations() ? u"truth.open"_s : u"migrations.open"_s;
            QTimer::singleShot(0, this, [this, path, next] { // once it is shown
                perform(next);
                m_messages->showMessage(tr("%1 is made, and empty.").arg(QFileInfo(path).fileName()));
            });
        };
        startOpening([open = m_services.open, target, trust] { return open(target, trust); }, target, table, trust,
                     answer);
    });
}

} // namespace ui
