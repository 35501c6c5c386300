// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/uuideditor.h"

#include <QLineEdit>
#include <QToolButton>
#include <QUuid>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString spelt(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

} // namespace

UuidEditor::UuidEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : LineEditor(field, dialect, parent)
{
    auto *button = addButton(u"uuid-generate"_s, Icon::Refresh, tr("New random UUID, version 4 (Ctrl+;)"));
    connect(button, &QToolButton::clicked, this, &UuidEditor::generate);
}

bool UuidEditor::keepsBytes() const
{
    const core::Value &like = shownValue().isNull() ? stored() : shownValue();
    return like.isNull() ? field().family == core::TypeFamily::Blob : like.kind() == core::Value::Kind::Blob;
}

std::optional<QString> UuidEditor::readable(const core::Value &value) const
{
    if (value.kind() != core::Value::Kind::Blob)
        return LineEditor::readable(value);
    return spelt(QUuid::fromRfc4122(value.bytes()));
}

core::Value UuidEditor::valueOf(const QString &text) const
{
    const QUuid uuid = QUuid::fromString(text.trimmed());
    // All zeros is a UUID, too, and what an unreadable text gives.
    const bool read = !uuid.isNull() || text.trimmed() == spelt(QUuid());
    if (keepsBytes() && read)
        return core::Value::blob(uuid.toRfc4122());
    return LineEditor::valueOf(text);
}

void UuidEditor::generate()
{
    if (line()->isReadOnly())
        return;
    const QString made = spelt(QUuid::createUuid());
    const QString like = shownValue().isNull() ? stored().display() : shownValue().display();
    const bool upper = like != like.toLower() && like == like.toUpper();
    fill(upper && !keepsBytes() ? made.toUpper() : made);
}

bool UuidEditor::handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform)
{
    if (!isFillKey(key, modifiers))
        return false;
    if (perform)
        generate();
    return true;
}

} // namespace ui

#include "moc_uuideditor.cpp"
