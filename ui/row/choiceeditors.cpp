// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/choiceeditors.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// A person chooses true or false; the state in between is only shown.
class TwoStateBox : public QCheckBox {
public:
    using QCheckBox::QCheckBox;

protected:
    void nextCheckState() override { setCheckState(checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked); }
};

/// Scrolling the panel must not change values on its way.
class QuietComboBox : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

} // namespace

BooleanEditor::BooleanEditor(const Field &field, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_box(new TwoStateBox(this))
{
    plainLayout<QVBoxLayout>(this)->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QCheckBox::clicked, this, [this] {
        const bool checked = m_box->checkState() == Qt::Checked;
        m_box->setText(checked ? u"true"_s : u"false"_s);
        setDim(false);
        m_typed = core::parsed(m_box->text(), m_field.format).value_or(core::Value::integer(checked ? 1 : 0));
        Q_EMIT finished();
    });
}

void BooleanEditor::show(const FieldState &state)
{
    m_typed.reset();
    const auto *value = std::get_if<core::Value>(&state.value);
    const QString placeholder = placeholderText(m_field, state);
    if (!placeholder.isEmpty() || !value) {
        m_box->setCheckState(Qt::PartiallyChecked);
        m_box->setText(plainButtonText(placeholder));
    } else {
        const QString text = core::formatted(*value, m_field.format).value_or(value->display());
        m_box->setCheckState(text == "true"_L1 ? Qt::Checked : Qt::Unchecked);
        m_box->setText(text);
    }
    setDim(!placeholder.isEmpty() || !value);
}

void BooleanEditor::setDim(bool dim)
{
    if (m_box->property("dim").toBool() == dim)
        return;
    m_box->setProperty("dim", dim);
    m_box->style()->unpolish(m_box);
    m_box->style()->polish(m_box);
}

void BooleanEditor::setReadOnly(bool readOnly)
{
    m_box->setEnabled(!readOnly);
}

QWidget *BooleanEditor::input() const
{
    return m_box;
}

EnumerationEditor::EnumerationEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_box(new QuietComboBox(this))
{
    plainLayout<QVBoxLayout>(this)->addWidget(m_box);
    setFocusProxy(m_box);
    m_box->setFont(Theme::current().monospace());
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        m_typed = m_dialect.valueFromText(m_box->itemData(index).toString(), m_field.column.valueType());
        Q_EMIT finished();
    });
}

void EnumerationEditor::show(const FieldState &state)
{
    m_typed.reset();
    const auto *value = std::get_if<core::Value>(&state.value);
    const bool nothing = state.unset || !value || value->isNull();
    m_box->clear();
    for (const QString &allowed : m_field.format.values)
        m_box->addItem(allowed, allowed);
    m_box->setPlaceholderText(placeholderText(m_field, state));
    const QString current = nothing ? QString() : value->display();
    if (!nothing && m_box->findData(current) < 0)
        m_box->addItem(tr("%1 (not allowed)").arg(current), current);
    m_box->setCurrentIndex(nothing ? -1 : m_box->findData(current));
}

void EnumerationEditor::setReadOnly(bool readOnly)
{
    m_box->setEnabled(!readOnly);
}

QWidget *EnumerationEditor::input() const
{
    return m_box;
}

} // namespace ui

#include "moc_choiceeditors.cpp"
