// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QString>

namespace core {
struct Error;
class Session;
} // namespace core

namespace ui {

/// What is said about the schema.ts of a project: quietly, once, and never in the way. Follows it as long as it lives.
class ProjectNotes : public QObject {
    Q_OBJECT

public:
    /// The session outlives it. Nothing is run before begin().
    explicit ProjectNotes(core::Session &session, QObject *parent = nullptr);

    void begin(); ///< evaluates it, and whenever it is saved; not where the file is not trusted
    void readAgain(); ///< a person asks for it: says what came of it
    bool stop(); ///< what it was said of that it takes long; false: nothing does

    [[nodiscard]] bool hasProject() const;
    [[nodiscard]] bool isReading() const;
    [[nodiscard]] QString
    configFact() const; ///< "shop · drizzle.config.ts"; empty where no config leads to the database
    [[nodiscard]] QString statusFact() const; ///< "schema.ts read", "schema.ts not read"; empty without a project

Q_SIGNALS:
    void messageRequested(const QString &plainText);
    void noteRequested(const QString &plainText);
    void statusChanged();

private:
    void report();

    core::Session &m_session;
    QTimer m_patience; ///< until it is said that it still runs
    bool m_isSlow = false; ///< that was said
    bool m_isStopped = false; ///< by a person
    bool m_isAsked = false; ///< by a person, who is waiting for words
    QString m_said; ///< the last problem, so that it is not said again
};

} // namespace ui
