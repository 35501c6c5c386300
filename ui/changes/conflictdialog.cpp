// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflictdialog.h"

#include "ui/changes/changetexts.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype longestLabel = 120; ///< characters; longer ones get a field that scrolls
constexpr qsizetype longestField = 8'000;
constexpr int dialogWidth = 900;
constexpr int mostHeight = 560;

QWidget *wordLabel(const QString &word)
{
    return new PlainLabel(PlainLabel::Role::Faint, word);
}

/// A long text in a field of its own that scrolls, so that all three can be read beside each other.
QWidget *longText(const QString &text)
{
    auto *field = new QPlainTextEdit(text);
    field->setObjectName(u"conflict-value"_s);
    field->setReadOnly(true);
    field->setTabChangesFocus(true);
    field->setFont(Theme::current().monospace());
    field->setFixedHeight(Theme::controlHeight * 4);
    return field;
}

QWidget *cellLabel(const core::Value &value)
{
    if (value.isNull())
        return wordLabel(u"NULL"_s);
    if (value.kind() == core::Value::Kind::Blob)
        return wordLabel(ConflictDialog::tr("blob, %1 bytes").arg(countText(value.bytes().size())));
    const QString text = value.display();
    if (text.isEmpty())
        return wordLabel(u"''"_s);
    if (text.size() > longestLabel || text.contains(u'\n'))
        return longText(text.size() <= longestField
                            ? text
                            : ConflictDialog::tr("%1 … and %2 more characters")
                                  .arg(text.left(longestField), countText(text.size() - longestField)));
    auto *label = new PlainLabel(PlainLabel::Role::Mono, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QWidget *cellLabel(const core::NewValue &value)
{
    const auto *plain = std::get_if<core::Value>(&value);
    if (const auto *key = std::get_if<core::KeyOfInserted>(&value))
        return wordLabel(core::toText(*key));
    return plain ? cellLabel(*plain) : wordLabel(u"DEFAULT"_s);
}

QString choiceText(ConflictChoice choice, const core::Conflict &conflict, bool isDelete)
{
    switch (choice) {
    case ConflictChoice::Later:
        return ConflictDialog::tr("Decide later");
    case ConflictChoice::KeepMine:
        return isDelete ? ConflictDialog::tr("Delete it anyway") : ConflictDialog::tr("Keep mine (overwrites theirs)");
    case ConflictChoice::TakeTheirs:
        if (conflict.vanished)
            return isDelete ? ConflictDialog::tr("It is gone: drop my delete") : ConflictDialog::tr("Drop my edit");
        return isDelete ? ConflictDialog::tr("Keep their row (drops my delete)")
                        : ConflictDialog::tr("Take theirs (drops my edit)");
    case ConflictChoice::InsertAgain:
        return ConflictDialog::tr("Insert it again with my values");
    }
    return {};
}

QString choiceName(ConflictChoice choice)
{
    switch (choice) {
    case ConflictChoice::Later:
        return u"later"_s;
    case ConflictChoice::KeepMine:
        return u"mine"_s;
    case ConflictChoice::TakeTheirs:
        return u"theirs"_s;
    case ConflictChoice::InsertAgain:
        return u"again"_s;
    }
    return {};
}

} // namespace

ConflictDialog::ConflictDialog(QList<core::Conflict> conflicts, const core::ChangeSet &changes,
                               const core::Schema &schema, const core::Dialect &dialect, QWidget *parent)
    : QDialog(parent)
    , m_conflicts(std::move(conflicts))
{
    setObjectName(u"conflict-dialog"_s);
    setWindowTitle(tr("Changed by someone else"));
    auto *all = plainLayout<QVBoxLayout>(this, 16, 12);
    auto *title = new PlainLabel(PlainLabel::Role::Title,
                                 m_conflicts.size() == 1
                                     ? tr("1 row is not as it was when you edited it")
                                     : tr("%1 rows are not as they were when you edited them")
                                           .arg(countText(m_conflicts.size())));
    all->addWidget(title);
    all->addWidget(new PlainLabel(PlainLabel::Role::Muted, tr("Nothing was written. Choose per row, then apply again.")));

    auto *cards = new QWidget;
    auto *list = plainLayout<QVBoxLayout>(cards, 0, 10);
    for (qsizetype i = 0; i < m_conflicts.size(); ++i)
        list->addWidget(makeCard(i, changes, lostColumns(m_conflicts.at(i), changes, schema, dialect)));
    list->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(cards);
    all->addWidget(scroll, 1);
    all->addWidget(makeBottom());
    scroll->setFocusPolicy(Qt::NoFocus);
    // As high as the rows need; more of them scroll.
    const int around = sizeHint().height() - scroll->sizeHint().height();
    resize(dialogWidth, qMin(mostHeight, around + cards->sizeHint().height()));
    if (!m_groups.isEmpty() && m_groups.first()->checkedButton())
        m_groups.first()->checkedButton()->setFocus(); // arrows choose, Tab goes on, Enter accepts
}

QWidget *ConflictDialog::makeCard(qsizetype index, const core::ChangeSet &changes, const QStringList &lost)
{
    const core::Conflict &conflict = m_conflicts.at(index);
    const core::RowEdit *row = changes.find(conflict.table, conflict.key);
    const bool isDelete = row && row->kind == core::RowEdit::Kind::Delete;
    auto *card = new QWidget;
    card->setObjectName(u"conflict-%1"_s.arg(index));
    card->setAttribute(Qt::WA_StyledBackground);
    setArea(card, u"card"_s);
    auto *layout = plainLayout<QVBoxLayout>(card, 12, 8);

    auto *head = new QHBoxLayout;
    head->addWidget(new PlainLabel(PlainLabel::Role::Title, rowText(conflict.table, conflict.key)));
    head->addWidget(conflict.vanished ? new Pill(PillKind::Red, tr("gone")) : new Pill(PillKind::Amber, tr("changed")));
    if (isDelete)
        head->addWidget(new Pill(PillKind::Red, tr("my delete")));
    head->addStretch(1);
    layout->addLayout(head);
    layout->addWidget(makeComparison(conflict, row));

    auto *group = new QButtonGroup(card);
    auto *radios = new QHBoxLayout;
    radios->setSpacing(18);
    const QList<ConflictChoice> possible = choicesFor(conflict, changes);
    for (const ConflictChoice choice : possible) {
        auto *radio = new QRadioButton(choiceText(choice, conflict, isDelete));
        radio->setObjectName(u"conflict-%1-%2"_s.arg(index).arg(choiceName(choice)));
        radio->setChecked(choice == possible.first());
        group->addButton(radio, int(choice));
        radios->addWidget(radio);
    }
    radios->addStretch(1);
    layout->addLayout(radios);
    if (possible.contains(ConflictChoice::InsertAgain) && !lost.isEmpty()) {
        auto *words = new PlainLabel(PlainLabel::Role::Small,
                                     tr("Inserted again, %1 get their DEFAULT: what they held is not known here.")
                                         .arg(lost.join(", "_L1)));
        words->setObjectName(u"conflict-%1-lost"_s.arg(index));
        words->setWordWrap(true);
        layout->addWidget(words);
    }
    m_groups.append(group);
    return card;
}

QWidget *ConflictDialog::makeComparison(const core::Conflict &conflict, const core::RowEdit *row)
{
    auto *widget = new QWidget;
    auto *grid = plainLayout<QGridLayout>(widget);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(4);
    const QStringList heads{tr("column"), tr("was"), tr("theirs, now"), tr("mine")};
    for (int column = 0; column < int(heads.size()); ++column) {
        grid->addWidget(new PlainLabel(PlainLabel::Role::Small, heads.at(column)), 0, column);
        grid->setColumnStretch(column, column == 0 ? 0 : 1);
    }
    int line = 1;
    for (auto base = conflict.base.cbegin(); base != conflict.base.cend(); ++base) {
        const auto theirs = conflict.theirs.constFind(base.key());
        const bool changed = theirs != conflict.theirs.cend() && *theirs != *base;
        const bool edited = conflict.mine.contains(base.key());
        if (!changed && !edited)
            continue;
        QWidget *const cells[] = {
            new PlainLabel(base.key()), cellLabel(*base),
            conflict.vanished ? wordLabel(tr("gone"))
                : theirs == conflict.theirs.cend() ? wordLabel(u"–"_s)
                                                   : cellLabel(*theirs),
            edited ? cellLabel(conflict.mine.value(base.key()))
                   : wordLabel(row && row->kind == core::RowEdit::Kind::Delete ? tr("delete") : tr("not edited"))};
        int column = 0;
        for (QWidget *cell : cells)
            grid->addWidget(cell, line, column++, Qt::AlignTop);
        ++line;
    }
    return widget;
}

QWidget *ConflictDialog::makeBottom()
{
    auto *bottom = new QWidget;
    auto *buttons = plainLayout<QHBoxLayout>(bottom, 0, 8);
    const auto add = [&](const QString &name, const QString &text, ButtonLook look) {
        auto *button = new QPushButton(text);
        button->setObjectName(name);
        button->setAutoDefault(false);
        setLook(button, look);
        buttons->addWidget(button);
        return button;
    };
    QPushButton *mine = add(u"conflict-all-mine"_s, tr("All: keep mine"), ButtonLook::Plain);
    QPushButton *theirs = add(u"conflict-all-theirs"_s, tr("All: take theirs"), ButtonLook::Plain);
    buttons->addStretch(1);
    QPushButton *cancel = add(u"conflict-cancel"_s, tr("Cancel"), ButtonLook::Plain);
    QPushButton *accept = add(u"conflict-accept"_s, tr("Use these choices"), ButtonLook::Primary);
    accept->setDefault(true);
    connect(mine, &QPushButton::clicked, this, [this] { chooseForAll(ConflictChoice::KeepMine); });
    connect(theirs, &QPushButton::clicked, this, [this] { chooseForAll(ConflictChoice::TakeTheirs); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(accept, &QPushButton::clicked, this, &QDialog::accept);
    return bottom;
}

QList<ConflictChoice> ConflictDialog::choices() const
{
    QList<ConflictChoice> chosen;
    for (const QButtonGroup *group : m_groups)
        chosen.append(static_cast<ConflictChoice>(group->checkedId()));
    return chosen;
}

void ConflictDialog::choose(qsizetype conflict, ConflictChoice choice)
{
    if (QAbstractButton *button = m_groups.at(conflict)->button(int(choice)))
        button->setChecked(true);
}

void ConflictDialog::chooseForAll(ConflictChoice choice)
{
    for (qsizetype i = 0; i < m_groups.size(); ++i) {
        const bool can = m_groups.at(i)->button(int(choice)) != nullptr;
        const bool again = m_groups.at(i)->button(int(ConflictChoice::InsertAgain)) != nullptr;
        choose(i, can ? choice : again ? ConflictChoice::InsertAgain : ConflictChoice::TakeTheirs);
    }
}

} // namespace ui

#include "moc_conflictdialog.cpp"
