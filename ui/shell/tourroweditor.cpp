// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourroweditor.h"

#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/row/calendarpopup.h"
#include "ui/row/fieldrow.h"
#include "ui/row/picture.h"
#include "ui/row/rowpanel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/tourpicture.h"
#include "ui/shell/workspace.h"

#include <QDialog>
#include <QPlainTextEdit>
#include <QTextCursor>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const core::QualifiedName users{{}, u"users"_s};
const core::QualifiedName editedTable{{}, u"posts"_s};

/// Drives one window; shared by the scenes.
class Driver {
public:
    explicit Driver(std::function<MainWindow &()> window)
        : m_window(std::move(window))
    {
    }

    [[nodiscard]] Workspace &workspace() const { return *m_window().workspace(); }
    [[nodiscard]] RowPanel &panel() const { return *m_window().findChild<RowPanel *>(); }
    [[nodiscard]] GridView *grid() const
    {
        auto *page = qobject_cast<TablePage *>(workspace().pages().currentPage());
        return page ? page->grid() : nullptr;
    }
    void perform(const QString &actionId) const { m_window().perform(actionId); }

    /// The users that have something in every column.
    void openUsers() const
    {
        core::Filter filter;
        for (const QString &column : {u"settings"_s, u"avatar"_s, u"bio"_s})
            filter.terms.append(
                {core::FilterTerm::Join::And, core::Condition{column, core::FilterOp::IsNotNull, {}}, true});
        workspace().open({Place::Kind::Table, {users, filter, {}, {}}}, PageArea::OpenAs::Pinned);
    }
    [[nodiscard]] bool hasRow() const
    {
        if (grid() && grid()->currentRow() < 0 && grid()->model() && grid()->model()->rows() > 0)
            grid()->setCurrent(0, 1);
        return grid() && grid()->currentRow() >= 0 && panel().row();
    }
    [[nodiscard]] FieldRow *field(const QString &column) const { return panel().field(column); }
    void openCalendar() const
    {
        panel().focusField(u"created_at"_s);
        if (FieldRow *times = field(u"created_at"_s))
            std::ignore = times->editor().handleKey(Qt::Key_Down, Qt::AltModifier, true);
    }
    void breakJson() const
    {
        if (auto *calendar = m_window().findChild<CalendarPopup *>())
            calendar->closePopup();
        panel().focusField(u"settings"_s);
        FieldRow *json = field(u"settings"_s);
        auto *edit = json ? qobject_cast<QPlainTextEdit *>(json->editor().input()) : nullptr;
        if (!edit)
            return;
        QTextCursor all(edit->document());
        all.select(QTextCursor::Document);
        all.insertText(u"{\n  \"theme\": \"dark\",\n  \"units\": metric\n}"_s);
    }
    void takeJsonBack() const
    {
        if (FieldRow *json = field(u"settings"_s))
            json->editor().show(json->state());
    }
    /// The whole value in a dialog of its own; the one before it must be gone.
    void openLarge(const QString &column) const
    {
        for (int at = 0; grid() && at < grid()->model()->columnCount(); ++at) {
            if (grid()->model()->columnAt(at).name == column)
                grid()->setCurrent(0, at);
        }
        perform(u"cell.editLarge"_s);
    }
    void closeDialog() const
    {
        if (QDialog *open = dialogOver(m_window()))
            open->reject();
    }
    [[nodiscard]] bool hasDialog() const { return dialogOver(m_window()) != nullptr; }
    void selectPosts() const
    {
        workspace().open({Place::Kind::Table, {editedTable, {}, {}, {}}}, PageArea::OpenAs::Pinned);
        if (!grid())
            return;
        GridSelection rows;
        rows.setCurrent({1, 1});
        rows.extendTo({4, 1});
        grid()->setSelection(rows);
    }

private:
    std::function<MainWindow &()> m_window;
};

} // namespace

QList<TourScene> rowEditorScenes(const std::function<MainWindow &()> &window)
{
    const Driver driver(window);
    return {
        {{}, [driver] { driver.openUsers(); }, [driver] { return driver.hasRow(); }},
        {u"row-times"_s, [driver] { driver.openCalendar(); }},
        {u"row-json-error"_s, [driver] { driver.breakJson(); }},
        {u"row-picture"_s,
         [driver] {
             driver.takeJsonBack();
             driver.panel().focusField(u"avatar"_s);
         },
         [driver] {
             const auto *picture = driver.panel().findChild<PictureView *>();
             return picture && !picture->image().isNull();
         }},
        {u"value-json"_s, [driver] { driver.openLarge(u"settings"_s); }, [driver] { return driver.hasDialog(); }},
        {{}, [driver] { driver.closeDialog(); }, [driver] { return !driver.hasDialog(); }},
        {u"value-bytes"_s, [driver] { driver.openLarge(u"avatar"_s); }, [driver] { return driver.hasDialog(); }},
        {{}, [driver] { driver.closeDialog(); }},
        {u"row-full-width"_s, [driver] { driver.perform(u"row.fullWidth"_s); }},
        {{}, [driver] { driver.perform(u"row.fullWidth"_s); }},
        {u"row-several"_s, [driver] { driver.selectPosts(); }, [driver] { return !driver.panel().row(); }},
        {{}, [driver] { driver.workspace().edits().discardAll(); }},
    };
}

} // namespace ui
