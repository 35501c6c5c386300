// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gotorow.h"

#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int gotoFieldWidth = 240;

} // namespace

GoToRow::GoToRow(QWidget *parent)
    : QFrame(parent)
    , m_input(new QLineEdit(this))
    , m_reason(new PlainLabel(PlainLabel::Role::Small, {}, this))
{
    setObjectName(u"go-to-row-frame"_s);
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"card"_s);
    auto *column = plainLayout<QVBoxLayout>(this, 6, 4);
    m_input->setObjectName(u"go-to-row"_s);
    m_input->setAccessibleName(u"Row number"_s);
    m_input->setPlaceholderText(u"Go to row…"_s);
    m_input->installEventFilter(this);
    m_reason->setObjectName(u"go-to-row-reason"_s);
    m_reason->setWordWrap(true);
    column->addWidget(m_input);
    column->addWidget(m_reason);
    setFocusProxy(m_input);
    hide();
    connect(m_input, &QLineEdit::returnPressed, this, &GoToRow::accept);
    connect(m_input, &QLineEdit::textEdited, this, [this] { setReason({}); });
}

void GoToRow::ask(const QRect &over, qint64 rows, qint64 current)
{
    m_rows = rows;
    m_input->setText(current > 0 ? QString::number(current) : QString());
    setReason({});
    setFixedWidth(gotoFieldWidth);
    move(over.left() + (over.width() - gotoFieldWidth) / 2, over.top() + Theme::headerHeight + 10);
    show();
    raise();
    m_input->setFocus(Qt::ShortcutFocusReason);
    m_input->selectAll();
}

void GoToRow::setReason(const QString &reason)
{
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_input->setProperty("state", reason.isEmpty() ? QString() : u"invalid"_s);
    m_input->style()->unpolish(m_input);
    m_input->style()->polish(m_input);
    adjustSize();
}

void GoToRow::accept()
{
    QString text = m_input->text().trimmed();
    text.remove(u',').remove(u' ').remove(u'.');
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    if (m_rows == 0) {
        setReason(u"There are no rows."_s);
    } else if (!ok || number < 1) {
        setReason(u"“%1” is no row number; they go from 1 to %2."_s.arg(visibleText(m_input->text(), 40), grouped(m_rows)));
        m_input->selectAll();
    } else {
        hide();
        Q_EMIT chosen(std::min(number, m_rows));
    }
}

bool GoToRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && event->type() == QEvent::FocusOut
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason
        && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
        hide();
    if (watched == m_input && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        hide();
        Q_EMIT cancelled();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ui

#include "moc_gotorow.cpp"
