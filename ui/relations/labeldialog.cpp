// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/labeldialog.h"

#include "core/session/session.h"
#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int exampleCount = 5;
constexpr int exampleLength = 80;

QString columnsInWords(const QStringList &columns)
{
    return columns.isEmpty() ? LabelDialog::tr("by the key alone") : visibleText(columns.join(u", "_s), exampleLength);
}

} // namespace

LabelDialog::LabelDialog(core::Session &session, const core::QualifiedName &table, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_table(*session.schema()->table(table))
    , m_guessed(core::guessLabel(m_table, session.dialect()))
{
    setUpDialog(*this, u"label-dialog"_s, tr("What rows are called"));
    resize(460, 560);
    auto *all = plainLayout<QVBoxLayout>(this, 18, 8);
    auto *title =
        new PlainLabel(PlainLabel::Role::Title, tr("What rows of %1 are called").arg(visibleText(table.name, 60)));
    title->setElided(true);
    all->addWidget(title);
    auto *about = new PlainLabel(
        PlainLabel::Role::Muted,
        tr("Foreign keys that lead here show it before the key; filters, sorting and copies can use it."));
    about->setWordWrap(true);
    all->addWidget(about);
    createChoices(*all);
    createColumns(*all);
    createExamples(*all);
    all->addSpacing(6);
    addDialogButtons(*this, *all, u"label"_s, tr("Call them so"));

    const core::LabelRule now = session.labelRules().value(table);
    fillColumns(now.columns);
    (now == m_guessed ? m_asGuessed : now.isEmpty() ? m_byKey : m_byColumns)->setChecked(true);
    connect(m_columns, &QListWidget::itemChanged, this, [this] {
        if (m_filling)
            return;
        m_byColumns->setChecked(true);
        showExamples();
    });
    readRows();
    (m_byColumns->isChecked() ? static_cast<QWidget *>(m_columns) : m_asGuessed)->setFocus();
}

LabelDialog::~LabelDialog() = default;

void LabelDialog::createChoices(QBoxLayout &layout)
{
    const auto add = [&](const QString &name, const QString &text) {
        auto *button = new QRadioButton(plainButtonText(text), this);
        button->setObjectName(name);
        layout.addWidget(button);
        connect(button, &QRadioButton::toggled, this, [this](bool on) {
            if (on)
                showExamples();
        });
        return button;
    };
    m_asGuessed = add(u"label-guessed"_s, tr("As guessed: %1").arg(columnsInWords(m_guessed.columns)));
    m_byKey = add(u"label-key"_s, tr("By the key alone"));
    m_byColumns = add(u"label-columns"_s, tr("By these columns, in this order:"));
}

void LabelDialog::createColumns(QBoxLayout &layout)
{
    m_columns = new QListWidget(this);
    m_columns->setObjectName(u"label-list"_s);
    m_columns->setAccessibleName(tr("Columns"));
    m_columns->installEventFilter(this);
    auto *row = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    row->addWidget(m_columns, 1);
    auto *side = plainLayout<QVBoxLayout>(nullptr, 0, 6);
    const auto mover = [&](const QString &name, const QString &text, const QString &tip, int step) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setToolTip(tip);
        button->setAutoDefault(false);
        side->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, step] { move(step); });
    };
    mover(u"label-up"_s, tr("Up"), tr("Earlier in the name (Alt+Up)"), -1);
    mover(u"label-down"_s, tr("Down"), tr("Later in the name (Alt+Down)"), 1);
    side->addStretch(1);
    row->addLayout(side);
    layout.addLayout(row, 1);
}

void LabelDialog::createExamples(QBoxLayout &layout)
{
    layout.addWidget(new PlainLabel(PlainLabel::Role::Caption, tr("Rows as they would read"), this));
    for (int i = 0; i < exampleCount; ++i) {
        auto *line = new PlainLabel(PlainLabel::Role::Normal, {}, this);
        line->setObjectName(u"label-example-%1"_s.arg(i));
        line->setElided(true);
        layout.addWidget(line);
        m_examples.append(line);
    }
}

void LabelDialog::fillColumns(const QStringList &chosen)
{
    m_filling = true;
    QStringList names = chosen;
    for (const core::Column &column : std::as_const(m_table.columns)) {
        if (!column.hidden && !names.contains(column.name))
            names.append(column.name);
    }
    for (const QString &name : std::as_const(names)) {
        auto *item = new QListWidgetItem(visibleText(name, exampleLength), m_columns);
        item->setData(Qt::UserRole, name);
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
    m_columns->setCurrentRow(0);
    m_filling = false;
}

void LabelDialog::readRows()
{
    core::RowQuery query;
    query.table = m_table.name;
    m_rows = m_session.makeRowSource(query);
    connect(m_rows.get(), &core::RowSource::pageReady, this, &LabelDialog::showExamples);
    connect(m_rows.get(), &core::RowSource::countChanged, this, &LabelDialog::showExamples);
    showExamples();
}

void LabelDialog::showExamples()
{
    if (!m_rows)
        return;
    const core::RowPagePtr page = m_rows->page(0);
    const QStringList wanted = rule().value_or(m_guessed).columns;
    const QList<core::Column> &columns = m_rows->columns();
    for (int row = 0; row < exampleCount; ++row) {
        if (!page || row >= page->rowCount) {
            m_examples.at(row)->clear();
            continue;
        }
        QList<core::Value> values;
        for (const QString &name : wanted) {
            for (int c = 0; c < columns.size(); ++c) {
                if (columns.at(c).name == name)
                    values.append(page->cell(row, c));
            }
        }
        QStringList key;
        for (const core::Value &part : page->keys.at(size_t(row)).values)
            key.append(part.display(exampleLength));
        m_examples.at(row)->setText(
            visibleText(core::labelWithKey(core::labelText(values), key.join(u", "_s)), exampleLength));
    }
}

std::optional<core::LabelRule> LabelDialog::rule() const
{
    if (m_asGuessed->isChecked())
        return std::nullopt;
    core::LabelRule rule;
    for (int i = 0; m_byColumns->isChecked() && i < m_columns->count(); ++i) {
        if (m_columns->item(i)->checkState() == Qt::Checked)
            rule.columns.append(m_columns->item(i)->data(Qt::UserRole).toString());
    }
    return rule;
}

QStringList LabelDialog::examples() const
{
    QStringList texts;
    for (const PlainLabel *line : m_examples) {
        if (!line->text().isEmpty())
            texts.append(line->text());
    }
    return texts;
}

void LabelDialog::move(int step)
{
    const int from = m_columns->currentRow();
    const int to = from + step;
    if (from < 0 || to < 0 || to >= m_columns->count())
        return;
    m_filling = true;
    QListWidgetItem *item = m_columns->takeItem(from);
    m_columns->insertItem(to, item);
    m_columns->setCurrentRow(to);
    m_filling = false;
    showExamples();
}

void LabelDialog::accept()
{
    m_session.setLabelRule(m_table.name, rule());
    QDialog::accept();
}

bool LabelDialog::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_columns && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            move(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return QDialog::eventFilter(object, event);
}

} // namespace ui

#include "moc_labeldialog.cpp"
