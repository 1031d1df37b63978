/// Columns, each as wide as its widest entry; the last as wide as it likes.
struct Table {
    private var rows: [[String]]

    init(_ heading: [String], _ rows: [[String]]) {
        self.rows = [heading] + rows
    }

    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { column < $0.count ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            return cells.joined(separator: "  ").trimmingTrailingBlanks
        }
    }
}

extension String {
    var trimmingTrailingBlanks: String {
        var text = Substring(self)
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
