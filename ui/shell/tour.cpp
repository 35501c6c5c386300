// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tour.h"

#include "ui/actions/commandpalette.h"
#include "ui/changes/editstack.h"
#include "ui/migrate/migrationspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/tourcast.h"
#include "ui/shell/tourgrid.h"
#include "ui/shell/tourimpact.h"
#include "ui/shell/tourpicture.h"
#include "ui/shell/tourrelated.h"
#include "ui/shell/tourroweditor.h"
#include "ui/shell/tourrows.h"
#include "ui/shell/toursample.h"
#include "ui/shell/toursampletools.h"
#include "ui/shell/tourserver.h"
#include "ui/shell/workspace.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int pollMilliseconds = 40;
constexpr int stepMilliseconds = 60000; // a dry run of a large database takes its time
constexpr int equalPictures = 3;
constexpr QSize usualSize(1440, 900); ///< of the window

QString nameOf(ThemeKind theme)
{
    return theme == ThemeKind::Dark ? u"dark"_s : u"light"_s;
}

/// Runs the steps one after the other from a timer. A step is over when what it waits for is true and the window looks
/// the same a few times in a row. Deletes itself.
class Tour : public QObject {
public:
    Tour(QApplication &application, std::unique_ptr<core::Session> session, TourOptions options,
         std::function<void(core::Result<QStringList>)> finished)
        : m_application(application)
        , m_session(std::move(session))
        , m_options(std::move(options))
        , m_finished(std::move(finished))
    {
        connect(&m_timer, &QTimer::timeout, this, &Tour::poll);
        m_timer.setInterval(pollMilliseconds);
    }

    void begin()
    {
        if (!QDir().mkpath(m_options.folder)) {
            finish(core::Error::io(u"The folder %1 cannot be made."_s.arg(m_options.folder)));
            return;
        }
        QApplication::setCursorFlashTime(0); // a blinking caret would never settle
        chooseCast(*m_session, this, [this](const TourCast &cast) {
            m_cast = cast;
            if (!cast.missing().isEmpty() && m_options.withSample)
                m_options.note(u"Of %1 the pictures show the sample: this database has none with rows."_s.arg(
                    cast.missing().join(u", "_s)));
            play();
        });
    }

private:
    void play()
    {
        for (const ThemeKind theme : m_options.themes)
            addSteps(theme);
        for (const ThemeKind theme : m_options.withSample ? m_options.themes : QList<ThemeKind>())
            addSampleSteps(theme);
        Theme::apply(m_application, m_options.themes.value(0, ThemeKind::Dark)); // a window is made in the theme it has
        m_window = std::make_unique<MainWindow>(realServices({}, {}, m_options.sample));
        m_window->resize(usualSize);
        m_window->show();
        next();
    }

    void addSteps(ThemeKind theme)
    {
        m_steps.append({{}, [this, theme] { m_window->setTheme(theme); }, {}});
        addStart(theme);
        addTable();
        addPages();
        addFilters();
    }

    void addStart(ThemeKind theme)
    {
        const QString kind = nameOf(theme);
        if (m_steps.size() == 1)
            m_steps.append({u"start"_s, [this, kind] { m_prefix = kind; }, {}});
        else
            m_steps.append({{}, [this, kind] { m_prefix = kind; }, {}});
        m_steps.append({{},
                        [this] {
                            if (m_session)
                                m_window->showSession(std::move(m_session));
                            workspace().pages().closeAll(); // the first table came by itself
                            m_rows = std::make_unique<TourRows>(m_window->workspace()->session());
                        },
                        [this] { return m_rows->isReady(); }});
    }

    void addTable()
    {
        m_steps.append({u"table"_s, [this] { open(m_rows->table()); }, {}});
        m_steps.append({u"edited"_s,
                        [this] {
                            for (const core::EditOp &op : m_rows->someEdits())
                                stage(op);
                            if (const auto key = m_rows->editedKey())
                                go({m_rows->table(), {}, key, {}});
                        },
                        {}});
        m_steps.append({{}, [this] { workspace().edits().discardAll(); }, {}});
        m_steps.append({u"error"_s,
                        [this] { m_window->openTarget(QDir(m_options.folder).filePath(u"no-such-file.db"_s)); },
                        [this] { return !m_window->isOpening() && m_window->messages().isError(); }});
    }

