// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/peekcard.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekbody.h"
#include "ui/grid/tablerelations.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using RelationKind = core::Relation::Kind;

constexpr int valueWidth = 420;
constexpr int valueHeight = 220;
constexpr qsizetype mostShown = 64 * 1024; // of a value, in characters: a card is no editor
constexpr int peekGap = 2;

} // namespace

PeekCard::PeekCard(GridView &grid, core::Session &session, TableRelations &relations, QWidget *parent)
    : QWidget(parent)
    , m_grid(grid)
    , m_session(session)
    , m_relations(relations)
    , m_title(new PlainLabel(PlainLabel::Role::Title, {}, this))
    , m_words(new PlainLabel(PlainLabel::Role::Muted, {}, this))
    , m_body(new PeekBody(this))
    , m_value(new QPlainTextEdit(this))
    , m_keys(new PlainLabel(PlainLabel::Role::Faint, {}, this))
{
    setObjectName(u"peek-card"_s);
    setArea(this, u"card"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
    auto *layout = plainLayout<QVBoxLayout>(this, 0, 4);
    layout->setContentsMargins(2, 8, 2, 8);
    m_title->setElided(true);
    for (PlainLabel *label : {m_title, m_words, m_keys})
        label->setContentsMargins(Theme::cellPadding, 0, Theme::cellPadding, 0);
    m_words->setWordWrap(true);
    m_value->setObjectName(u"peek-value"_s);
    m_value->setReadOnly(true);
    m_value->setFocusPolicy(Qt::NoFocus);
    m_value->setFont(Theme::current().monospace());
    m_value->setProperty("bare", true);
    m_value->setFixedSize(valueWidth, valueHeight);
    layout->addWidget(m_title);
    layout->addWidget(m_words);
    layout->addWidget(m_body);
    layout->addWidget(m_value);
    layout->addWidget(m_keys);
    connect(&grid, &GridView::currentChanged, this, [this] {
        if (m_open)
            showCurrent();
    });
    connect(&grid, &GridView::scrolled, this, [this] {
        if (m_open)
            place();
    });
    connect(&session, &core::Session::changesChanged, this, [this] {
        if (m_open)
            showCurrent();
    });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (m_open && now && now != &m_grid)
            dismiss();
    });
}

PeekCard::~PeekCard()
{
    forget();
}

void PeekCard::open()
{
    if (m_grid.currentRow() < 0 || m_grid.currentColumn() < 0)
        return;
    // Over everything: a grid below a row is too small for it.
    QWidget *over = &m_grid;
    for (QWidget *up = &m_grid; up; up = up->parentWidget()) {
        if (qobject_cast<Page *>(up))
            over = up;
    }
    setParent(over);
    m_open = true;
    m_grid.installEventFilter(this);
    showCurrent();
}

void PeekCard::dismiss()
{
    m_open = false;
    ++m_shown;
    m_grid.removeEventFilter(this);
    hide();
    forget();
}

void PeekCard::forget()
{
    m_body->showNothing();
    if (m_model)
        m_model->disconnect(this);
    if (m_source)
        m_source->disconnect(this);
    m_names.reset();
    m_model.reset();
    m_source.reset();
    m_reading = false;
}

bool PeekCard::isSettled() const
{
    return !m_open || (!m_reading && (!m_names || m_names->isSettled()));
}

QString PeekCard::text() const
{
    QStringList lines{m_title->text()};
    if (m_words->isVisibleTo(this))
        lines.append(m_words->text());
    if (m_value->isVisibleTo(this))
        lines.append(m_value->toPlainText());
    else if (m_body->isVisibleTo(this))
        lines.append(m_body->text());
    return lines.join(u'\n');
}

bool PeekCard::eventFilter(QObject *object, QEvent *event)
{
    if (object != &m_grid || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->modifiers() & ~Qt::KeypadModifier)
        return false;
    switch (key->key()) {
    case Qt::Key_Space:
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_relations.relationAt(m_grid.currentColumn())) {
            dismiss();
            return false; // a plain value is edited
        }
        dismiss();
        Q_EMIT followRequested();
        return true;
    default:
        return false;
    }
}

