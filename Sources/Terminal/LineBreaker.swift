/// A letter of a line that is to be shown, with what is set upon it or switched with it.
struct LineCell {
    var text: String
    /// In columns of the terminal.
    var width: Int
    /// Whether others have written it.
    var isTheirs: Bool

    var isBlank: Bool { text == " " }
}

/// The letters of a line, each with the answer to whose it is: what stands behind the margin or in quotation marks is
/// others'.
struct LineCells: Sequence, IteratorProtocol {
    private var rest: Substring.UnicodeScalarView
    private var isBehindMargin: Bool
    private var isQuoted = false

    init(_ line: String, margin: String) {
        isBehindMargin = line.unicodeScalars.starts(with: margin.unicodeScalars.dropLast())
        rest = line.unicodeScalars[...]
    }

    mutating func next() -> LineCell? {
        guard let first = rest.popFirst() else { return nil }
        var cell = LineCell(text: "", width: 0, isTheirs: isBehindMargin)
        take(first, into: &cell)
        // A mark belongs to its letter, a style to what it follows, and an escape is not broken.
        while let scalar = rest.first, scalar == "\u{1B}" || ColumnWidth.isMark(scalar) {
            rest.removeFirst()
            take(scalar, into: &cell)
        }
        return cell
    }

    private mutating func take(_ scalar: Unicode.Scalar, into cell: inout LineCell) {
        cell.text.unicodeScalars.append(scalar)
        if scalar == "\u{1B}" { return takeStyle(into: &cell) }
        cell.width += ColumnWidth.of(scalar)
        guard !isBehindMargin else { return }
        cell.isTheirs = cell.isTheirs || isQuoted || scalar == "\""
        if scalar == "\"" {
            isQuoted.toggle()
        } else if scalar == "\\", isQuoted, let escaped = rest.popFirst() {
            cell.text.unicodeScalars.append(escaped)
            cell.width += ColumnWidth.of(escaped)
        }
    }

    /// A style of our own (``Style``): up to its `m`, and it takes no room.
    private mutating func takeStyle(into cell: inout LineCell) {
        while let scalar = rest.popFirst() {
            cell.text.unicodeScalars.append(scalar)
            if scalar == "m" { return }
        }
    }
}

/// Breaks a line where it is full, at a blank where there is one in the later half.
struct LineBreaker {
    private let margin: String
    private let indentation: String
    private let room: Int
    private var lines: [String] = []
    private var cells: [LineCell] = []
    private var width = 0
    /// What stands before the cells.
    private var prefix = ""

    /// - Parameter room: columns, the margin's included.
    init(margin: String, indentation: String, room: Int) {
        self.margin = margin
        self.indentation = indentation
        self.room = room
    }

    mutating func add(_ cell: LineCell) {
        // Behind the margin stands nothing of our own.
        if prefix == margin, !cell.isTheirs { endLine(at: cells.count, before: cell) }
        // A blank may hang into the last column, which is left free otherwise.
        if width + cell.width > room + (cell.isBlank ? 1 : 0), !cells.isEmpty {
            endLine(at: place(before: cell), before: cell)
        }
        cells.append(cell)
        width += cell.width
    }

    mutating func finish() -> [String] {
        lines + [prefix + cells.map(\.text).joined()]
    }

    /// How many of the cells stay in the line that ends before a cell.
    private func place(before cell: LineCell) -> Int {
        guard !cell.isBlank, let blank = cells.lastIndex(where: \.isBlank) else { return cells.count }
        return blank >= cells.count / 2 ? blank + 1 : cells.count
    }

    private mutating func endLine(at place: Int, before cell: LineCell) {
        lines.append(prefix + cells[..<place].map(\.text).joined())
        let moved = cells[place...]
        prefix = (moved.first ?? cell).isTheirs ? margin : indentation
        width = prefix.unicodeScalars.count
        cells = []
        for cell in moved { add(cell) }
    }
}
