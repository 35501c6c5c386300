// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scrolling.h"

#include "core/session/session.h"
#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <functional>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 20'000; ///< milliseconds
constexpr int jumpSamples = 9;
constexpr int randomJumps = 1000;
constexpr int sweepPositions = 500;

/// Sees every frame of a grid right after it was painted.
class Frames : public QObject {
public:
    explicit Frames(ui::GridView &grid)
        : m_grid(grid)
    {
        m_grid.viewport()->installEventFilter(this);
    }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int blank() const { return m_blank; }
    [[nodiscard]] bool lastWasBlank() const { return m_lastBlank; }
    [[nodiscard]] qint64 lastTop() const { return m_lastTop; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Paint || m_inside)
            return false;
        m_inside = true;
        QCoreApplication::sendEvent(watched, event); // paints; and then, still in this frame, a look at it
        m_inside = false;
        ++m_count;
        m_lastTop = m_grid.topRow();
        m_lastBlank = hasPlaceholder();
        m_blank += m_lastBlank ? 1 : 0;
        return true;
    }

private:
    [[nodiscard]] bool hasPlaceholder() const
    {
        const qint64 last = std::min(m_grid.model()->rows(), m_grid.topRow() + m_grid.visibleRows());
        for (qint64 row = m_grid.topRow(); row < last; ++row) {
            if (m_grid.lookAt(row, 0).placeholder)
                return true;
        }
        return last == m_grid.topRow();
    }
    ui::GridView &m_grid;
    int m_count = 0;
    int m_blank = 0;
    bool m_lastBlank = true;
    bool m_inside = false;
    qint64 m_lastTop = -1;
};

/// How long the event loop went without turning.
class Heartbeat {
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            m_longest = std::max(m_longest, static_cast<double>(m_since.nsecsElapsed()) / 1e6);
            m_since.restart();
        });
        m_since.start();
        m_timer.start(1);
    }
    [[nodiscard]] double longest() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_longest = 0;
};

/// A page as the window has it, shown.
struct Page {
    core::Session &session;
    ui::EditStack stack{session};
    ui::TablePage page{session, stack, {{}, u"events"_s}};
    ui::GridView &grid{*page.grid()};
    Frames frames{grid};
    QTimer wake; ///< so that waiting ends even when nothing happens

    explicit Page(core::Session &s)
        : session(s)
    {
        page.resize(1180, 840);
        page.show();
        grid.setFocus();
        wake.start(100);
    }
    bool until(const std::function<bool()> &there)
    {
        QElapsedTimer timer;
        timer.start();
        while (!there()) {
            if (timer.elapsed() > patience)
                return false;
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        return true;
    }
    bool settle()
    {
        return until([this] { return page.isSettled() && grid.model()->countIsExact() && !frames.lastWasBlank(); });
    }
};

void lastRow(Figures &figures, core::Session &session)
{
    std::vector<double> frames;
    std::vector<double> milliseconds;
    for (int i = 0; i < jumpSamples; ++i) {
        Page p(session);
        if (!p.settle())
            return figures.failure(u"the anchors do not come"_s);
        p.grid.setCurrent(0, 0);
        QCoreApplication::processEvents();
        const int before = p.frames.count();
        const qint64 top = p.grid.model()->rows() - p.grid.visibleRows();
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(&p.grid, Qt::Key_End, Qt::ControlModifier);
        if (!p.until([&] { return p.frames.count() > before && !p.frames.lastWasBlank() && p.frames.lastTop() == top; }))
            return figures.failure(u"the last row does not come"_s);
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        frames.push_back(p.frames.count() - before);
    }
    figures.note(u"jump to the last row by key, until its rows are painted"_s, median(milliseconds), u"ms"_s);
    figures.goal(u"… in frames (worst of %1)"_s.arg(jumpSamples), *std::max_element(frames.begin(), frames.end()),
                 u"frames"_s, 2);
}

void randomRows(Figures &figures, Page &p)
{
    const double before = megabytes(QCoreApplication::applicationPid(), "VmRSS");
    std::vector<double> milliseconds;
    QRandomGenerator random(1);
    for (int i = 0; i < randomJumps; ++i) {
        const int frames = p.frames.count();
        QElapsedTimer timer;
        timer.start();
        p.grid.setCurrent(random.bounded(p.grid.model()->rows()), 0);
        if (!p.until([&] { return p.frames.count() > frames && !p.frames.lastWasBlank(); }))
            return figures.failure(u"a row does not come"_s);
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    figures.note(u"jump to a random row, until it is painted"_s, median(milliseconds), u"ms"_s);
    figures.goal(u"memory grown by %1 random jumps"_s.arg(randomJumps),
                 megabytes(QCoreApplication::applicationPid(), "VmRSS") - before, u"MB"_s, 32);
}

void sweep(Figures &figures, Page &p)
{
    QScrollBar *bar = p.grid.verticalScrollBar();
    const int blankBefore = p.frames.blank();
    std::vector<double> milliseconds;
    for (int i = 0; i < sweepPositions; ++i) {
        const int frames = p.frames.count();
        QElapsedTimer timer;
        timer.start();
        bar->setValue(static_cast<int>(qint64(bar->maximum()) * (i + 1) / (sweepPositions + 1)));
        if (!p.until([&] { return p.frames.count() > frames; }))
            return figures.failure(u"no frame comes"_s);
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    figures.note(u"a frame of the scroll bar's sweep"_s, median(milliseconds), u"ms"_s);
    figures.goal(u"blank frames in a sweep of %1 positions"_s.arg(sweepPositions), p.frames.blank() - blankBefore,
                 u"frames"_s, 0);
}

} // namespace

void benchScrolling(Figures &figures, const QString &database)
{
    const QTemporaryDir state;
    core::Session::Options options;
    options.stateFolder = state.path();
    auto session = core::Session::open(database, options);
    if (!session)
        return figures.failure(session.error().message);
    ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
    lastRow(figures, **session);
    Page p(**session);
    if (!p.settle())
        return figures.failure(u"the anchors do not come"_s);
    const Heartbeat heartbeat;
    randomRows(figures, p);
    sweep(figures, p);
    figures.goal(u"longest time the event loop stood still"_s, heartbeat.longest(), u"ms"_s, 100);
}
