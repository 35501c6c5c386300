// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/confirmapply.h"

#include "ui/changes/changetexts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString rowsFact(const core::DryRunReport &report)
{
    qint64 lost = 0;
    int changed = 0;
    for (const core::TableLedger &table : report.tables) {
        if (table.before == table.after)
            continue;
        ++changed;
        if (table.losesRows())
            lost += table.before - qMax<qint64>(0, table.after);
    }
    if (changed == 0)
        return ConfirmApply::tr("In the dry run every table kept its rows.");
    const QString tables = changed == 1 ? ConfirmApply::tr("1 table") : ConfirmApply::tr("%1 tables").arg(changed);
    return lost == 0 ? ConfirmApply::tr("In the dry run the row count of %1 changed; none lost rows.").arg(tables)
                     : ConfirmApply::tr("In the dry run the row count of %1 changed; %2 rows are lost.")
                           .arg(tables, countText(lost));
}

QString transactionFact(const core::Script &script)
{
    using Role = core::Statement::Role;
    const auto has = [&script](Role role) {
        return std::count_if(script.statements.cbegin(), script.statements.cend(),
                             [role](const core::Statement &s) { return s.role == role; });
    };
    const qsizetype later = has(Role::Later);
    const qsizetype count = script.statements.size() - later - has(Role::IfFailed);
    const QString statements =
        count == 1 ? ConfirmApply::tr("1 statement") : ConfirmApply::tr("%1 statements").arg(count);
    if (later > 0) {
        const QString steps = later == 1 ? ConfirmApply::tr("1 step") : ConfirmApply::tr("%1 steps").arg(later);
        return ConfirmApply::tr("%1 in one transaction, then %2 outside it: a step that fails is cleaned up after, and "
                                "what was done before it stays.")
            .arg(statements, steps);
    }
    return script.ownTransactions
        ? ConfirmApply::tr("%1, with the file's own transactions: a failure may leave a part behind.").arg(statements)
        : ConfirmApply::tr("%1 in one transaction: if anything fails, nothing is kept.").arg(statements);
}

} // namespace

QStringList ConfirmApply::facts(const About &about)
{
    using Severity = core::Finding::Severity;
    QStringList facts{transactionFact(*about.script)};
    facts.append(about.rehearsal ? rowsFact(*about.rehearsal) : tr("There was no dry run."));
    const auto different = std::count_if(about.script->statements.cbegin(), about.script->statements.cend(),
                                         [](const core::Statement &s) { return !s.difference.isEmpty(); });
    if (different > 0)
        facts.append(different == 1 ? tr("1 statement runs differently from the file.")
                                    : tr("%1 statements run differently from the file.").arg(different));
    for (const core::Finding &finding : about.findings) {
        if (finding.severity == Severity::Stop)
            facts.append(tr("You allowed %1: %2").arg(finding.code, finding.message));
        else if (finding.severity == Severity::Danger)
            facts.append(tr("Danger %1: %2").arg(finding.code, finding.message));
    }
    if (about.stagedRows > 0)
        facts.append(about.stagedRows == 1 ? tr("1 staged row stays staged.")
                                           : tr("%1 staged rows stay staged.").arg(countText(about.stagedRows)));
    return facts;
}

ConfirmApply::ConfirmApply(const About &about, QWidget *parent)
    : QDialog(parent)
    , m_backup(new QCheckBox(tr("Make a backup of the whole file first"), this))
{
    setObjectName(u"confirm-apply"_s);
    setWindowTitle(tr("Apply migration"));
    setMinimumWidth(520);
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    const QString asked = about.saysWhatItDoes ? tr("%1, in %2?") : tr("Apply %1 to %2?");
    auto *title = new PlainLabel(PlainLabel::Role::Title, asked.arg(about.tag, about.databaseName));
    title->setWordWrap(true);
    all->addWidget(title);
    for (const QString &fact : facts(about)) {
        auto *line = new PlainLabel(PlainLabel::Role::Muted, fact);
        line->setWordWrap(true);
        all->addWidget(line);
    }
    m_backup->setObjectName(u"confirm-backup"_s);
    m_backup->setChecked(!about.isOnServer);
    m_backup->setVisible(!about.isOnServer);
    all->addWidget(m_backup);
    auto *name = new QLineEdit(this);
    name->setObjectName(u"confirm-name"_s);
    name->setPlaceholderText(tr("%1 is production: type its name").arg(about.productionName));
    name->setAccessibleName(name->placeholderText());
    name->setVisible(!about.productionName.isEmpty());
    all->addWidget(name);
    all->addSpacing(6);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"confirm-cancel"_s);
    cancel->setAutoDefault(false);
    auto *apply = new QPushButton(tr("Apply"), this);
    apply->setObjectName(u"confirm-accept"_s);
    apply->setDefault(true);
    setLook(apply, ButtonLook::Primary);
    buttons->addWidget(cancel);
    buttons->addWidget(apply);
    all->addLayout(buttons);
    apply->setEnabled(about.productionName.isEmpty());
    connect(name, &QLineEdit::textChanged, apply,
            [apply, wanted = about.productionName](const QString &typed) { apply->setEnabled(typed == wanted); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply, &QPushButton::clicked, this, &QDialog::accept);
}

bool ConfirmApply::withBackup() const
{
    return m_backup->isChecked();
}

} // namespace ui

#include "moc_confirmapply.cpp"