    void addPages()
    {
        m_steps.append({u"palette"_s,
                        [this] {
                            m_window->messages().dismiss();
                            m_window->perform(u"palette"_s);
                            m_window->commandPalette().setPattern(m_rows->table().name.first(1));
                        },
                        {}});
        m_steps.append({u"migrations"_s,
                        [this] {
                            m_window->commandPalette().closePalette();
                            m_window->perform(u"migrations.open"_s);
                        },
                        {}});
        if (m_session->migrations()) {
            m_steps.append({u"dryrun"_s, [this] { rehearse(); }, {}});
        }
        m_steps.append({u"history"_s, [this] { m_window->perform(u"history.open"_s); }, {}});
    }

    void addFilters()
    {
        m_steps.append({u"filter"_s,
                        [this] {
                            go({m_rows->table(), m_rows->someFilter(), {}, {}});
                            m_window->perform(u"filter.show"_s);
                        },
                        {}});
        m_steps.append({u"empty"_s, [this] { go({m_rows->table(), m_rows->emptyFilter(), {}, {}}); }, {}});
        m_steps.append({{}, [this] { workspace().pages().closeAll(); }, {}}); // and with it the filter
        m_steps += neighbourScenes([this]() -> Workspace & { return workspace(); }, m_cast);
        m_steps.append({{}, [this] { workspace().pages().closeAll(); }, {}});
        if (m_session->isOnServer())
            m_steps += serverScenes([this]() -> MainWindow & { return *m_window; }, *m_session, m_cast);
    }

    /// What cannot be drawn of just any database, or not before something was written: in a sample of the tour's own.
    void addSampleSteps(ThemeKind theme)
    {
        m_steps.append({{},
                        [this, theme] {
                            m_window->setTheme(theme);
                            m_prefix = nameOf(theme);
                            openSample();
                        },
                        [this] { return m_rows->isReady() && m_joined->isReady() && m_attached->isReady(); }});
        addSampleRows();
        addImpact(u"blast-radius"_s, tourimpact::cascades());
        addImpact(u"blast-radius-blocked"_s, tourimpact::blocked());
        addImpact(u"blast-radius-new-row"_s, tourimpact::newRowLost());
        addImpact(u"many-edits"_s, tourimpact::many());
        m_steps.append({{}, [this] { m_window->resize(900, 600); }, {}});
        addImpact(u"blast-radius-small"_s, tourimpact::newRowLost());
        m_steps.append({{}, [this] { m_window->resize(usualSize); }, {}});
        const auto window = [this]() -> MainWindow & { return *m_window; };
        m_steps += rowEditorScenes(window) + relatedScenes(window);
        m_steps += neighbourScenes([this]() -> Workspace & { return workspace(); }, m_cast.understudies());
        addConflict();
        m_steps.append({u"history-records"_s, [this] { m_window->perform(u"history.open"_s); }, {}});
        m_steps.append({{}, [this] { m_window->perform(u"migrations.open"_s); }, {}});
        m_steps.append({u"dryrun-loss"_s, [this] { rehearse(); }, {}});
        m_steps += sampleToolScenes([this]() -> Workspace & { return workspace(); }, [this] { return dialog(); });
        m_steps.append({{}, [this] { workspace().pages().closeAll(); }, {}});
    }

    void openSample()
    {
        m_rows.reset();
        m_joined.reset();
        m_attached.reset();
        m_samples.push_back(std::make_unique<TourSample>()); // a new one for each theme: the same pictures
        auto opened = m_samples.back()->open();
        if (!opened) {
            m_error = opened.error();
            return;
        }
        m_window->showSession(std::move(*opened));
        workspace().pages().closeAll();
        core::Session &session = workspace().session();
        m_rows = std::make_unique<TourRows>(session, u"posts"_s);
        m_joined = std::make_unique<TourRows>(session, u"progress"_s);
        m_attached = std::make_unique<TourRows>(session, u"attachments"_s);
    }

    void addSampleRows()
    {
        m_steps.append({u"null-empty-default"_s, [this] { edit(*m_rows, m_rows->nothings()); }, {}});
        m_steps.append({u"composite-key"_s,
                        [this] {
                            workspace().edits().discardAll();
                            edit(*m_joined, m_joined->deletion());
                        },
                        {}});
        m_steps.append({u"blob"_s,
                        [this] {
                            workspace().edits().discardAll();
                            edit(*m_attached, {});
                        },
                        {}});
    }

    void addImpact(const QString &name, const QList<core::EditOp> &edits)
    {
        m_steps.append({name,
                        [this, edits] {
                            workspace().edits().discardAll();
                            for (const core::EditOp &op : edits)
                                stage(op);
                            go({tourimpact::table(), {}, tourimpact::key(), {}});
                        },
                        {}});
        m_steps.append({{}, [this] { workspace().edits().discardAll(); }, {}});
    }

