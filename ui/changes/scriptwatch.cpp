// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/scriptwatch.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/misfits.h"

#include <QTimer>
#include <QtConcurrent>

namespace ui {

namespace {

/// Edits that come in one go (a paste, typing) are shown once.
constexpr int waitMilliseconds = 30;
constexpr int quietScriptMilliseconds = 250; ///< what takes longer says so
constexpr int firstStatements = 300; ///< of a script that is longer

using core::RowEdit;

} // namespace

ScriptWatch::ScriptWatch(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_timer(new QTimer(this))
    , m_quiet(new QTimer(this))
{
    m_digest.of = m_session.changes();
    m_pool.setMaxThreadCount(1);
    m_timer->setSingleShot(true);
    m_timer->setInterval(waitMilliseconds);
    m_quiet->setSingleShot(true);
    m_quiet->setInterval(quietScriptMilliseconds);
    connect(m_timer, &QTimer::timeout, this, &ScriptWatch::make);
    connect(m_quiet, &QTimer::timeout, this, [this] {
        m_slow = true;
        Q_EMIT changed();
    });
    connect(&m_session, &core::Session::changesChanged, this, &ScriptWatch::makeSoon);
    connect(&m_session, &core::Session::scriptChanged, this, &ScriptWatch::makeSoon);
    connect(&m_session, &core::Session::schemaChanged, this, &ScriptWatch::makeSoon);
    if (!m_digest.of->isEmpty())
        makeSoon();
}

ScriptWatch::~ScriptWatch()
{
    ++*m_newest;
}

void ScriptWatch::setFormats(const core::QualifiedName &table, const ColumnFormats &formats)
{
    if (m_formats.value(table) == formats)
        return;
    m_formats.insert(table, formats);
    if (m_session.changes()->count(table) > 0)
        makeSoon();
}

void ScriptWatch::wantAll()
{
    if (m_all)
        return;
    m_all = true;
    makeSoon();
    hurry();
}

void ScriptWatch::hurry()
{
    if (m_timer->isActive())
        make();
}

void ScriptWatch::makeSoon()
{
    ++*m_newest;
    m_pending = true;
    m_timer->start();
    if (!m_slow && !m_quiet->isActive())
        m_quiet->start();
}

void ScriptWatch::make()
{
    m_timer->stop();
    const quint64 number = ++*m_newest;
    const std::shared_ptr<const core::ChangeSet> of = m_session.changes();
    if (of->isEmpty()) {
        m_all = false;
        EditsDigest nothing;
        nothing.of = of;
        take(std::move(nothing));
        return;
    }
    core::whenDone(m_session.writeEditScript(), this,
                   [this, number, of](const core::Result<std::shared_ptr<const core::Script>> &script) {
                       if (number != *m_newest)
                           return;
                       if (!script && script.error().isCancelled())
                           m_timer->start(); // somebody else's question came between
                       else
                           prepare(of, script);
                   });
}

/// Text, colours, counts: as much work as the script itself.
void ScriptWatch::prepare(const std::shared_ptr<const core::ChangeSet> &of,
                          const core::Result<std::shared_ptr<const core::Script>> &script)
{
    const quint64 number = *m_newest;
    const auto work = [of, script, number, newest = m_newest, schema = m_session.schema(),
                       relations = m_session.relations(), dialect = &m_session.dialect(), formats = m_formats,
                       most = m_all ? -1 : firstStatements]() -> core::Result<EditsDigest> {
        const auto isUnwanted = [&] { return *newest != number; };
        if (isUnwanted())
            return core::Error::cancelled();
        EditsDigest digest;
        digest.of = of;
        if (script)
            digest.shown = shownScript(*script, *dialect, ScriptLayout::Inline, most, isUnwanted);
        else
            digest.error = script.error();
        digest.inserts = of->count(RowEdit::Kind::Insert);
        digest.updates = of->count(RowEdit::Kind::Update);
        digest.deletes = of->count(RowEdit::Kind::Delete);
        digest.misfits = misfits(*of, *schema, *dialect, formats, EditsDigest::mostMisfits);
        digest.sideEffects = sideEffects(*of, *schema, relations);
        digest.sideEffectsOnly = sideEffects(*of, *schema, relations, false);
        return isUnwanted() ? core::Result<EditsDigest>(core::Error::cancelled()) : digest;
    };
    core::whenDone(QtConcurrent::run(&m_pool, work), this, [this, number](const core::Result<EditsDigest> &digest) {
        if (digest && number == *m_newest)
            take(*digest);
    });
}

void ScriptWatch::take(EditsDigest digest)
{
    m_quiet->stop();
    m_pending = false;
    m_slow = false;
    m_digest = std::move(digest);
    Q_EMIT changed();
}

} // namespace ui

#include "moc_scriptwatch.cpp"
