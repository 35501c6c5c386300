// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace: what is done about relations of the whole database, or of a table that no page is about.
#include "ui/relations/labeldialog.h"
#include "ui/relations/referencesdialog.h"
#include "ui/relations/relationdialog.h"
#include "ui/shell/projectnotes.h"
#include "ui/shell/workspace.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

bool Workspace::performRelation(const QString &id)
{
    const Page *page = m_pages->currentPage();
    if (id == u"relations.check")
        checkReferences();
    else if (id == u"project.readSchema")
        m_project->readAgain();
    else if (id == u"relation.draw" && !(page && page->context().hasRows))
        (new RelationDialog(*m_session, {}, this))->open();
    else
        return false;
    return true;
}

void Workspace::performOn(const QString &id, const core::QualifiedName &table)
{
    if (id == u"design.table") {
        design(table);
        return;
    }
    if (performDesign(id))
        return;
    if (!m_session->schema()->table(table))
        return;
    if (id == u"table.label")
        (new LabelDialog(*m_session, table, this))->open();
    else if (id == u"relation.draw")
        (new RelationDialog(*m_session, {table, {}}, this))->open();
    else if (id == u"relations.check")
        checkReferences();
}

void Workspace::checkReferences()
{
    auto *dialog = new ReferencesDialog(*m_session, this);
    connect(dialog, &ReferencesDialog::showRequested, this, [this](const Destination &to) {
        open({Place::Kind::Table, to}, PageArea::OpenAs::Preview);
        focusContent();
    });
    dialog->open();
}

} // namespace ui
