// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relatedcard.h"

#include "core/edit/relationedits.h"
#include "core/rows/labelrule.h"
#include "core/rows/tellingcolumns.h"
#include "core/rows/columnformat.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHash>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using ListState = core::RelatedList::State;
using State = core::RelatedRow::State;

} // namespace

RelatedCard::RelatedCard(core::Session &session, EditStack &edits, const What &what, int index, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_what(what)
    , m_actions(session, edits, what.relation)
    , m_list(session.makeRelatedList())
    , m_labels(new RelationFields(session, edits, this))
{
    setObjectName(u"related-%1"_s.arg(index));
    setArea(this, u"card"_s);
    m_list->setActive(false);
    m_list->setAtMost(what.asChips ? firstChips : firstLines);
    m_labels->setTable(m_actions.listed().to);
    m_all = plainLayout<QVBoxLayout>(this, 0, 4);
    m_all->setContentsMargins(Theme::cellPadding, 4, 4, 6);
    m_all->addWidget(makeHead(index));
    makeBody(index);
    makeFoot(index);
    makeColumns();
    connect(m_list.get(), &core::RelatedList::changed, this, &RelatedCard::showAll);
    connect(m_labels, &RelationFields::labelsChanged, this, &RelatedCard::showAll);
    connect(&session, &core::Session::changesChanged, this, &RelatedCard::showHead);
}

RelatedCard::~RelatedCard()
{
    m_linksAsked.cancel();
}

std::optional<core::Relation> RelatedCard::otherKey() const
{
    for (const core::Relation &relation : m_session.relations().of(m_actions.listed().to)) {
        if (relation.kind == core::Relation::Kind::One && relation.to == m_what.relation.to
            && relation.fromColumns == m_what.relation.junctionToColumns)
            return relation;
    }
    return std::nullopt;
}

void RelatedCard::makeColumns()
{
    const core::SchemaPtr schema = m_session.schema();
    const core::Table *table = schema->table(m_actions.listed().to);
    if (!table)
        return;
    if (m_chips) {
        m_columns = m_what.relation.junctionToColumns;
        return;
    }
    const QStringList &known = m_actions.listed().toColumns;
    QStringList referring;
    for (const core::Relation &relation : m_session.relations().of(table->name)) {
        if (relation.kind == core::Relation::Kind::One && relation.fromColumns != known)
            referring.append(relation.fromColumns.constFirst());
    }
    const core::LabelRule label = m_session.labelRules().value(table->name);
    const int atMost = std::clamp(int(label.columns.size()) + 1, 2, 3);
    m_columns = core::tellingColumns(*table, m_session.dialect(), label, referring, known, atMost);
    const auto declared = m_session.declaredFormats(table->name);
    QList<Field> fields;
    for (const QString &name : std::as_const(m_columns)) {
        const core::Column &column = *table->column(name);
        const auto said = declared.constFind(name);
        fields.append(makeField(
            *table, column, m_session.dialect(), m_session.relations(),
            said != declared.cend() ? *said : core::guessFormat(*table, column, m_session.dialect(), {})));
    }
    QStringList key = m_session.dialect().identityOf(*table).columns;
    key.removeIf([&](const QString &name) { return known.contains(name) || m_columns.contains(name); });
    m_model->setColumns(key, fields);
}

void RelatedCard::setSubject(const RelationFields::Subject &subject)
{
    if (subject.row != m_actions.subject().row) {
        m_error->hide();
        dropQuestion();
        m_labels->closePicker(); // it was opened for the row before
        m_list->setAtMost(m_chips ? firstChips : firstLines);
    }
    m_actions.setSubject(subject);
    std::optional<core::RelatedList::Subject> asked;
    if (m_actions.isKnown()) {
        QStringList columns = m_columns;
        for (const core::Relation &relation : m_session.relations().of(m_actions.listed().to)) {
            const bool shown = relation.kind == core::Relation::Kind::One
                && std::any_of(relation.fromColumns.cbegin(), relation.fromColumns.cend(),
                               [&](const QString &name) { return m_columns.contains(name); });
            if (shown)
                columns += relation.fromColumns;
        }
        columns.removeDuplicates();
        asked = core::RelatedList::Subject{m_actions.listed(), m_actions.here(), columns};
    }
    m_list->setSubject(m_session.schema(), asked);
    showHead();
}

void RelatedCard::setActive(bool active)
{
    m_active = active;
    m_list->setActive(active);
    if (active)
        showAll();
    else
        m_labels->closePicker();
}

void RelatedCard::commit()
{
    if (m_lines)
        m_lines->commit();
}

bool RelatedCard::isSettled() const
{
    return !m_list->isBusy() && !m_asking && m_labels->isSettled();
}

void RelatedCard::showAll()
{
    if (!m_active) // labels are read when they are asked for
        return;
    if (m_chips)
        showChips();
    else
        m_model->setLines(shownLines());
    if (m_model)
        m_model->refreshLabels();
    showHead();
    showState();
    showFoot();
    Q_EMIT linesChanged();
}

/// The list's first ones: a paste may have staged thousands.
QList<RelatedCard::Line> RelatedCard::shownLines() const
{
    return m_list->lines().mid(0, m_list->storedRows().size() + stagedAtMost);
}

void RelatedCard::showHead()
{
    const QList<Line> &lines = m_list->lines();
    const auto total = m_list->total();
    QString count;
    if (total)
        count = countText(*total) + (*total >= core::RelatedList::countedTo ? u"+"_s : QString());
    else if (!lines.isEmpty())
        count = u"%1+"_s.arg(m_list->storedRows().size());
    m_count->setText(count);
    m_count->setVisible(!count.isEmpty());
    const auto amount = [&](auto is) {
        return std::count_if(lines.cbegin(), lines.cend(), [&](const Line &line) { return is(line.related.state); });
    };
    const auto coming = amount([](State state) { return state == State::Added || state == State::MovedHere; });
    const qint64 going = m_list->leaving();
    m_coming->setText(u"+%1"_s.arg(countText(coming)));
    m_coming->setVisible(coming > 0);
    m_going->setText(u"−%1"_s.arg(countText(going)));
    m_going->setVisible(going > 0);
    const QString readOnly = m_actions.readOnlyBecause();
    const QString because = m_actions.addForbidden(lines);
    m_add->setVisible(readOnly.isEmpty());
    m_add->setEnabled(because.isEmpty());
    m_add->setToolTip(
        plainToolTip(!because.isEmpty() ? because
                         : m_what.relation.kind == core::Relation::Kind::ManyToMany
                         ? tr("Connect a row of %1 with this one (Ins)").arg(m_what.relation.to.display())
                         : tr("Add a row of %1 that refers to this one (Ins)").arg(m_what.relation.to.display())));
    if (m_attach) {
        m_attach->setVisible(readOnly.isEmpty() && m_actions.listedByKey());
        m_attach->setEnabled(because.isEmpty());
        m_attach->setToolTip(plainToolTip(
            !because.isEmpty() ? because
                               : tr("Attach an existing row of %1… (Shift+Ins)").arg(m_what.relation.to.display())));
    }
    m_open->setEnabled(!m_actions.subject().row.isNew());
    if (m_model)
        m_model->setEditable(readOnly.isEmpty());
    fitHead();
}

void RelatedCard::showState()
{
    QString text;
    if (m_list->state() == ListState::Failed)
        text = m_list->failure();
    else if (m_list->state() == ListState::GaveUp)
        text = tr("No index leads from here to %1: looking through all of it was given up.")
                   .arg(m_actions.listed().to.display());
    const bool more = m_list->hasMore() && m_list->atMost() < linesAtMost;
    if (m_list->hasMore() && !more)
        text = tr("These are the first %1; open shows all.").arg(m_list->storedRows().size());
    else if (const qsizetype left = m_list->lines().size() - shownLines().size(); left > 0)
        text = tr("%1 more are staged to come.").arg(left);
    m_state->setText(text);
    m_insist->setVisible(m_list->state() == ListState::GaveUp);
    m_more->setVisible(more);
    m_stateLine->setVisible(!text.isEmpty() || more);
}

void RelatedCard::showChips()
{
    const bool removable = m_actions.readOnlyBecause().isEmpty();
    QList<LinkChip::Look> chips;
    for (const Line &line : shownLines()) {
        LinkChip::Look look;
        look.label = chipLabel(line, &look.isLabel);
        look.state = line.related.state;
        look.removable = removable;
        chips.append(look);
    }
    tellApart(chips);
    m_chips->setChips(chips);
}

/// Two rows may be called the same: the keys tell which of them would go.
void RelatedCard::tellApart(QList<LinkChip::Look> &chips) const
{
    QHash<QString, int> called;
    for (const LinkChip::Look &look : std::as_const(chips))
        ++called[look.label];
    for (qsizetype i = 0; i < chips.size(); ++i) {
        if (LinkChip::Look &look = chips[i]; look.isLabel && called.value(look.label) > 1)
            look.label = core::labelWithKey(look.label, farKey(m_list->lines().at(i)));
    }
}

QString RelatedCard::chipLabel(const Line &line, bool *isLabel) const
{
    *isLabel = true;
    const auto key = otherKey();
    if (const QString label = key ? m_labels->labelOf(*key, line.shown) : QString(); !label.isEmpty())
        return visibleText(label, 60);
    *isLabel = false;
    return farKey(line);
}

QString RelatedCard::farKey(const Line &line) const
{
    QStringList parts;
    for (const QString &column : m_what.relation.junctionToColumns) {
        const core::NewValue held = line.shown.value(column, core::Value());
        if (const auto *other = std::get_if<core::KeyOfInserted>(&held))
            return core::toText(*other);
        const auto *value = std::get_if<core::Value>(&held);
        parts.append(!value || value->isNull() ? u"NULL"_s : visibleText(value->display(), 60));
    }
    return parts.join(u", "_s);
}

void RelatedCard::showFoot()
{
    if (!m_lines)
        return;
    const int row = m_lines->currentRow();
    const bool editable = m_actions.readOnlyBecause().isEmpty();
    m_foot->setVisible(editable && m_model->rowCount() > 0);
    const bool there = row >= 0 && row < m_model->rowCount();
    for (TextButton *button : {m_show, m_detach, m_remove})
        button->setEnabled(there);
    if (!there) {
        m_remove->setText(tr("Delete"));
        return;
    }
    const Line &line = m_model->line(row);
    const bool staged = line.related.state != State::Stored;
    const QString because = m_actions.detachForbidden(line);
    m_detach->setEnabled(because.isEmpty());
    m_detach->setToolTip(plainToolTip(
        !because.isEmpty()
            ? because
            : tr("The row stays and refers to no row of %1 (Delete)").arg(m_what.relation.from.display())));
    m_remove->setText(staged ? tr("Take back") : tr("Delete"));
    m_remove->setToolTip(staged ? tr("Takes back what is staged about this row here (Ctrl+Delete)")
                                : tr("Stages the row for deletion (Ctrl+Delete)"));
}

void RelatedCard::say(const core::Result<core::Done> &result)
{
    m_error->setText(result ? QString() : result.error().message);
    m_error->setVisible(!result);
}

} // namespace ui

#include "moc_relatedcard.cpp"
