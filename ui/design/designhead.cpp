// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designhead.h"

#include "ui/design/designdesk.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int leastName = 120;
constexpr int mostName = 240;

using DesignFeature = core::DesignRules::Feature;

void markModified(QWidget &widget, bool modified)
{
    widget.setProperty("state", modified ? QVariant(u"modified"_s) : QVariant());
    widget.style()->polish(&widget);
}

} // namespace

DesignHead::DesignHead(const DesignDesk &desk, const QString &kind, const QString &nameOf, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_name(new QLineEdit(this))
    , m_options(new QHBoxLayout)
{
    setArea(this, u"toolbar"_s);
    setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 12);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_name->setObjectName(u"design-name"_s);
    m_name->setMinimumWidth(leastName);
    m_name->setMaximumWidth(mostName);
    m_name->setFont(Theme::current().monospace());
    m_name->setAccessibleName(nameOf);
    m_name->installEventFilter(this);
    connect(m_name, &QLineEdit::editingFinished, this, &DesignHead::rename);
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        rename();
        Q_EMIT nameTyped();
    });
    line->addWidget(new PlainLabel(PlainLabel::Role::Muted, kind, this));
    line->addWidget(m_name);
    if (desk.rules().has(DesignFeature::Schemas)) {
        m_schema = new QComboBox(this);
        m_schema->setObjectName(u"design-schema"_s);
        m_schema->setAccessibleName(tr("Schema"));
        connect(m_schema, &QComboBox::activated, this, [this](int at) {
            Q_EMIT nameWanted({m_schema->itemData(at).toString(), m_now.name});
        });
        line->addWidget(new PlainLabel(PlainLabel::Role::Muted, tr("in schema"), this));
        line->addWidget(m_schema);
    }
    m_options->setSpacing(12);
    line->addLayout(m_options);
    if (!desk.rules().has(DesignFeature::Comments)) {
        line->addStretch(1);
        return;
    }
    m_comment = new QLineEdit(this);
    m_comment->setObjectName(u"design-comment"_s);
    m_comment->setPlaceholderText(tr("what is kept in it, and why"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->installEventFilter(this);
    connect(m_comment, &QLineEdit::editingFinished, this, &DesignHead::comment);
    line->addWidget(new PlainLabel(PlainLabel::Role::Muted, tr("Comment"), this));
    line->addWidget(m_comment, 1);
}

void DesignHead::listSchemas()
{
    const core::Schema &target = m_desk.design().target();
    const QString usual = m_desk.dialect().schemaRules()->defaultSchema();
    QList<std::pair<QString, QString>> schemas; // as it is called, as names have it
    for (const core::NamedSchema &s : target.schemas) {
        if (!s.internal)
            schemas.append({s.name, s.name == usual ? QString() : s.name});
    }
    if (schemas.isEmpty())
        schemas.append({usual, QString()});
    const QSignalBlocker quiet(m_schema);
    m_schema->clear();
    for (const auto &[shown, name] : std::as_const(schemas))
        m_schema->addItem(shown, name);
    m_schema->setCurrentIndex(m_schema->findData(m_now.schema));
    m_schema->setEnabled(m_schema->count() > 1);
}

void DesignHead::show(const core::QualifiedName &now, const core::QualifiedName &before, const QString &comment)
{
    m_now = now;
    m_commentNow = comment;
    if (!m_name->isModified() || !m_name->hasFocus())
        showNameAgain();
    const bool renamed = !before.isEmpty() && before.name != now.name;
    const bool moved = !before.isEmpty() && before.schema != now.schema;
    markModified(*m_name, renamed);
    m_name->setToolTip(renamed ? plainToolTip(tr("Called %1 in the database.").arg(before.display())) : QString());
    if (m_schema) {
        listSchemas();
        markModified(*m_schema, moved);
    }
    if (m_comment && !(m_comment->isModified() && m_comment->hasFocus())) {
        m_comment->setText(comment);
        m_comment->setModified(false);
        m_comment->setCursorPosition(0);
    }
}

void DesignHead::showNameAgain()
{
    m_name->setText(m_now.name);
    m_name->setModified(false);
    if (m_schema) {
        const QSignalBlocker quiet(m_schema);
        m_schema->setCurrentIndex(m_schema->findData(m_now.schema));
    }
}

void DesignHead::rename()
{
    if (!m_name->isModified())
        return;
    const QString to = m_name->text().trimmed();
    m_name->setModified(false);
    if (to != m_now.name)
        Q_EMIT nameWanted({m_now.schema, to});
}

void DesignHead::comment()
{
    if (!m_comment || !m_comment->isModified())
        return;
    m_comment->setModified(false);
    if (m_comment->text() != m_commentNow)
        Q_EMIT commentWanted(m_comment->text());
}

void DesignHead::finishEditing()
{
    rename();
    comment();
}

void DesignHead::focusName()
{
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

/// With nothing of its own to undo, the key belongs to the design.
bool DesignHead::eventFilter(QObject *object, QEvent *event)
{
    auto *field = qobject_cast<QLineEdit *>(object);
    if (field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->matches(QKeySequence::Undo) && !field->isUndoAvailable())
            || (key->matches(QKeySequence::Redo) && !field->isRedoAvailable())) {
            event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ui

#include "moc_designhead.cpp"
