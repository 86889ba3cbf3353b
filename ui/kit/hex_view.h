// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes sixteen a line, eight where that is too wide: offset, hexadecimal, characters; a range of them
// marked.
#pragma once

#include <QAbstractScrollArea>

namespace rumpscope::ui {

class HexView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit HexView(QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes);
    [[nodiscard]] QByteArray bytes() const { return m_bytes; }
    /// Marks `length` bytes from `offset` and brings them into sight; emits nothing.
    void mark(int offset, int length);
    [[nodiscard]] int markedOffset() const { return m_offset; }
    [[nodiscard]] int markedLength() const { return m_length; }
    /// Where byte `offset` stands in the viewport; nothing if it is out of sight.
    [[nodiscard]] QRect byteRect(int offset) const;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void bytePicked(int offset); ///< by mouse or arrow keys

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void adjust();
    void pick(int offset);
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int figure() const; ///< width of one character
    [[nodiscard]] int hexLeft(int column) const;
    [[nodiscard]] int textLeft(int column) const;

    QByteArray m_bytes;
    int m_columns = 0; ///< bytes a line
    int m_offset = 0;
    int m_length = 0;
};

} // namespace rumpscope::ui
