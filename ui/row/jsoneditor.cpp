// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/jsoneditor.h"

#include "core/rows/jsontext.h"
#include "ui/row/jsoncheck.h"
#include "ui/style/buttons.h"
#include "ui/style/longlines.h"
#include "ui/style/plainlabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextDocument>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

JsonEditor::JsonEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : TextEditor(field, dialect, parent)
    , m_check(new JsonCheck(edit()))
    , m_validity(new PlainLabel(PlainLabel::Role::Small, QString(), this))
{
    auto *foot = new QHBoxLayout;
    foot->setSpacing(4);
    m_validity->setObjectName(u"json-validity"_s);
    m_validity->setWordWrap(true);
    foot->addWidget(m_validity, 1);
    const auto add = [&](const QString &name, const QString &text, const QString &tip, core::JsonLayout layout) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setToolTip(tip);
        setLook(button, ButtonLook::Flat);
        connect(button, &QPushButton::clicked, this, [this, layout] { layOut(layout); });
        foot->addWidget(button, 0, Qt::AlignTop);
        return button;
    };
    m_format =
        add(u"json-format"_s, tr("Format"),
            tr("Lay it out on several lines; numbers and keys stay as they are written"), core::JsonLayout::Indented);
    m_oneLine = add(u"json-one-line"_s, tr("One line"),
                    tr("Without blanks between; numbers and keys stay as they are written"), core::JsonLayout::OneLine);
    static_cast<QVBoxLayout *>(layout())->addLayout(foot);
    connect(m_check, &JsonCheck::judged, this, &JsonEditor::sayValidity);
    sayValidity();
}

core::Value JsonEditor::valueOf(const QString &text) const
{
    return core::Value::text(text);
}

void JsonEditor::sayValidity()
{
    m_validity->setText(m_check->words());
    updateButtons();
}

void JsonEditor::updateButtons()
{
    const JsonCheck::State state = m_check->state();
    for (QPushButton *button : {m_format, m_oneLine}) {
        if (state != JsonCheck::State::Checking) // they do not come and go with each key
            button->setVisible(state == JsonCheck::State::Valid); // else the words have the room
        button->setEnabled(state == JsonCheck::State::Valid && !edit()->isReadOnly());
    }
}

void JsonEditor::setReadOnly(bool readOnly)
{
    TextEditor::setReadOnly(readOnly);
    updateButtons();
}

void JsonEditor::layOut(core::JsonLayout layout)
{
    const QString before = text();
    const auto laid = core::layOutJson(before, layout);
    if (!laid || *laid == before)
        return;
    edit()->setLineWrapMode(wrapModeFor(*laid));
    QTextCursor all(edit()->document()); // so that it can be undone like typing
    all.select(QTextCursor::Document);
    all.insertText(*laid);
    edit()->moveCursor(QTextCursor::Start);
    edit()->setFocus();
}

} // namespace ui

#include "moc_jsoneditor.cpp"
