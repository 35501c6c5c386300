// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/peekcard.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekbody.h"
#include "ui/grid/tablerelations.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Kind = core::Relation::Kind;

constexpr int valueWidth = 420;
constexpr int valueHeight = 220;
constexpr qsizetype mostShown = 64 * 1024; // of a value, in characters: a card is no editor
constexpr int gap = 2;

/// What is staged in a row's cell, if it names a staged new row.
std::optional<core::KeyOfInserted> referenceAt(core::RowsModel &model, const core::ChangeSet &changes, qint64 row,
                                               const QString &column)
{
    const core::RowEdit *edit = nullptr;
    if (const auto id = model.insertIdOf(row))
        edit = changes.findInserted(model.table().name, *id);
    else if (const auto key = model.keyOf(row))
        edit = changes.find(model.table().name, *key);
    const auto cell = edit ? edit->cells.constFind(column) : QMap<QString, core::CellEdit>::const_iterator();
    if (!edit || cell == edit->cells.cend())
        return std::nullopt;
    const auto *reference = std::get_if<core::KeyOfInserted>(&cell->value);
    return reference ? std::optional(*reference) : std::nullopt;
}

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
    else if (relation->kind == Kind::One)
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
}

void PeekCard::readRows(const core::QualifiedName &table, const core::Filter &filter)
{
    const core::Table *found = m_session.schema()->table(table);
    if (!found) {
        say(table.display(), u"%1 is not in the database any more."_s.arg(table.display()));
        return;
    }
    core::RowQuery query;
    query.table = table;
    query.filter = filter;
    m_reading = true;
    m_source = m_session.makeRowSource(query);
    m_model = std::make_unique<core::RowsModel>(*m_source, *found, m_session.dialect());
    m_model->setInsertedFilter([this](const core::RowEdit &edit) {
        return m_relation.kind == Kind::One ? edit.insertId == m_insertId : m_scope.holds(edit, *m_session.changes());
    });
    m_model->setChanges(m_session.changes());
    m_names = std::make_unique<TableRelations>(m_session, *m_model, nullptr);
    connect(m_model.get(), &core::RowsModel::rowsChanged, this, &PeekCard::fill);
    connect(m_model.get(), &core::RowsModel::contentChanged, this, &PeekCard::fill);
    connect(m_model.get(), &core::RowsModel::formatsChanged, this, &PeekCard::fill);
    connect(m_source.get(), &core::RowSource::busyChanged, this, &PeekCard::fill);
    connect(m_source.get(), &core::RowSource::failed, this, [this](const core::Error &error) {
        m_reading = false;
        say(m_what, error.message);
    });
    fill();
}

void PeekCard::showParent(const core::Relation &relation)
{
    core::RowsModel &model = *m_grid.model();
    m_relation = relation;
    m_insertId = 0;
    m_what = relation.to.display();
    say(m_what, u"Reading…"_s);
    const QString &first = relation.fromColumns.first();
    if (const auto reference = referenceAt(model, *m_session.changes(), m_grid.currentRow(), first)) {
        m_insertId = reference->insertId;
        readRows(relation.to, RowScope{relation, {{}, m_insertId}, {}}.filter());
        return;
    }
    const auto key = model.keyAlong(relation, m_grid.currentRow());
    if (!key) {
        say(m_what, u"The key that leads there is not known yet."_s);
    } else if (std::any_of(key->cbegin(), key->cend(), [](const core::Value &value) { return value.isNull(); })) {
        say(m_what, u"%1 is NULL here; it refers to no row."_s.arg(relation.fromColumns.join(u", "_s)));
    } else {
        readRows(relation.to, RowScope{relation, {*key, 0}, {}}.filter());
    }
}

void PeekCard::showChildren(const core::Relation &relation)
{
    core::RowsModel &model = *m_grid.model();
    m_relation = relation;
    m_scope = RowScope{childrenAlong(relation), {}, {}};
    m_what = relation.name;
    say(m_what, u"Reading…"_s);
    if (const auto id = model.insertIdOf(m_grid.currentRow())) {
        m_scope.parent.insertId = *id;
    } else if (const auto key = model.keyAlong(relation, m_grid.currentRow())) {
        m_scope.parent.values = *key;
    } else {
        say(m_what, u"This row is still being read."_s);
        return;
    }
    readRows(m_scope.relation.to, m_scope.filter());
}

void PeekCard::fill()
{
    if (!m_model || !m_open)
        return;
    const bool nothing = m_model->rows() == 0;
    const bool read = m_source->count().exact || (!nothing && m_model->cell(0, 0).state == core::RowsModel::Loaded);
    if (!read)
        return;
    if (!nothing && m_model->cell(0, 0).state == core::RowsModel::Loading)
        return; // asked for by this very look
    m_reading = false;
    if (m_relation.kind == Kind::One)
        fillParent();
    else
        fillChildren();
    place();
}

void PeekCard::fillParent()
{
    if (m_model->rows() == 0) {
        say(m_what, u"There is no such row."_s);
        return;
    }
    QList<core::Value> names;
    const QStringList label = m_session.labelRules().value(m_relation.to).columns;
    for (const QString &column : label)
        names.append(m_model->cell(0, std::max(0, m_model->table().columnIndex(column))).value);
    QStringList key;
    for (const QString &column : m_relation.toColumns)
        key.append(
            visibleText(m_model->cell(0, std::max(0, m_model->table().columnIndex(column))).value.display(60), 60));
    const QString shown = m_insertId > 0 ? u"new"_s : key.join(u", "_s);
    const int more = m_model->storedColumns() - PeekBody::fieldsAtMost;
    say(core::labelWithKey(visibleText(core::labelText(names), 80), shown) + u" · "_s + m_relation.to.display(),
        more > 0 ? u"and %1 more columns"_s.arg(more) : QString());
    m_body->showFields(m_model.get(), 0);
    m_body->show();
}

void PeekCard::fillChildren()
{
    const qint64 rows = m_model->rows();
    const QString count = rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(grouped(rows));
    say(u"%1 · %2%3"_s.arg(m_what, m_source->count().exact ? QString() : u"~"_s, count),
        rows > PeekBody::rowsAtMost ? u"the first %1 of them"_s.arg(PeekBody::rowsAtMost) : QString());
    if (rows == 0) {
        m_body->hide();
        return;
    }
    m_body->showRows(m_model.get(), m_scope.relation.toColumns);
    m_body->show();
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
    resize(layout()->sizeHint().boundedTo(over->size() - QSize(2 * gap, 2 * gap)));
    const QPoint below = m_grid.viewport()->mapTo(over, cell.bottomLeft()) + QPoint(0, gap);
    const QPoint above = m_grid.viewport()->mapTo(over, cell.topLeft()) - QPoint(0, gap + height());
    QPoint at = below.y() + height() > over->height() && above.y() >= 0 ? above : below;
    at.setX(std::clamp(at.x(), gap, std::max(gap, over->width() - width() - gap)));
    at.setY(std::clamp(at.y(), gap, std::max(gap, over->height() - height() - gap)));
    move(at);
}

} // namespace ui

#include "moc_peekcard.cpp"
