// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relationdialog.h"

#include "core/base/whendone.h"
#include "core/rows/relationguess.h"
#include "core/session/session.h"
#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int relationNameLength = 60;
constexpr int suggestionsHeight = 132;

QComboBox *combo(QWidget *parent, const QString &name, const QString &said)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(said);
    box->setMinimumWidth(180);
    return box;
}

core::QualifiedName tableOf(const QComboBox *box)
{
    return box->currentData().value<core::QualifiedName>();
}

int indexOf(const QComboBox *box, const core::QualifiedName &table)
{
    for (int i = 0; i < box->count(); ++i) {
        if (box->itemData(i).value<core::QualifiedName>() == table)
            return i;
    }
    return -1;
}

QString overlapText(const core::Overlap &overlap)
{
    if (!overlap.finished)
        return RelationDialog::tr("Looking the values up takes too long here; nothing is known about them.");
    if (overlap.values == 0)
        return RelationDialog::tr("There are no values yet that could lead anywhere.");
    const QString first = overlap.values == core::Overlap::atMost ? RelationDialog::tr("the first ") : QString();
    if (overlap.found == overlap.values && overlap.values == 1)
        return RelationDialog::tr("The one value is found there.");
    if (overlap.found == overlap.values)
        return RelationDialog::tr("All of %1%2 values are found there.").arg(first, grouped(overlap.values));
    return RelationDialog::tr("%1 of %2%3 values are found there.")
        .arg(grouped(overlap.found), first, grouped(overlap.values));
}

} // namespace

RelationDialog::RelationDialog(core::Session &session, const Start &start, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_start(start)
{
    setUpDialog(*this, u"relation-dialog"_s, start.edited ? tr("Change a relation") : tr("Draw a relation"));
    setMinimumWidth(560);
    m_guesses = core::guessRelations(*session.schema(), session.dialect(),
                                     session.drawnRelations() + session.declaredRelations());
    // What was asked about comes first.
    std::stable_partition(m_guesses.begin(), m_guesses.end(), [&](const core::DrawnForeignKey &guess) {
        return guess.table == start.table && (start.column.isEmpty() || guess.key.columns.contains(start.column));
    });
    build();
    if (start.edited && *start.edited < session.drawnRelations().size()) {
        choose(session.drawnRelations().at(*start.edited));
        m_pairs.first().from->setFocus();
        return;
    }
    core::DrawnForeignKey begin;
    begin.table = start.table;
    begin.key.columns = QStringList{start.column};
    const auto fits = [&](const core::DrawnForeignKey &guess) {
        return start.table.name.isEmpty()
            || (guess.table == start.table && (start.column.isEmpty() || guess.key.columns == begin.key.columns));
    };
    const bool suggested = !m_guesses.isEmpty() && fits(m_guesses.constFirst());
    if (suggested)
        m_suggestions->setCurrentRow(0); // which chooses it
    else
        choose(begin);
    (suggested ? static_cast<QWidget *>(m_suggestions) : m_to)->setFocus();
}

RelationDialog::~RelationDialog()
{
    m_checking.cancel();
}

void RelationDialog::build()
{
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    all->addWidget(new PlainLabel(
        PlainLabel::Role::Title, m_start.edited ? tr("Change a relation that you drew") : tr("Draw a relation"), this));
    auto *about = new PlainLabel(
        PlainLabel::Role::Muted,
        tr("It is kept here for you, and works like a foreign key for reading, filtering and choosing. The "
           "database does not know of it, so it neither checks nor cascades."),
        this);
    about->setWordWrap(true);
    all->addWidget(about);
    createSuggestions(*all);
    createTables(*all);
    m_found = new PlainLabel(PlainLabel::Role::Normal, {}, this);
    m_found->setObjectName(u"relation-found"_s);
    m_found->setWordWrap(true);
    all->addWidget(m_found);
    m_objections = new PlainLabel(PlainLabel::Role::Small, {}, this);
    m_objections->setObjectName(u"relation-objections"_s);
    m_objections->setWordWrap(true);
    all->addWidget(m_objections);
    all->addStretch(1);
    m_accept = addDialogButtons(*this, *all, u"relation"_s, m_start.edited ? tr("Change it") : tr("Draw it")).accept;
}

void RelationDialog::createSuggestions(QBoxLayout &layout)
{
    m_suggestions = new QListWidget(this);
    m_suggestions->setObjectName(u"relation-suggestions"_s);
    m_suggestions->setAccessibleName(tr("Suggestions by name"));
    m_suggestions->setFixedHeight(suggestionsHeight);
    for (const core::DrawnForeignKey &guess : std::as_const(m_guesses))
        m_suggestions->addItem(visibleText(core::toText(guess), 2 * relationNameLength));
    connect(m_suggestions, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            choose(m_guesses.at(row));
    });
    auto *caption = new PlainLabel(PlainLabel::Role::Caption, tr("Suggested by names"), this);
    layout.addWidget(caption);
    layout.addWidget(m_suggestions);
    caption->setVisible(!m_guesses.isEmpty() && !m_start.edited);
    m_suggestions->setVisible(!m_guesses.isEmpty() && !m_start.edited);
}

