// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/changes/shownscript.h"
#include "ui/shell/page.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <optional>

class QTimer;

namespace ui {

/// All that is said about the staged edits as they were at one moment. A pure value.
struct EditsDigest {
    std::shared_ptr<const core::ChangeSet> of; ///< never nullptr
    ShownScript shown; ///< what Apply would run; without a script: there is none, see `error`
    std::optional<core::Error> error; ///< why there is none
    int inserts = 0;
    int updates = 0;
    int deletes = 0;
    QStringList misfits; ///< see misfits()
    QString sideEffects; ///< see sideEffects()
    QString sideEffectsOnly; ///< the same where the rows that are reached are counted

    static constexpr int mostMisfits = 20; ///< more than anyone reads in a tool tip
};

/// Keeps the script of the staged edits, and what is said about them, up to date without holding the window up: with
/// thousands of edits it takes seconds to make. A moment after an edit everything is made anew on other threads; what
/// is not wanted any more by then is dropped. The last digest stays until there is a newer one.
class ScriptWatch : public QObject {
    Q_OBJECT

public:
    explicit ScriptWatch(core::Session &session, QObject *parent = nullptr);
    ~ScriptWatch() override;

    [[nodiscard]] const EditsDigest &digest() const { return m_digest; }
    /// digest() is of the edits as they are.
    [[nodiscard]] bool isUpToDate() const { return !m_pending; }
    [[nodiscard]] bool isSlow() const { return m_slow; } ///< it is not, and has not been for a while

    /// How a table's columns are shown: what is staged is judged by that.
    void setFormats(const core::QualifiedName &table, const ColumnFormats &formats);
    /// Of a long script only the first statements are made ready, until all of it is wanted; so it stays until nothing
    /// is staged any more.
    void wantAll();
    void hurry(); ///< does not wait for more edits to come

Q_SIGNALS:
    void changed(); ///< digest(), or isSlow()

private:
    void makeSoon();
    void make();
    void prepare(const std::shared_ptr<const core::ChangeSet> &of,
                 const core::Result<std::shared_ptr<const core::Script>> &script);
    void take(EditsDigest digest);

    core::Session &m_session;
    QTimer *m_timer = nullptr;
    QTimer *m_quiet = nullptr;
    QHash<core::QualifiedName, ColumnFormats> m_formats;
    EditsDigest m_digest;
    /// Names the newest digest asked for; a late one is dropped, and stops being made. Its makers may outlive this.
    std::shared_ptr<std::atomic<quint64>> m_newest = std::make_shared<std::atomic<quint64>>(0);
    QThreadPool m_pool;
    bool m_pending = false;
    bool m_slow = false;
    bool m_all = false;
};

} // namespace ui
