// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/generate.h"
#include "ui/migrate/previewdesk.h"

#include <QFuture>
#include <QObject>

#include <optional>

namespace core {
class Session;
}

namespace ui {

/// The project's next migration, always as it would be written now: schema.ts against the last snapshot of its folder,
/// with what a person answers about renames and values, and the files it would become. Read and planned on other
/// threads, the newest wish last; nothing before want(), and nothing is written but by write(). Lives on the window's
/// thread; borrows the session.
class GenerateDesk : public QObject {
    Q_OBJECT

public:
    explicit GenerateDesk(core::Session &session, QObject *parent = nullptr);

    enum class State {
        Untrusted, ///< schema.ts is code, and may not be run
        NoProject,
        Reading, ///< schema.ts, or the folder
        Failed, ///< why(): schema.ts or the folder cannot be read, or there is no plan
        Ready
    };
    [[nodiscard]] State state() const;
    [[nodiscard]] QString why() const; ///< of every state but Ready: one sentence or two

    void want(); ///< it is looked at: from now on it is kept up to date
    void refresh(); ///< reads the folder again
    void setName(const QString &name); ///< empty: from what it does
    void setCustom(bool custom); ///< a file to be filled in by hand
    [[nodiscard]] bool isCustom() const { return m_request.custom; }

    [[nodiscard]] PreviewDesk &desk() { return *m_desk; }
    [[nodiscard]] const PreviewDesk &desk() const { return *m_desk; }
    [[nodiscard]] qsizetype changeCount() const; ///< −1: not known
    [[nodiscard]] const QString &folder() const
    {
        return m_request.folder;
    } ///< of the migrations; empty: not known yet
    [[nodiscard]] bool isFolderThere() const { return m_folderIsThere; }
    [[nodiscard]] bool isClassic() const; ///< the form of the folder, as it is or will be
    [[nodiscard]] QString lastSnapshot() const; ///< as people call it; empty: there is none
    [[nodiscard]] QString suggestedName() const;
    [[nodiscard]] QStringList notes() const { return m_start ? m_start->notes : QStringList(); } ///< left on purpose
    /// How the open database is not as schema.ts says, in words: a baseline is right only where that is empty.
    [[nodiscard]] const QStringList &differences() const { return m_differences; }
    /// What would be written; of the newest plan and name unless isBusy(). None: nothing, or preparing() failed.
    [[nodiscard]] const std::optional<core::PreparedMigration> &prepared() const { return m_prepared; }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; } ///< of preparing
    [[nodiscard]] bool isBusy() const;

    /// Writes prepared(), which fails where a file has changed since it was read.
    [[nodiscard]] QFuture<core::Result<core::SavedMigration>> write();

Q_SIGNALS:
    void changed(); ///< anything of the above

private:
    void start();
    void takeStart(const core::Result<core::GenerateStart> &start);
    void prepare();

    core::Session &m_session;
    PreviewDesk *m_desk = nullptr;
    core::GenerateRequest m_request;
    std::optional<core::GenerateStart> m_start;
    std::optional<core::Error> m_startProblem;
    QStringList m_differences;
    std::optional<core::PreparedMigration> m_prepared;
    std::optional<core::Error> m_problem;
    bool m_wanted = false;
    bool m_starting = false;
    bool m_preparing = false;
    bool m_folderIsThere = false;
    int m_startNumber = 0; ///< names the newest reading
    int m_prepareNumber = 0; ///< likewise
};

} // namespace ui
