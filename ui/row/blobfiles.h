// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "ui/shell/page.h"

#include <QObject>

#include <functional>
#include <memory>

namespace core {
class Session;
}

namespace ui {

class Prompts;

/// Blobs out of files and into files, without waiting for either. Session, panel and prompts outlive it.
class BlobFiles : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 most = 256LL << 20; ///< bytes that are loaded

    BlobFiles(core::Session &session, QWidget *panel);
    ~BlobFiles() override;
    void setPrompts(Prompts *prompts); ///< none: dialogs

    void load(const QString &column, std::function<void(const core::Value &)> take);
    /// `value` may be only a beginning: then the whole is read first.
    void save(const RowAddress &row, const QString &column, const core::Value &value, bool isCut);

Q_SIGNALS:
    void failed(const core::Error &error);
    void saved(const QString &path);

private:
    void write(const QString &path, const core::Value &value);

    core::Session &m_session;
    QWidget *m_panel;
    std::unique_ptr<Prompts> m_dialogs;
    Prompts *m_prompts;
};

} // namespace ui
