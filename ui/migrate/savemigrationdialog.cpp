// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/savemigrationdialog.h"

#include "core/base/whendone.h"
#include "core/drizzle/installedorm.h"
#include "core/drizzle/project.h"
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/relations/dialogparts.h"
#include "ui/shell/prompts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QUuid>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostWarnings = 3; ///< the preview lists them all, with their fixes

QString folderOf(const core::Session &session)
{
    if (session.migrations())
        return session.migrations()->folder.path;
    return core::findMigrationsFolder(session.location()).value_or(QString());
}

/// As the project has its migrations. Reads files.
core::MigrationOptions optionsFor(const QString &folder, const QString &database)
{
    core::MigrationOptions options;
    options.ormVersion = core::installedOrm(folder);
    if (const auto project = core::projectOfDatabase(database)) {
        options.prefix = core::migrationPrefixFrom(project->isComputed(u"migrations.prefix"_s)
                                                       ? QString()
                                                       : project->migrationsPrefix);
        options.breakpoints = project->breakpoints;
        options.dialect = project->dialect;
        options.driver = project->driver;
    }
    return options;
}

} // namespace

SaveMigrationDialog::SaveMigrationDialog(core::Session &session, std::shared_ptr<const core::SchemaMigration> migration,
                                         Prompts &prompts, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_migration(std::move(migration))
    , m_prompts(prompts)
    , m_folder(folderOf(session))
    , m_name(new QLineEdit(this))
    , m_file(new PlainLabel(PlainLabel::Role::Mono, {}, this))
    , m_where(new PlainLabel(PlainLabel::Role::Muted, {}, this))
    , m_notice(new Notice(this))
{
    setUpDialog(*this, u"save-migration"_s, tr("Save as migration"));
    resize(560, 360);
    auto *layout = plainLayout<QVBoxLayout>(this, 18, 10);
    layout->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("Save as a migration of the project"), this));
    auto *about = new PlainLabel(PlainLabel::Role::Muted,
                                 tr("It is written beside the project's other migrations and not run: Migrations shows "
                                    "it as pending, with its dry run."),
                                 this);
    about->setWordWrap(true);
    layout->addWidget(about);
    m_name->setObjectName(u"save-migration-name"_s);
    m_name->setPlaceholderText(tr("Its name: add tags"));
    m_name->setAccessibleName(tr("Name of the migration"));
    layout->addWidget(m_name);
    auto *row = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    m_where->setObjectName(u"save-migration-folder"_s);
    m_where->setElided(true);
    auto *choose = new QPushButton(tr("Choose folder…"), this);
    choose->setObjectName(u"save-migration-choose"_s);
    choose->setAutoDefault(false);
    row->addWidget(m_where, 1);
    row->addWidget(choose);
    layout->addLayout(row);
    m_file->setObjectName(u"save-migration-file"_s);
    layout->addWidget(m_file);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    m_save = addDialogButtons(*this, *layout, u"save-migration"_s, tr("Save")).accept;
    connect(choose, &QPushButton::clicked, this, &SaveMigrationDialog::chooseFolder);
    connect(m_name, &QLineEdit::textChanged, this, &SaveMigrationDialog::showState);
    m_name->setText(core::suggestedMigrationName(m_migration->diff.changes));
    m_name->selectAll(); // typing gives it another
    showState();
    m_name->setFocus();
}

void SaveMigrationDialog::chooseFolder()
{
    m_prompts.chooseFolder(this, tr("Where the migrations are"), [this](const QString &path) {
        if (path.isEmpty())
            return;
        m_folder = path;
        showState();
    });
}

core::NewMigration SaveMigrationDialog::made(const QString &name) const
{
    return {name, m_migration->diff, m_migration->plan, QDateTime::currentMSecsSinceEpoch(),
            QUuid::createUuid().toString(QUuid::WithoutBraces)};
}

/// Who applies the file has no preview with fixes: what is not answered by now must be said.
QStringList SaveMigrationDialog::warnings() const
{
    QStringList warnings;
    for (const core::Hazard &hazard : m_migration->hazards) {
        const bool asked = hazard.finding.code == u"H04"; // a rename: answered by saving it as it is
        if (hazard.finding.severity == core::Finding::Severity::Stop && !asked)
            warnings.append(u"%1: %2"_s.arg(hazard.finding.code, hazard.finding.message));
    }
    return warnings + core::migrationWarnings(made(m_name->text()));
}

void SaveMigrationDialog::showState()
{
    m_where->setText(m_folder.isEmpty() ? tr("No migrations folder is known for this database.") : m_folder);
    const QString name = core::migrationFileName(m_name->text());
    m_file->setText(name.isEmpty() ? QString() : tr("…_%1.sql").arg(name));
    m_save->setEnabled(!m_saving && !name.isEmpty() && !m_folder.isEmpty());
    const QStringList said = warnings();
    if (said.isEmpty())
        m_notice->clear();
    else
        m_notice->showNote(said.first(qMin(mostWarnings, said.size())).join(u'\n')
                           + (said.size() > mostWarnings ? tr("\n… and %1 more").arg(said.size() - mostWarnings)
                                                         : QString()));
}

void SaveMigrationDialog::accept()
{
    if (!m_save->isEnabled())
        return;
    m_saving = true;
    showState();
    const core::Dialect *dialect = &m_session.dialect();
    const auto writing = QtConcurrent::run(
        [folder = m_folder, made = made(m_name->text()), dialect, database = m_session.location()] {
            return core::saveMigration(folder, made, *dialect, optionsFor(folder, database));
        });
    core::whenDone(writing, this, [this](const core::Result<core::SavedMigration> &result) {
        m_saving = false;
        showState();
        if (!result) {
            m_notice->showError(result.error());
            return;
        }
        Q_EMIT saved(*result, m_folder);
        QDialog::accept();
    });
}

} // namespace ui

#include "moc_savemigrationdialog.cpp"
