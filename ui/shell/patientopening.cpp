// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/patientopening.h"

#include "core/base/waiting.h"

#include <QTimer>
#include <QtConcurrent>

#include <atomic>
#include <mutex>
#include <utility>

namespace ui {

namespace {

constexpr int lookMilliseconds = 200;

} // namespace

/// What the worker and the window share.
struct PatientOpening::State {
    std::atomic<bool> isGivenUp = false;
    std::mutex mutex;
    QString sentence; ///< not told yet

    void tell(const QString &said)
    {
        const std::lock_guard lock(mutex);
        sentence = said;
    }
    QString take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(sentence, QString());
    }
};

PatientOpening::PatientOpening(QObject *parent)
    : QObject(parent)
    , m_look(new QTimer(this))
{
    m_look->setInterval(lookMilliseconds);
    connect(m_look, &QTimer::timeout, this, &PatientOpening::look);
}

PatientOpening::~PatientOpening()
{
    giveUp();
}

QFuture<core::Result<PatientOpening::Holder>> PatientOpening::start(std::function<SessionResult()> open)
{
    giveUp(); // nobody waits for the one before any more
    m_state = std::make_shared<State>();
    m_look->start();
    return QtConcurrent::run([open = std::move(open), state = m_state]() -> core::Result<Holder> {
        const core::Waiting waiting([state] { return state->isGivenUp.load(); },
                                    [state](const QString &sentence) { state->tell(sentence); });
        return Holder{std::make_shared<SessionResult>(open())};
    });
}

void PatientOpening::giveUp()
{
    if (m_state)
        m_state->isGivenUp = true;
}

void PatientOpening::ended()
{
    m_look->stop();
}

void PatientOpening::look()
{
    const QString sentence = m_state->take();
    if (!sentence.isEmpty())
        Q_EMIT told(sentence);
}

} // namespace ui

#include "moc_patientopening.cpp"