void RelationDialog::createTables(QBoxLayout &layout)
{
    auto *tables = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    m_from = combo(this, u"relation-from"_s, tr("From table"));
    m_to = combo(this, u"relation-to"_s, tr("To table"));
    tables->addWidget(new PlainLabel(tr("Rows of"), this));
    tables->addWidget(m_from, 1);
    tables->addWidget(new PlainLabel(tr("refer to"), this));
    tables->addWidget(m_to, 1);
    layout.addLayout(tables);
    for (const core::Table &table : m_session.schema()->tables) {
        if (table.internal || table.shadow || !table.brokenBecause.isEmpty())
            continue;
        m_from->addItem(visibleText(table.name.display(), relationNameLength), QVariant::fromValue(table.name));
        m_to->addItem(visibleText(table.name.display(), relationNameLength), QVariant::fromValue(table.name));
    }
    m_pairRows = plainLayout<QVBoxLayout>(nullptr, 0, 6);
    layout.addLayout(m_pairRows);
    auto *pairs = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    const auto button = [&](const QString &name, const QString &text) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        made->setAutoDefault(false);
        setLook(made, ButtonLook::Flat);
        pairs->addWidget(made);
        return made;
    };
    connect(button(u"relation-more"_s, tr("+ Column")), &QPushButton::clicked, this, [this] {
        addPair();
        changed();
    });
    m_fewer = button(u"relation-fewer"_s, tr("− Column"));
    connect(m_fewer, &QPushButton::clicked, this, &RelationDialog::removePair);
    pairs->addStretch(1);
    layout.addLayout(pairs);
    addPair();
    connect(m_from, &QComboBox::currentIndexChanged, this, [this] {
        for (const Pair &pair : std::as_const(m_pairs))
            fillColumns(pair.from, m_from, 0);
        changed();
    });
    connect(m_to, &QComboBox::currentIndexChanged, this, [this] {
        for (qsizetype i = 0; i < m_pairs.size(); ++i)
            fillColumns(m_pairs.at(i).to, m_to, i);
        changed();
    });
}

void RelationDialog::addPair()
{
    Pair pair;
    const QString number = QString::number(m_pairs.size());
    pair.row = new QWidget(this);
    auto *row = plainLayout<QHBoxLayout>(pair.row, 0, 8);
    pair.from = combo(pair.row, u"relation-column-"_s + number, tr("Column"));
    pair.to = combo(pair.row, u"relation-target-"_s + number, tr("Column it leads to"));
    row->addWidget(new PlainLabel(m_pairs.isEmpty() ? tr("by") : tr("and"), pair.row));
    row->addWidget(pair.from, 1);
    row->addWidget(new PlainLabel(u"→"_s, pair.row));
    row->addWidget(pair.to, 1);
    fillColumns(pair.from, m_from, m_pairs.size());
    fillColumns(pair.to, m_to, m_pairs.size());
    m_pairRows->addWidget(pair.row);
    m_pairs.append(pair);
    m_fewer->setEnabled(m_pairs.size() > 1);
    connect(pair.from, &QComboBox::currentIndexChanged, this, &RelationDialog::changed);
    connect(pair.to, &QComboBox::currentIndexChanged, this, &RelationDialog::changed);
}

void RelationDialog::removePair()
{
    if (m_pairs.size() < 2)
        return;
    Pair last = m_pairs.takeLast();
    last.row->hide();
    last.row->deleteLater();
    m_fewer->setEnabled(m_pairs.size() > 1);
    changed();
}

