// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include "core/base/log.h"
#include "core/base/whendone.h"
#include "core/edit/appliededits.h"
#include "core/session/sessionprivate.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The edit with every new row named, so that what is kept reads back as the same rows whatever was staged before.
EditOp withInsertIds(const EditOp &op, qint64 &next)
{
    if (const auto *insert = std::get_if<InsertRow>(&op)) {
        InsertRow named = *insert;
        if (named.insertId <= 0)
            named.insertId = next;
        next = qMax(next, named.insertId + 1);
        return named;
    }
    if (const auto *several = std::get_if<CompoundEdit>(&op)) {
        CompoundEdit named{several->text, {}};
        for (const EditOp &one : several->ops)
            named.ops.append(withInsertIds(one, next));
        return named;
    }
    return op;
}

} // namespace

Result<EditOp> Session::stage(const EditOp &op)
{
    if (isReadOnly())
        return Error::invalid(u"Nothing can be edited here. "_s + d->readOnlyBecause);
    if (d->applying)
        return Error::invalid(u"A script is running: wait until it has ended, or stop it."_s);
    qint64 next = d->changes.nextInsertId();
    const EditOp named = withInsertIds(op, next);
    auto inverse = d->changes.apply(named);
    if (!inverse)
        return inverse;
    d->sharedChanges = std::make_shared<const ChangeSet>(d->changes);
    d->forgetScript();
    keep(named);
    Q_EMIT changesChanged();
    return inverse;
}

const RecoveredEdits &Session::recoveredEdits() const
{
    return d->recovered;
}

void Session::setKeepsStaged(bool keeps)
{
    d->keepsStaged = keeps;
}

bool Session::keepsStaged() const
{
    return d->keepsStaged.value_or(false);
}

QFuture<Result<Done>> Session::writeStaged()
{
    if (d->applying)
        return finishedWith<Done>(Error::invalid(u"A script is running: wait until it has ended, or stop it."_s));
    if (!d->file && !d->isServer)
        return finishedWith<Done>(Error::invalid(
            u"“%1” cannot be looked at, so its staged edits cannot be kept for it."_s.arg(location())));
    if (!d->staged) {
        auto store = StagedStore::open(d->stateFolder, stateKey(d->target.spec), d->file);
        if (!store)
            return finishedWith<Done>(store.error());
        d->staged = std::move(store).value();
    }
    return d->staged->write(d->sharedChanges);
}

/// Behind what is shown: nobody waits for the disk because of it.
void Session::rememberTrust()
{
    static_cast<void>(d->inPool<Done>(
        this,
        [folder = d->stateFolder, where = location(), isServer = d->isServer,
         project = d->target.project](JobContext &) -> Result<Done> {
            if (!isServer)
                RC_TRY(core::rememberTrust(folder, where));
            return project ? core::rememberTrust(folder, project->root) : Result<Done>(Done{});
        },
        [this](const Result<Done> &kept) {
            if (kept || kept.error().isCancelled())
                return;
            Error said = kept.error();
            said.message = u"That you trust this file will not be remembered: "_s + said.message;
            Q_EMIT failed(said);
        }));
}

RecoveredEdits::Applying Session::Private::howApplyingEnded()
{
    using Applying = RecoveredEdits::Applying;
    const auto found = reader
                           ->submit([this](Database &database, JobContext &) {
                               return appliedEdits(database, *schema, changes, *dialect);
                           })
                           .result();
    if (!found) {
        qCWarning(lcSession) << "recovered edits:" << found.error().message;
        return Applying::Unknown;
    }
    // One transaction: all of them are in, or none. Rows that say both were changed by somebody since.
    if (found->in == 0)
        return found->out > 0 ? Applying::CameToNothing : Applying::Unknown;
    return found->out == 0 && found->neither == 0 ? Applying::AllIn : Applying::InPart;
}

/// Stages again what a dead process had staged on this file. The database is not touched.
void Session::recover()
{
    if (isReadOnly() || (!d->file && !d->isServer) || !StagedStore::exists(d->stateFolder))
        return;
    auto store = StagedStore::open(d->stateFolder, stateKey(d->target.spec), d->file);
    if (!store) {
        qCWarning(lcSession) << "staged edits:" << store.error().message; // the database can be used without them
        return;
    }
    d->staged = std::move(store).value();
    const auto adopted = d->staged->adopt();
    if (!adopted) {
        qCWarning(lcSession) << "staged edits:" << adopted.error().message;
        return;
    }
    if (!*adopted)
        return;
    d->recovered.left = (*adopted)->unreadable;
    for (const EditOp &op : (*adopted)->ops) {
        if (!d->changes.apply(op))
            ++d->recovered.left;
    }
    d->recovered.edits = static_cast<int>(d->changes.rows().size());
    if ((*adopted)->wasApplying)
        d->recovered.applying = d->howApplyingEnded();
    Result<Done> noted = Done{};
    if (d->recovered.applying == RecoveredEdits::Applying::AllIn) {
        d->changes = ChangeSet();
        noted = d->staged->clear().result();
    } else if (d->recovered.applying == RecoveredEdits::Applying::CameToNothing) {
        noted = d->staged->setApplying(false);
    }
    if (!noted)
        qCWarning(lcSession) << "staged edits:" << noted.error().message; // it is looked at again next time
    d->sharedChanges = std::make_shared<const ChangeSet>(d->changes);
}

/// Has it written down, behind what is shown. Nothing staged is nothing to keep.
void Session::keep(const EditOp &op)
{
    d->editsTouched = true;
    const auto problem = [this](const Error &error) {
        if (error.isCancelled() || std::exchange(d->stagedProblemSaid, true))
            return;
        Error said = error;
        said.message = u"Staged edits are not kept for after a crash: "_s + error.message;
        Q_EMIT failed(said);
    };
    if (!d->staged && !d->stagedProblemSaid) {
        auto store = StagedStore::open(d->stateFolder, stateKey(d->target.spec), d->file);
        if (!store)
            return problem(store.error());
        d->staged = std::move(store).value();
    }
    if (!d->staged)
        return;
    whenDone(d->changes.isEmpty() ? d->staged->clear() : d->staged->append(op, d->sharedChanges), this,
             [problem](const Result<Done> &kept) {
                 if (!kept)
                     problem(kept.error());
             });
}

} // namespace core
