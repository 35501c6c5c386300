// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/rowfixture.h"

/// A row panel on a table with a column for each kind of editor. A test class has it as its second base.
class FieldsFixture {
protected:
    using Kind = core::ColumnFormat::Kind;

    [[nodiscard]] static QString databaseSql()
    {
        return QStringLiteral(
            "CREATE TABLE things (id INTEGER PRIMARY KEY, created_at INTEGER, changed_ms INTEGER, seen_at TEXT, due "
            "DATE,"
            " uid TEXT UNIQUE, uid_bytes BLOB, meta JSON, data BLOB, title VARCHAR(10) NOT NULL CHECK (length(title) > "
            "1),"
            " stars INTEGER CHECK (stars BETWEEN 0 AND 5), price REAL CHECK (price >= 0), kind TEXT DEFAULT 'x');"
            "CREATE TABLE strict_ones (id INTEGER PRIMARY KEY, n INT NOT NULL) STRICT;"
            "INSERT INTO strict_ones VALUES (1, 2);"
            "INSERT INTO things (id, created_at, changed_ms, seen_at, due, uid, uid_bytes, meta, data, title, stars, "
            "price)"
            " VALUES (1, 1793382300, 1793382300250, '2026-10-30T19:45:00.5+02:00', '2026-10-30',"
            " '0F8FAD5B-D9CB-469F-A165-70867728950E', x'0f8fad5bd9cb469fa16570867728950e', '{\"z\":1.50,\"a\":2}',"
            " x'000102', 'Rain', 3, 1.5), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Snow', NULL, NULL)");
    }

    void makePanel()
    {
        QTest::failOnWarning(anyRealWarning());
        m = std::make_unique<RowFixture>(databaseSql());
        QVERIFY(QTest::qWaitForWindowExposed(m->panel.get()));
    }
    void show(qint64 id)
    {
        m->show(things, id);
        QTRY_VERIFY(!m->panel->isLoading());
    }
    void setFormats(const QList<QPair<QString, Kind>> &kinds)
    {
        QHash<QString, core::ColumnFormat> formats;
        for (const auto &[column, kind] : kinds)
            formats.insert(column, {kind, {}});
        m->panel->setFormats(things, formats);
    }

    const core::QualifiedName things{{}, QStringLiteral("things")};
    const core::QualifiedName strictOnes{{}, QStringLiteral("strict_ones")};
    static constexpr Qt::KeyboardModifiers controlAlt = Qt::ControlModifier | Qt::AltModifier;
    std::unique_ptr<RowFixture> m;
};
