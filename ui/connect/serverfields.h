// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/serverform.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QToolButton;

namespace ui {

class PasswordField;
class PlainLabel;

/// The fields of a server: its URL, or what that is made of, each following the other. The password never stands in
/// the URL's line: one that is pasted with it moves to its own. Says below a field what its state means.
class ServerFields : public QWidget {
    Q_OBJECT

public:
    enum class Field { Url, Host, Port, Database, User, Password, Encryption, Certificate, Service, Socket };
    Q_ENUM(Field)

    explicit ServerFields(core::ServerDefaults defaults, QWidget *parent = nullptr);
    ~ServerFields() override;

    void setForm(const ServerForm &form);
    [[nodiscard]] ServerForm form() const;
    void setKept(bool kept); ///< a password of this address is in the keychain
    /// Marks the field and says below it what is wrong; the keys go there.
    void showProblem(Field field, const QString &text);
    void clearProblems();
    /// What can be seen to be wrong without asking anybody; false: it is shown.
    [[nodiscard]] bool check();

Q_SIGNALS:
    void edited();
    void problemShown(QWidget *field);
    void certificateWanted(); ///< a file is to be chosen, for setCertificate()

public Q_SLOTS:
    void setCertificate(const QString &path);

private:
    [[nodiscard]] static const QList<core::Environment> &marks();
    void build();
    void buildAddress(QGridLayout &grid);
    void buildPassword(QGridLayout &grid);
    void buildEncryption(QGridLayout &grid);
    void buildMore(QGridLayout &grid);
    void buildAbout(QGridLayout &grid);
    [[nodiscard]] QLineEdit *addLine(Field field, const QString &name, const QString &label);
    [[nodiscard]] PlainLabel *addHint(const QString &name);
    void urlEdited(const QString &text);
    void fieldEdited();
    void showAddress(const core::ServerAddress &address); ///< in the fields, not in the URL's line
    void showHints();
    void setMoreShown(bool shown);
    [[nodiscard]] core::ServerAddress address() const;
    [[nodiscard]] PlainLabel *problemLine(Field field) const;

    core::ServerDefaults m_defaults;
    QHash<Field, QLineEdit *> m_lines;
    core::ServerAddress m_rest; ///< options without a field
    qsizetype m_urlLength = 0; ///< to tell pasting from typing
    bool m_kept = false;
    PasswordField *m_password = nullptr;
    QCheckBox *m_keep = nullptr;
    QComboBox *m_encryption = nullptr;
    QWidget *m_certificateRow = nullptr;
    PlainLabel *m_certificateLabel = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_mark = nullptr;
    QCheckBox *m_readOnly = nullptr;
    QToolButton *m_more = nullptr;
    QWidget *m_moreBox = nullptr;
    PlainLabel *m_urlHint = nullptr;
    PlainLabel *m_addressHint = nullptr; ///< below host, port, database and user
    PlainLabel *m_passwordHint = nullptr;
    PlainLabel *m_encryptionHint = nullptr;
    PlainLabel *m_moreHint = nullptr;
    PlainLabel *m_markHint = nullptr;
};

} // namespace ui