    /// Ours is applied, then an edit is staged that rests on what was read before it.
    void addConflict()
    {
        m_steps.append({u"applied"_s,
                        [this] {
                            edit(*m_rows, m_rows->addition(u", in plain words"_s));
                            m_window->perform(u"edits.apply"_s);
                        },
                        [this] { return workspace().session().changes()->isEmpty(); }});
        m_steps.append({u"conflict"_s,
                        [this] {
                            edit(*m_rows, m_rows->addition(u", explained"_s));
                            m_window->perform(u"edits.apply"_s);
                        },
                        [this] { return dialog() != nullptr; }});
        m_steps.append({{},
                        [this] {
                            if (dialog())
                                dialog()->reject();
                            workspace().edits().discardAll();
                        },
                        {}});
    }

    void edit(const TourRows &rows, const QList<core::EditOp> &edits)
    {
        for (const core::EditOp &op : edits)
            stage(op);
        go({rows.table(), {}, rows.editedKey(), {}});
    }

    void rehearse()
    {
        if (auto *page = qobject_cast<MigrationsPage *>(workspace().pages().currentPage()))
            page->dryRun();
    }

    [[nodiscard]] QDialog *dialog() const { return dialogOver(*m_window); }
    [[nodiscard]] Workspace &workspace() { return *m_window->workspace(); }
    void open(const core::QualifiedName &table) { go({table, {}, {}, {}}); }
    void go(const Destination &to) { workspace().open({Place::Kind::Table, to}, PageArea::OpenAs::Pinned); }
    void stage(const core::EditOp &op)
    {
        if (const auto done = workspace().edits().push(op, u"Edit of the tour"_s); !done)
            m_error = done.error();
    }

    void next()
    {
        if (m_at >= m_steps.size()) {
            finish(m_files);
            return;
        }
        m_last = QImage();
        m_equal = 0;
        m_waited.start();
        m_steps.at(m_at).act();
        m_timer.start();
    }

    void poll()
    {
        const TourScene &step = m_steps.at(m_at);
        if (m_error) {
            finish(*m_error);
            return;
        }
        if (m_waited.elapsed() > stepMilliseconds) {
            finish(core::Error::invalid(u"The tour waited in vain for \"%1\"."_s.arg(step.name)));
            return;
        }
        const bool settled = !m_window->workspace() || m_window->workspace()->isSettled();
        if (!settled || (step.ready && !step.ready())) {
            m_equal = 0;
            return;
        }
        const QImage picture = pictureOf(*m_window);
        m_equal = picture == m_last ? m_equal + 1 : 0;
        m_last = picture;
        if (m_equal < equalPictures)
            return;
        m_timer.stop();
        if (!step.name.isEmpty() && !save(picture, step.name))
            return;
        ++m_at;
        next();
    }

    bool save(const QImage &picture, const QString &name)
    {
        const QString file =
            QDir(m_options.folder)
                .filePath(u"%1-%2-%3.png"_s.arg(m_prefix).arg(++m_number, 2, 10, QLatin1Char('0')).arg(name));
        if (!picture.save(file)) {
            finish(core::Error::io(u"The picture %1 cannot be written."_s.arg(file)));
            return false;
        }
        m_files.append(file);
        return true;
    }

    void finish(const core::Result<QStringList> &result)
    {
        m_timer.stop();
        m_rows.reset();
        m_joined.reset();
        m_attached.reset();
        m_window.reset();
        const auto finished = std::move(m_finished);
        deleteLater();
        finished(result);
    }

    QApplication &m_application;
    std::unique_ptr<core::Session> m_session;
    TourOptions m_options;
    std::function<void(core::Result<QStringList>)> m_finished;
    std::vector<std::unique_ptr<TourSample>> m_samples; ///< their folders go after the window
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<TourRows> m_rows;
    std::unique_ptr<TourRows> m_joined; ///< of the sample: a key of three columns
    std::unique_ptr<TourRows> m_attached; ///< of the sample: a blob, and a foreign key of two columns
    TourCast m_cast; ///< in the database that was opened
    QList<TourScene> m_steps;
    qsizetype m_at = 0;
    QTimer m_timer;
    QElapsedTimer m_waited;
    QImage m_last;
    int m_equal = 0;
    int m_number = 0;
    QString m_prefix;
    QStringList m_files;
    std::optional<core::Error> m_error;
};

} // namespace

void runTour(QApplication &application, std::unique_ptr<core::Session> session, const TourOptions &options,
             std::function<void(core::Result<QStringList>)> finished)
{
    auto *tour = new Tour(application, std::move(session), options, std::move(finished));
    QTimer::singleShot(0, tour, [tour] { tour->begin(); });
}

} // namespace ui
