// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/pullpane.h"

#include "core/base/whendone.h"
#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "core/session/target.h"
#include "ui/changes/notice.h"
#include "ui/migrate/filesview.h"
#include "ui/migrate/kitnote.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/scripthead.h"
#include "ui/shell/prompts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QFocusEvent>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// As drizzle-kit does it: where the project's migrations go, else drizzle/ beside the database. A server is beside
/// nothing: there somebody has to say it.
QString usualPullFolder(const core::Session &session)
{
    const auto &project = session.target().project;
    if (project && !project->migrationsPath.isEmpty())
        return project->migrationsPath;
    if (session.migrations())
        return session.migrations()->folder.path;
    return session.isOnServer() ? QString() : QFileInfo(session.location()).dir().filePath(u"drizzle"_s);
}

} // namespace

PullPane::PullPane(core::Session &session, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_folder(usualPullFolder(session))
    , m_head(new ScriptHead(u"pull"_s,
                            {{u"folder"_s, tr("Choose folder…"), ButtonLook::Plain, true},
                             {u"write"_s, tr("Write files"), ButtonLook::Primary}}))
    , m_keepNames(new QCheckBox(tr("Names as in the database, not camelCased")))
    , m_notice(new Notice)
    , m_stack(new QStackedWidget)
    , m_files(new FilesView(u"pull-files"_s, session.dialect()))
    , m_nothing(new KitNote(u"pull-nothing"_s))
{
    setObjectName(u"pull-pane"_s);
    m_where = paneSentence(u"pull-where"_s);
    m_notes = paneSentence(u"pull-notes"_s);
    m_notes->setProperty("tone", u"amber"_s);
    m_notice->setObjectName(u"pull-notice"_s);
    m_keepNames->setObjectName(u"pull-keep-names"_s);
    m_stack->addWidget(m_files);
    m_stack->addWidget(m_nothing);
    auto *options = plainLayout<QVBoxLayout>(nullptr);
    options->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 2);
    options->addWidget(m_keepNames);
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(m_head);
    all->addWidget(m_notice);
    all->addLayout(options);
    all->addWidget(m_where);
    all->addWidget(m_notes);
    all->addWidget(m_stack, 1);
    connect(m_head, &ScriptHead::triggered, this,
            [this](const QString &button) { button == u"write"_s ? write() : chooseFolder(); });
    connect(m_keepNames, &QCheckBox::toggled, this, &PullPane::refresh);
    connect(&session, &core::Session::schemaChanged, this, &PullPane::refresh);
    showState();
}

void PullPane::want()
{
    if (std::exchange(m_wanted, true))
        return;
    refresh();
}

void PullPane::setFolder(const QString &folder)
{
    m_folder = folder;
    refresh();
}

void PullPane::chooseFolder()
{
    m_prompts.chooseFolder(this, tr("Where schema.ts and relations.ts go"), [this](const QString &path) {
        if (!path.isEmpty())
            setFolder(path);
    });
}

void PullPane::refresh()
{
    if (!m_wanted)
        return;
    core::PullRequest request;
    request.folder = m_folder;
    request.keepsNames = m_keepNames->isChecked();
    if (const core::ProjectSchema *project = m_session.projectSchema(); project && project->schema()) {
        request.ormVersion = project->schema()->ormVersion;
        request.scope.schemas = project->schema()->settings.schemaFilter;
    }
    if (const auto &project = m_session.target().project)
        request.scope.patterns = project->tablesFilter;
    m_reading = true;
    const int number = ++m_number;
    const auto reading = QtConcurrent::run(
        [schema = m_session.schema(), request, dialect = &m_session.dialect()]() -> core::Result<core::PulledFiles> {
            return core::pulledFiles(*schema, request, *dialect);
        });
    core::whenDone(reading, this, [this, number](const core::Result<core::PulledFiles> &pulled) {
        if (number != m_number)
            return;
        m_reading = false;
        if (pulled)
            m_pulled = *pulled;
        showState();
    });
    showState();
}

QString PullPane::lockedBecause() const
{
    if (m_writing)
        return tr("The files are being written.");
    if (m_reading || !m_pulled)
        return tr("The files are being made ready.");
    if (m_folder.isEmpty())
        return tr("Choose the folder they go to first.");
    return m_pulled->files.isEmpty() ? tr("There is nothing to do.") : QString();
}

