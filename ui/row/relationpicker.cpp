// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relationpicker.h"

#include "core/session/session.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int pickerWidth = 360;
constexpr int pickerHeight = 330;
constexpr int edge = 8; ///< to the window's border

using LineKind = RelationLine::Kind;

} // namespace

RelationPicker::RelationPicker(core::Session &session, QWidget *window)
    : QFrame(window)
    , m_session(session)
    , m_lines(new RelationHits(this))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_state(new PlainLabel(PlainLabel::Role::Small, {}, this))
{
    build();
    hide();
    connect(m_field, &QLineEdit::textChanged, this, &RelationPicker::search);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { choose(m_lines->line(index.row())); });
    // A choice made among what is there no more would be wrong.
    connect(&session, &core::Session::schemaChanged, this, &RelationPicker::closePicker);
    connect(&session, &core::Session::relationsChanged, this, &RelationPicker::closePicker);
}

RelationPicker::~RelationPicker() = default;

void RelationPicker::build()
{
    setObjectName(u"relation-picker"_s);
    setArea(this, u"popup"_s);
    m_field->setObjectName(u"picker-text"_s);
    m_field->setMinimumHeight(30);
    m_list->setObjectName(u"picker-list"_s);
    m_list->setModel(m_lines);
    m_list->setItemDelegate(new RelationHitDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_state->setObjectName(u"picker-state"_s);
    m_state->setWordWrap(true);
    auto *layout = plainLayout<QVBoxLayout>(this, 8, 6);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_state);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    setGraphicsEffect(shadow);
    m_field->installEventFilter(this);
    parentWidget()->installEventFilter(this);
}

void RelationPicker::open(const Request &request, QWidget *anchor)
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_request = request;
    m_anchor = anchor;
    m_wanted.reset();
    m_failure.clear();
    m_lookup = m_session.makeRelationLookup(request.relation);
    if (m_session.labelRules().value(request.relation.to).columns.isEmpty() && !request.label.isEmpty())
        m_lookup->setTarget(m_session.schema(), {request.relation.to, request.relation.toColumns, request.label});
    if (!request.current.isEmpty())
        m_lookup->setRecent({request.current});
    connect(m_lookup.get(), &core::RelationLookup::hitsChanged, this, &RelationPicker::showLines);
    connect(m_lookup.get(), &core::RelationLookup::finished, this, &RelationPicker::showState);
    connect(m_lookup.get(), &core::RelationLookup::failed, this, [this](const core::Error &error) {
        m_failure = error.message;
        showState();
    });
    const QString table = request.relation.to.display();
    m_field->setPlaceholderText(tr("Find a row of %1").arg(table));
    m_field->setAccessibleName(tr("Find a row of %1").arg(table));
    m_list->setAccessibleName(tr("Rows of %1").arg(table));
    {
        const QSignalBlocker quiet(m_field);
        m_field->setText(request.text);
    }
    place();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
    search();
}

void RelationPicker::closePicker()
{
    m_lookup.reset();
    if (!isVisible())
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void RelationPicker::search()
{
    if (!m_lookup)
        return;
    m_wanted.reset();
    m_failure.clear();
    m_lookup->setText(m_field->text());
    showLines();
}

void RelationPicker::showLines()
{
    if (!m_lookup)
        return;
    const QString text = m_lookup->text();
    QList<RelationLine> lines;
    if (m_request.nullable && (text.isEmpty() || u"null"_s.startsWith(text, Qt::CaseInsensitive)))
        lines.append({LineKind::Nothing, {}, {}});
    for (const core::RelationLookup::Hit &hit : m_lookup->hits())
        lines.append({LineKind::Hit, hit, {}});
    if (m_request.creatable)
        lines.append({LineKind::Create, {}, text});
    m_lines->setLines(lines, m_request.relation.to.display());
    // Where a person has moved to stays, while better ones come in above it; else Enter takes the best.
    int row = m_wanted ? m_lines->rowOf(*m_wanted) : -1;
    if (row < 0)
        row = m_lines->firstHit();
    m_list->setCurrentIndex(m_lines->index(row));
    if (!m_wanted)
        m_list->scrollToTop();
    showState();
}

void RelationPicker::showState()
{
    if (!m_lookup)
        return;
    QString state;
    if (!m_failure.isEmpty())
        state = m_failure;
    else if (m_lookup->hasMore())
        state = tr("more… type to narrow it down");
    else if (m_lookup->isBusy())
        state = tr("searching…");
    else if (m_lookup->hits().isEmpty())
        state = m_lookup->text().isEmpty() ? tr("%1 has no rows yet.").arg(m_request.relation.to.display())
                                           : tr("No row of %1 fits.").arg(m_request.relation.to.display());
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
}

void RelationPicker::choose(const RelationLine &line)
{
    closePicker(); // first: what is chosen may want the focus
    switch (line.kind) {
    case LineKind::Hit:
        Q_EMIT chosen({line.hit.insertId > 0 ? QList<core::Value>() : line.hit.key, line.hit.insertId});
        break;
    case LineKind::Nothing:
        Q_EMIT chosen({});
        break;
    case LineKind::Create:
        Q_EMIT createRequested(line.text);
        break;
    }
}

void RelationPicker::moveSelection(int rows)
{
    const int count = m_lines->rowCount();
    if (count == 0)
        return;
    const QModelIndex current = m_list->currentIndex();
    int row = current.isValid() ? current.row() + rows : rows > 0 ? 0 : count - 1;
    if (qAbs(rows) == 1)
        row = (row + count) % count;
    row = qBound(0, row, count - 1);
    m_list->setCurrentIndex(m_lines->index(row));
    m_wanted = m_lines->line(row);
}

void RelationPicker::place()
{
    const QWidget *window = parentWidget();
    const int width = qMin(pickerWidth, window->width() - 2 * edge);
    const int height = qMin(pickerHeight, window->height() - 2 * edge);
    QPoint below(edge, edge);
    if (m_anchor) {
        below = m_anchor->mapTo(window, QPoint(0, m_anchor->height() + 2));
        if (below.y() + height > window->height() - edge) // no room below: above it
            below.setY(m_anchor->mapTo(window, QPoint(0, 0)).y() - height - 2);
    }
    setGeometry(qBound(edge, below.x(), qMax(edge, window->width() - edge - width)),
                qBound(edge, below.y(), qMax(edge, window->height() - edge - height)), width, height);
}

bool RelationPicker::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    switch (key) {
    case Qt::Key_Escape:
        closePicker();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (modifiers & Qt::ControlModifier && m_request.creatable)
            choose({LineKind::Create, {}, m_field->text().trimmed()});
        else if (m_list->currentIndex().isValid())
            choose(m_lines->line(m_list->currentIndex().row()));
        return true;
    case Qt::Key_Up:
        moveSelection(-1);
        return true;
    case Qt::Key_Down:
        moveSelection(1);
        return true;
    case Qt::Key_PageUp:
        moveSelection(-8);
        return true;
    case Qt::Key_PageDown:
        moveSelection(8);
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // nothing else in here takes the focus
    default:
        return false;
    }
}

bool RelationPicker::eventFilter(QObject *object, QEvent *event)
{
    if (object == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (object != m_field)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (event->type()) {
    case QEvent::FocusOut: {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
            closePicker();
        return false;
    }
    case QEvent::ShortcutOverride: // Esc and Enter mean this list, whatever they mean in the window
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            event->accept();
            return true;
        }
        return false;
    case QEvent::KeyPress:
        return handleKey(key->key(), key->modifiers());
    default:
        return false;
    }
}

} // namespace ui

#include "moc_relationpicker.cpp"
