// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/startup.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int paintTimeout = 20'000;  ///< milliseconds
constexpr int restTimeout = 60'000;   ///< until the anchors are there
constexpr int restInterval = 300;     ///< a process that used no time so long is at rest

/// A program that was started and says `painted`. Killed at the end.
class Started {
public:
    Started(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
    {
        m_process.setProcessEnvironment(environment);
        m_process.setStandardOutputFile(QProcess::nullDevice());
        m_process.setReadChannel(QProcess::StandardError);
        QElapsedTimer timer;
        timer.start();
        m_process.start(program, arguments);
        QByteArray said;
        while (!said.contains("painted") && timer.elapsed() < paintTimeout
               && m_process.waitForReadyRead(paintTimeout))
            said += m_process.readAllStandardError();
        if (said.contains("painted"))
            m_milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        else
            m_complaint = QString::fromLocal8Bit(said) + m_process.errorString();
    }
    ~Started()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Started(const Started &) = delete;
    Started &operator=(const Started &) = delete;

    [[nodiscard]] double milliseconds() const { return m_milliseconds; }
    [[nodiscard]] const QString &complaint() const { return m_complaint; }
    [[nodiscard]] qint64 id() const { return m_process.processId(); }

    /// Until it has nothing to do any more.
    void rest() const
    {
        QElapsedTimer timer;
        timer.start();
        double before = processorMilliseconds(id());
        while (timer.elapsed() < restTimeout) {
            QThread::msleep(restInterval);
            const double now = processorMilliseconds(id());
            if (now - before <= 10) // one tick
                return;
            before = now;
        }
    }

private:
    QProcess m_process;
    double m_milliseconds = std::nan("");
    QString m_complaint;
};

} // namespace

StartUp::StartUp(QString program, QString floor, QString database)
    : m_program(std::move(program))
    , m_floor(std::move(floor))
    , m_database(std::move(database))
{
}

void StartUp::run(Figures &figures, int pairs)
{
    const QTemporaryDir state;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"RAINCHECK_STATE_DIR"_s, state.path());
    environment.insert(u"RAINCHECK_REPORT_PAINT"_s, u"1"_s);
    const QStringList arguments{m_database, u"--table"_s, u"events"_s};

    std::vector<double> program;
    std::vector<double> floor;
    std::vector<double> ratios;
    std::vector<double> painted;
    std::vector<double> rested;
    std::vector<double> anonymous;
    double floorMemory = 0;
    for (int pair = -1; pair < pairs; ++pair) { // the first warms both
        const Started least(m_floor, {m_database}, environment);
        if (std::isnan(least.milliseconds()))
            return figures.failure(u"the floor does not paint: "_s + least.complaint());
        floorMemory = megabytes(least.id(), "VmRSS");
        const Started ours(m_program, arguments, environment);
        if (std::isnan(ours.milliseconds()))
            return figures.failure(u"the program does not paint: "_s + ours.complaint());
        if (pair < 0)
            continue;
        floor.push_back(least.milliseconds());
        program.push_back(ours.milliseconds());
        ratios.push_back(program.back() / floor.back());
        painted.push_back(megabytes(ours.id(), "VmRSS"));
        if (pair % 3 == 0) {
            ours.rest();
            rested.push_back(megabytes(ours.id(), "VmRSS"));
            anonymous.push_back(megabytes(ours.id(), "RssAnon"));
        }
    }
    figures.note(u"floor: process start to first rows painted"_s, median(floor), u"ms"_s);
    figures.note(u"floor: memory (VmRSS)"_s, floorMemory, u"MB"_s);
    figures.note(u"process start to first rows painted"_s, median(program), u"ms"_s);
    figures.goal(u"… against the floor (median of the pairs)"_s, median(ratios), u"x"_s, 3.0);
    figures.goal(u"memory when painted (VmRSS)"_s, median(painted), u"MB"_s, 80);
    figures.goal(u"memory with anchors and exact count (VmRSS)"_s, median(rested), u"MB"_s, 80);
    figures.note(u"… of it the program's own (RssAnon)"_s, median(anonymous), u"MB"_s);
}
