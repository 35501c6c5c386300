// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designpage.h"

#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpreview.h"
#include "ui/design/enumbody.h"
#include "ui/design/tablebody.h"
#include "ui/design/viewbody.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

enum class Step { None, Undo, Redo };

Step stepOf(const QKeyEvent *event)
{
    const Qt::KeyboardModifiers keys = event->modifiers();
    if (event->key() == Qt::Key_Z && keys == Qt::ControlModifier)
        return Step::Undo;
    const bool redo = (event->key() == Qt::Key_Z && keys == (Qt::ControlModifier | Qt::ShiftModifier))
        || (event->key() == Qt::Key_Y && keys == Qt::ControlModifier);
    return redo ? Step::Redo : Step::None;
}

} // namespace

DesignPage::DesignPage(core::Session &session, const core::QualifiedName &place, QWidget *parent)
    : Page(parent)
    , m_desk(DesignDesk::of(session))
    , m_place(place)
    , m_name(m_desk.nameNow(place).value_or(place))
    , m_notice(new Notice(this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(u"design-page"_s);
    const core::SchemaDesign &design = m_desk.design();
    const bool isView = design.target().view(m_name) || (!design.target().table(m_name) && design.base()->view(place));
    auto *split = new QSplitter(Qt::Vertical, m_stack);
    split->setObjectName(u"design-splitter"_s);
    split->setChildrenCollapsible(false);
    if (design.target().enumType(m_name) || design.base()->enumType(place)) {
        m_body = new EnumBody(session, m_desk, split);
    } else if (isView) {
        m_body = new ViewBody(m_desk, split);
    } else {
        m_body = new TableBody(m_desk, split);
    }
    m_preview = new DesignPreview(m_desk, split);
    split->addWidget(m_body);
    split->addWidget(m_preview);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    m_stack->addWidget(split);
    m_stack->addWidget(makeGone());
    auto *layout = plainLayout<QVBoxLayout>(this);
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);

    connect(m_body, &DesignBody::refused, this, [this](const core::Error &error) { m_notice->showError(error); });
    connect(m_body, &DesignBody::actionRequested, this, &Page::actionRequested);
    connect(m_body, &DesignBody::currentChanged, this, &Page::contextChanged);
    connect(m_preview, &DesignPreview::actionRequested, this, &Page::actionRequested);
    connect(&m_desk, &DesignDesk::changed, this, &DesignPage::follow);
    connect(&m_desk, &DesignDesk::stepsLost, this,
            [this](const QStringList &sentences) { m_notice->showNote(sentences.join(u'\n')); });
    follow();
    m_fresh = isNew();
}

QWidget *DesignPage::makeGone()
{
    auto *gone = new QWidget(m_stack);
    auto *layout = plainLayout<QVBoxLayout>(gone, 24, 12);
    layout->addStretch(1);
    m_goneText = new PlainLabel(PlainLabel::Role::Title, {}, gone);
    m_goneText->setObjectName(u"design-gone"_s);
    m_goneText->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_goneText);
    auto *back = new QPushButton(tr("Keep it after all"), gone);
    back->setObjectName(u"design-take-back"_s);
    connect(back, &QPushButton::clicked, this, &DesignPage::takeBack);
    layout->addWidget(back, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    return gone;
}

bool DesignPage::isNew() const
{
    const core::SchemaDesign &design = m_desk.design();
    return !design.base()->table(m_place) && !design.base()->view(m_place) && !design.base()->enumType(m_place);
}

void DesignPage::follow()
{
    m_fresh = false;
    m_notice->clear();
    const QString title = this->title();
    const auto name = m_desk.nameNow(m_place);
    m_there = name.has_value();
    if (name) {
        m_name = *name;
        m_body->setName(m_name);
        m_preview->setName(m_name);
    } else {
        m_goneText->setText(isNew() ? tr("%1 is not in the design any more: redo brings it back.").arg(m_name.display())
                                    : tr("The design drops %1.").arg(m_place.display()));
        findChild<QPushButton *>(u"design-take-back"_s)->setVisible(!isNew());
    }
    m_stack->setCurrentIndex(m_there ? 0 : 1);
    if (title != this->title())
        Q_EMIT titleChanged();
    Q_EMIT contextChanged();
    Q_EMIT statusChanged();
}

void DesignPage::takeBack()
{
    const core::Schema &base = *m_desk.design().base();
    if (const core::View *view = base.view(m_place)) {
        if (const auto done = m_desk.push({core::design::PutView{std::nullopt, *view}}); !done)
            m_notice->showError(done.error());
    } else {
        m_desk.restore(m_place);
    }
    m_body->focusFirst(false);
}

QString DesignPage::title() const
{
    return tr("Design %1").arg(m_name.display());
}

PageContext DesignPage::context() const
{
    PageContext context;
    context.isDesign = true;
    context.canUndoDesign = m_desk.design().canUndo();
    context.canRedoDesign = m_desk.design().canRedo();
    context.type = m_there ? m_body->currentType() : core::QualifiedName();
    return context;
}

QStringList DesignPage::statusFacts() const
{
    const core::SchemaDesign &design = m_desk.design();
    if (design.isEmpty())
        return {tr("nothing designed yet")};
    const auto steps = design.steps().size();
    return {steps == 1 ? tr("1 step in the design") : tr("%1 steps in the design").arg(steps)};
}

bool DesignPage::finishEditing()
{
    return !m_there || m_body->finishEditing();
}

bool DesignPage::perform(const QString &id)
{
    if (id == u"edits.undo" || id == u"edits.redo") {
        if (!finishEditing())
            return true;
        id == u"edits.undo" ? m_desk.undo() : m_desk.redo();
        return true;
    }
    if (id == u"design.dropTable") {
        if (!finishEditing() || !m_there)
            return true;
        const core::View *view = m_desk.design().target().view(m_name);
        core::DesignStep step = core::design::DropTable{m_name};
        if (view)
            step = core::design::PutView{*view, std::nullopt};
        else if (m_desk.design().target().enumType(m_name))
            step = core::design::DropEnum{m_name};
        const auto done = m_desk.push({step});
        if (!done)
            m_notice->showError(done.error());
        return true;
    }
    return m_there && m_body->perform(id);
}

void DesignPage::focusInEvent(QFocusEvent *)
{
    if (m_there)
        m_body->focusFirst(m_fresh);
    else
        findChild<QPushButton *>(u"design-take-back"_s)->setFocus(Qt::OtherFocusReason);
}

/// Undo and redo are the design's here, also while a text field would take them, unless that has something to undo.
bool DesignPage::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && stepOf(static_cast<QKeyEvent *>(event)) != Step::None) {
        event->accept();
        return true;
    }
    return Page::event(event);
}

void DesignPage::keyPressEvent(QKeyEvent *event)
{
    switch (stepOf(event)) {
    case Step::Undo:
        perform(u"edits.undo"_s);
        return;
    case Step::Redo:
        perform(u"edits.redo"_s);
        return;
    case Step::None:
        break;
    }
    Page::keyPressEvent(event);
}

} // namespace ui

#include "moc_designpage.cpp"