void RelationDialog::fillColumns(QComboBox *columns, const QComboBox *tables, qsizetype pair) const
{
    const QSignalBlocker quiet(columns); // whoever fills says afterwards that it has changed
    const core::Table *table = m_session.schema()->table(tableOf(tables));
    columns->clear();
    for (const core::Column &column : table ? table->columns : QList<core::Column>()) {
        const QString type = column.declaredType.isEmpty() ? QString() : u"  "_s + column.declaredType.toLower();
        columns->addItem(visibleText(column.name + type, relationNameLength), column.name);
    }
    const QStringList key = table ? table->primaryKeyColumns() : QStringList();
    if (tables == m_to && !key.isEmpty())
        columns->setCurrentIndex(columns->findData(key.at(std::min(pair, key.size() - 1))));
}

void RelationDialog::choose(const core::DrawnForeignKey &drawn)
{
    m_filling = true;
    m_from->setCurrentIndex(std::max(0, indexOf(m_from, drawn.table)));
    if (const int to = indexOf(m_to, drawn.key.target); to >= 0)
        m_to->setCurrentIndex(to);
    while (m_pairs.size() > std::max<qsizetype>(1, drawn.key.columns.size()))
        removePair();
    while (m_pairs.size() < drawn.key.columns.size())
        addPair();
    for (qsizetype i = 0; i < m_pairs.size(); ++i) {
        const auto set = [](QComboBox *box, const QString &column) {
            if (const int at = box->findData(column); at >= 0)
                box->setCurrentIndex(at);
        };
        set(m_pairs.at(i).from, drawn.key.columns.value(i));
        set(m_pairs.at(i).to, drawn.key.targetColumns.value(i));
    }
    m_filling = false;
    changed();
}

core::DrawnForeignKey RelationDialog::relation() const
{
    core::DrawnForeignKey drawn;
    drawn.table = tableOf(m_from);
    drawn.key.target = tableOf(m_to);
    for (const Pair &pair : m_pairs) {
        drawn.key.columns.append(pair.from->currentData().toString());
        drawn.key.targetColumns.append(pair.to->currentData().toString());
    }
    return drawn;
}

QList<core::DrawnForeignKey> RelationDialog::others() const
{
    QList<core::DrawnForeignKey> drawn = m_session.drawnRelations();
    if (m_start.edited && *m_start.edited < drawn.size())
        drawn.removeAt(*m_start.edited);
    return drawn + m_session.declaredRelations();
}

void RelationDialog::changed()
{
    if (m_filling)
        return;
    m_checking.cancel();
    const core::DrawnForeignKey drawn = relation();
    const QList<core::Objection> against = core::objections(drawn, *m_session.schema(), m_session.dialect(), others());
    const bool possible =
        std::none_of(against.cbegin(), against.cend(), [](const core::Objection &o) { return o.forbids; });
    QStringList said;
    for (const core::Objection &objection : against)
        said.append(objection.text);
    m_objections->setText(visibleText(said.join(u' '), 400));
    m_accept->setEnabled(possible);
    m_isChecking = possible;
    ++m_generation;
    if (!possible) {
        m_found->clear();
        return;
    }
    m_found->setText(tr("Looking the values up…"));
    m_checking = m_session.checkOverlap(drawn);
    core::whenDone(m_checking, this, [this, generation = m_generation](const core::Result<core::Overlap> &overlap) {
        if (generation == m_generation)
            showOverlap(overlap);
    });
}

void RelationDialog::showOverlap(const core::Result<core::Overlap> &overlap)
{
    m_isChecking = false;
    if (overlap)
        m_found->setText(overlapText(*overlap));
    else if (!overlap.error().isCancelled())
        m_found->setText(overlap.error().message);
}

void RelationDialog::accept()
{
    if (!m_accept->isEnabled())
        return;
    QList<core::DrawnForeignKey> drawn = m_session.drawnRelations();
    if (m_start.edited && *m_start.edited < drawn.size())
        drawn[*m_start.edited] = relation();
    else
        drawn.append(relation());
    m_session.setDrawnRelations(drawn);
    QDialog::accept();
}

} // namespace ui

#include "moc_relationdialog.cpp"
