// SPDX-License-Identifier: GPL-3.0-or-later
// Reset and seed in the truth board.
#include "ui/migrate/truthpane.h"

#include "core/base/utf8.h"
#include "core/base/whendone.h"
#include "core/migrate/filescript.h"
#include "core/session/environment.h"
#include "core/session/recordedseed.h"
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/seedpane.h"

#include <QFile>
#include <QFileInfo>
#include <QStackedWidget>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using FoundSeeds = QList<core::Seed>;

/// A file of SQL as what it would do. Reads it.
core::Result<core::TruthProposal> seedOf(const QString &path, const core::Dialect &dialect)
{
    QFile file(path);
    const QByteArray bytes = file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    const auto text = core::textFromUtf8(bytes);
    if (bytes.isEmpty() || !text)
        return core::Error::io(TruthPane::tr("%1 cannot be read as text.").arg(path));
    const QString name = QFileInfo(path).fileName();
    core::TruthProposal proposal;
    proposal.script = std::make_shared<const core::Script>(
        core::fileScript(*text, name, TruthPane::tr("Seed from %1").arg(name), dialect));
    proposal.title = proposal.script->title;
    proposal.explanation = TruthPane::tr("The rows of %1, in one transaction.").arg(path);
    proposal.runsMigrations = true;
    return proposal;
}

} // namespace

void TruthPane::connectSeed()
{
    connect(m_seed, &SeedPane::closed, this, [this] { m_stack->setCurrentIndex(0); });
    connect(m_seed, &SeedPane::runningChanged, this, &TruthPane::changed);
    connect(m_seed, &SeedPane::sqlRequested, this, &TruthPane::reviewSql);
    connect(m_seed, &SeedPane::chosen, this, [this](const QString &name) {
        const auto kept = core::EnvironmentMark::of(m_session).setSeed(name);
        if (!kept)
            Q_EMIT errorOccurred(kept.error());
    });
    connect(m_seed, &SeedPane::seeded, this, [this](const QString &what) {
        m_session.checkForChanges();
        Q_EMIT m_session.historyChanged();
        if (!what.isEmpty())
            Q_EMIT messageRequested(what);
    });
}

void TruthPane::reset()
{
    if (core::EnvironmentMark::of(m_session).isProduction()) {
        m_notice->showNote(tr("%1 is marked as production: it is never reset.").arg(m_session.name()));
        return;
    }
    if (m_session.isReadOnly()) {
        m_notice->showNote(m_session.readOnlyBecause());
        return;
    }
    const int number = ++m_asked;
    core::whenDone(m_watch->proposeReset(), this, [this, number](const core::Result<core::TruthProposal> &proposal) {
        if (number != m_asked)
            return;
        m_seedNext = proposal.ok();
        take(proposal);
    });
}

QString TruthPane::seedRefusedBecause() const
{
    if (core::EnvironmentMark::of(m_session).isProduction())
        return tr("%1 is marked as production: no seed runs on it.").arg(m_session.name());
    if (!m_session.isTrusted())
        return tr("A seed is the project's own code: trust %1 first.").arg(m_session.name());
    return m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
}

void TruthPane::showSeed()
{
    const QString folder = m_session.migrations() ? m_session.migrations()->folder.path : QString();
    const int number = ++m_asked;
    ++m_reading;
    const auto looking = QtConcurrent::run([database = core::seedPlace(m_session), folder]() -> core::Result<FoundSeeds> {
        return core::findSeeds(database, folder);
    });
    core::whenDone(looking, this, [this, number](const core::Result<FoundSeeds> &seeds) {
        --m_reading;
        if (number != m_asked)
            return;
        m_seed->setSeeds(seeds ? *seeds : FoundSeeds(), core::EnvironmentMark::of(m_session).seed(),
                         seedRefusedBecause());
        m_stack->setCurrentWidget(m_seed);
        Q_EMIT changed();
    });
}

void TruthPane::reviewSql(const QString &path)
{
    const int number = ++m_asked;
    ++m_reading;
    const auto reading = QtConcurrent::run([path, dialect = &m_session.dialect()] { return seedOf(path, *dialect); });
    core::whenDone(reading, this, [this, number](const core::Result<core::TruthProposal> &proposal) {
        --m_reading;
        if (number != m_asked)
            return;
        if (!proposal)
            m_stack->setCurrentIndex(0);
        take(proposal);
    });
}

} // namespace ui