void PeekCard::mousePressEvent(QMouseEvent *event)
{
    event->accept();
    if (!m_relations.relationAt(m_grid.currentColumn()))
        return;
    dismiss();
    Q_EMIT followRequested();
}

// What it shows ---------------------------------------------------------------------------------------------------

void PeekCard::showCurrent()
{
    forget();
    ++m_shown;
    m_body->hide();
    m_value->hide();
    const int column = m_grid.currentColumn();
    if (m_grid.currentRow() < 0 || column < 0) {
        dismiss();
        return;
    }
    const core::Relation *relation = m_relations.relationAt(column);
    m_keys->setText(relation ? u"Enter opens · Space closes"_s : u"Space closes"_s);
    setCursor(relation ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!relation)
        showValue();
    else if (relation->kind == RelationKind::One)
        showParent(*relation);
    else
        showChildren(*relation);
    place();
    show();
    raise();
}

void PeekCard::say(const QString &title, const QString &words)
{
    m_title->setText(title);
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(words);
    if (QAccessible::isActive() && m_open) {
        QAccessibleEvent event(this, QAccessible::Alert); // the focus stays where it is
        QAccessible::updateAccessibility(&event);
    }
}

void PeekCard::showValue()
{
    core::RowsModel &model = *m_grid.model();
    const int column = m_grid.currentColumn();
    const core::RowsModel::Cell cell = model.cell(m_grid.currentRow(), column);
    m_what = model.columnAt(column).name;
    say(m_what, {});
    if (cell.state != core::RowsModel::Loaded) {
        say(m_what, u"This row is still being read."_s);
    } else if (cell.isDefault || cell.value.isNull()) {
        say(m_what, m_grid.lookAt(m_grid.currentRow(), column).text);
    } else if (!cell.cutSize) {
        showWhole(cell.value);
    } else if (const auto key = model.keyOf(m_grid.currentRow())) {
        say(m_what, u"Reading…"_s);
        m_reading = true;
        core::whenDone(m_session.readCells(model.table().name, *key, {m_what}), this,
                       [this, shown = m_shown](const core::Result<core::Row> &row) {
                           if (shown != m_shown)
                               return;
                           m_reading = false;
                           if (row && !row->empty())
                               showWhole(row->front());
                           else
                               say(m_what, row ? u"The row is not there any more."_s : row.error().message);
                           place();
                       });
    }
}

void PeekCard::showWhole(const core::Value &value)
{
    const bool blob = value.kind() == core::Value::Kind::Blob;
    const QString all = blob ? value.display(1024) : value.display(mostShown);
    const qsizetype bytes = value.isNumber() ? 0 : value.bytes().size();
    say(bytes > 100 ? u"%1 · %2"_s.arg(m_what, sizeText(bytes)) : m_what, {});
    m_value->setPlainText(all);
    m_value->show();
}

// Where it stands -------------------------------------------------------------------------------------------------

void PeekCard::place()
{
    const QRect cell = m_grid.cellRect(m_grid.currentRow(), m_grid.currentColumn());
    QWidget *over = parentWidget();
    if (cell.isEmpty() || !over) {
        hide();
        return;
    }
    if (!isVisible())
        show();
    layout()->activate();
    resize(layout()->sizeHint().boundedTo(over->size() - QSize(2 * peekGap, 2 * peekGap)));
    const QPoint below = m_grid.viewport()->mapTo(over, cell.bottomLeft()) + QPoint(0, peekGap);
    const QPoint above = m_grid.viewport()->mapTo(over, cell.topLeft()) - QPoint(0, peekGap + height());
    QPoint at = below.y() + height() > over->height() && above.y() >= 0 ? above : below;
    at.setX(std::clamp(at.x(), peekGap, std::max(peekGap, over->width() - width() - peekGap)));
    at.setY(std::clamp(at.y(), peekGap, std::max(peekGap, over->height() - height() - peekGap)));
    move(at);
}

} // namespace ui

#include "moc_peekcard.cpp"
