// SPDX-License-Identifier: GPL-3.0-or-later
// bench_preview [N]: typing an expression in the migration preview of a schema of 200 tables, N of which (all of them
// unless it is said) are made anew: from a key to the script with it on the screen. Exit code 1 when the goal is missed
// by more than 15 %.
#include "bench/figures.h"
#include "support/opensession.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/hazardcard.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/prompts.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int tables = 200;
constexpr double goalMilliseconds = 50;

class Given : public ui::MigrationSource {
public:
    [[nodiscard]] QString id() const override { return u"given"_s; }
    [[nodiscard]] QString name() const override { return u"given"_s; }
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override { return given; }
    std::optional<core::MigrationDraft> given;
};

QString ddl()
{
    QString sql;
    for (int i = 0; i < tables; ++i)
        sql += u"CREATE TABLE t%1 (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, made INTEGER DEFAULT 0, "
               "owner INTEGER REFERENCES t%2 (id) ON DELETE CASCADE, CHECK (made >= 0));"
               "CREATE INDEX t%1_owner ON t%1 (owner); CREATE INDEX t%1_title ON t%1 (title, made);"
               "INSERT INTO t%1 VALUES (1, 'One', NULL, 1, NULL);"_s.arg(i)
                   .arg(i / 2);
    return sql;
}

/// So many tables change and are made anew; the first one needs a value as well.
core::MigrationDraft draftFrom(core::Schema schema, qsizetype changed)
{
    for (core::Table &table : schema.tables) {
        if (changed-- <= 0)
            break;
        table.columns[2].notNull = table.name.name != u"t0";
        table.columns[2].defaultExpression = u"''"_s;
    }
    core::Column slug;
    slug.name = u"slug"_s;
    slug.declaredType = u"TEXT"_s;
    slug.notNull = true;
    schema.tables.first().columns.append(slug);
    core::MigrationDraft draft;
    draft.target = schema;
    return draft;
}

template <typename Done> bool waitUntil(Done done)
{
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < 120'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
    return done();
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::Theme::apply(application, ui::ThemeKind::Dark);
    Figures figures;
    OpenSession open(ddl());
    if (!open.session) {
        figures.failure(open.error);
        return 1;
    }
    ui::DialogPrompts prompts;
    ui::MigrationsPage page(*open.session, prompts);
    page.resize(1440, 900);
    page.show();
    auto *source = new Given;
    source->given = draftFrom(*open.session->schema(), argc > 1 ? QByteArray(argv[1]).toInt() : tables);
    ui::MigrationSources::of(*open.session).add(source);
    page.selectSource(u"given"_s);
    if (!waitUntil([&] { return page.preview().isSettled() && page.preview().desk().plan(); })) {
        figures.failure(u"the preview did not settle"_s);
        return 1;
    }
    figures.note(u"statements"_s, double(page.preview().sqlView().script()->statements.size()), u""_s);
    auto *card = page.findChild<ui::HazardCard *>(u"hazard-H20"_s);
    auto *field = card ? card->findChild<QLineEdit *>(u"hazard-expression"_s) : nullptr;
    if (!field) {
        figures.failure(u"there is nothing to fill"_s);
        return 1;
    }
    field->setFocus();
    std::vector<double> keys;
    QStringList texts;
    std::vector<double> plans;
    const QString text = u"lower(replace(title, ' ', '-'))"_s;
    for (qsizetype i = 6; i <= text.size(); ++i) {
        const QString typed = text.first(i) + QString(text.first(i).count(u'(') - text.first(i).count(u')'), u')');
        QElapsedTimer timer;
        timer.start();
        field->setText(typed);
        Q_EMIT field->textEdited(typed);
        const QString wanted = u'(' + typed + u')';
        if (typed.count(u'\'') % 2 == 1)
            continue; // a string that does not end: the script stays
        if (!waitUntil([&] { return page.preview().sqlView().toPlainText().contains(wanted); })) {
            figures.failure(u"the script did not follow: "_s + typed);
            return 1;
        }
        page.preview().sqlView().viewport()->repaint();
        keys.push_back(double(timer.nsecsElapsed()) / 1e6);
        texts += typed;
        plans.push_back(double(page.preview().desk().plan()->microseconds) / 1e3);
    }
    figures.note(u"diff, plan, hazards, way back"_s, median(plans), u"ms"_s);
    figures.goal(u"from a key to the script, median"_s, median(keys), u"ms"_s, goalMilliseconds);
    const auto worst = std::max_element(keys.begin(), keys.end());
    figures.goal(u"from a key to the script, worst (%1)"_s.arg(texts.at(worst - keys.begin())), *worst, u"ms"_s,
                 goalMilliseconds);
    return figures.hasFailed() ? 1 : 0;
}