void PullPane::showState()
{
    const qsizetype files = m_pulled ? m_pulled->files.size() : 0;
    const qsizetype replaced = m_pulled ? m_pulled->replaced().size() : 0;
    m_head->show(tr("Pull"),
                 {{u"files"_s, PillKind::Blue,
                   files == 0       ? QString()
                       : files == 1 ? tr("1 file")
                                    : tr("%1 files").arg(files)},
                  {u"replaced"_s, PillKind::Amber,
                   replaced == 0       ? QString()
                       : replaced == 1 ? tr("1 is replaced")
                                       : tr("%1 are replaced").arg(replaced)}});
    m_head->setButton(u"folder"_s, m_writing ? tr("Something is running.") : QString());
    m_head->setButton(u"write"_s, lockedBecause());
    m_keepNames->setEnabled(!m_writing);
    m_where->setText(
        m_folder.isEmpty()
            ? tr("%1 as TypeScript for drizzle-orm. Choose the folder it goes to; the database is not changed.")
                  .arg(m_session.name())
            : tr("%1 as TypeScript for drizzle-orm, into %2. The database is not changed.")
                  .arg(m_session.name(), QDir::toNativeSeparators(m_folder)));
    m_notes->setText(m_pulled ? m_pulled->notes.join(u'\n') : QString());
    m_notes->setVisible(!m_notes->text().isEmpty());
    m_files->setChanges(m_pulled ? m_pulled->files : QList<core::FileChange>());
    if (files == 0)
        m_nothing->show(m_reading || !m_pulled ? tr("%1 is being written as TypeScript…").arg(m_session.name())
                                               : tr("Nothing to do: the files there say what the database says."),
                        {});
    m_stack->setCurrentIndex(files > 0 ? 0 : 1);
    Q_EMIT changed();
}

void PullPane::write()
{
    if (!lockedBecause().isEmpty())
        return;
    const QStringList replaced = m_pulled->replaced();
    if (replaced.isEmpty()) {
        writeNow();
        return;
    }
    QStringList names;
    for (const QString &path : replaced)
        names.append(QFileInfo(path).fileName());
    const QString text =
        tr("%1 in %2 is replaced by what the database says. What was written by hand in it (comments, helpers, "
           "$defaultFn) is lost, unless version control has it.")
            .arg(names.join(tr(" and ")), QDir::toNativeSeparators(m_folder));
    const Question question{tr("Replace the files?"), text, tr("Replace"), true};
    m_prompts.confirm(this, question, [this, asked = *m_pulled](bool yes) {
        if (yes && m_pulled == asked) // else it is another question by now
            writeNow();
        else if (yes)
            m_notice->showNote(tr("Not written: the database or the files have changed in the meantime."));
    });
}

void PullPane::writeNow()
{
    m_notice->clear();
    m_writing = true;
    const auto writing = QtConcurrent::run([files = m_pulled->files] { return core::writeFileChanges(files); });
    core::whenDone(writing, this, [this, files = m_pulled->files](const core::Result<core::Done> &written) {
        m_writing = false;
        if (written) {
            QStringList names;
            for (const core::FileChange &file : files)
                names.append(QFileInfo(file.path).fileName());
            const QString said = tr("Written: %1").arg(names.join(u", "_s));
            m_notice->showGood(said);
            Q_EMIT messageRequested(said);
        } else {
            m_notice->showError(written.error(), tr("Nothing was written"));
            Q_EMIT errorOccurred(written.error());
        }
        refresh(); // as it is now
    });
    showState();
}

bool PullPane::perform(const QString &actionId)
{
    if (actionId == u"migrations.apply"_s)
        write();
    else if (actionId == u"view.refresh"_s)
        refresh();
    else
        return false;
    return true;
}

MigrationsContext PullPane::context() const
{
    MigrationsContext c = nothingToRun(tr("Nothing runs here: files are written."));
    c.apply = lockedBecause();
    return c;
}

void PullPane::focusInEvent(QFocusEvent *event)
{
    if (m_stack->currentWidget() == m_files)
        m_files->setFocus(event->reason());
    else
        m_keepNames->setFocus(event->reason());
}

} // namespace ui

#include "moc_pullpane.cpp"
