/// Reads a header whose fields stand in one fixed order, and says of a field out of place where it belongs.
struct HeaderReader {
    /// Every field of the format, in order.
    let vocabulary: [String]
    private let lines: [HeaderLine]
    /// Number of the line after the header.
    private let endNumber: Int
    private var index = 0
    /// Number of the line that was read last.
    private(set) var lastNumber = 1

    /// Reads from lines that were found elsewhere; `endNumber` is that of the line after the last.
    init(vocabulary: [String], lines: [HeaderLine], endNumber: Int) {
        self.vocabulary = vocabulary
        self.lines = lines
        self.endNumber = endNumber
    }

    /// Reads the header of a canonical text: from its second line to the first empty one, or to the end.
    init(vocabulary: [String], text lines: [String]) throws(FormatError) {
        var fields: [HeaderLine] = []
        fields.reserveCapacity(32)
        for line in lines.dropFirst() {
            guard !line.isEmpty else { break }
            fields.append(try HeaderLine(parsing: line, number: fields.count + 2))
        }
        self.init(vocabulary: vocabulary, lines: fields, endNumber: fields.count + 2)
    }

    mutating func required<Value>(
        _ name: String, _ read: (Substring) throws(FormatError) -> Value
    ) throws(FormatError) -> Value {
        guard let value = try optional(name, read) else { throw missing(name) }
        return value
    }

    mutating func optional<Value>(
        _ name: String, _ read: (Substring) throws(FormatError) -> Value
    ) throws(FormatError) -> Value? {
        guard index < lines.count, lines[index].name == name else { return nil }
        let line = lines[index]
        index += 1
        lastNumber = line.number
        do { return try read(line.value) } catch { throw error.at(line: line.number) }
    }

    /// Reads the lines of one field, however many there are.
    ///
    /// - Parameter limit: the most there may be.
    mutating func list<Value>(
        _ name: String, limit: Int, _ read: (Substring) throws(FormatError) -> Value
    ) throws(FormatError) -> [Value] {
        var values: [Value] = []
        while let value = try optional(name, read) {
            values.append(value)
            guard values.count <= limit else {
                throw FormatError(line: lastNumber, "more than \(limit) '\(name)' lines")
            }
        }
        return values
    }

    /// Reads the lines of a field of which there must be at least one.
    mutating func nonEmptyList<Value>(
        _ name: String, limit: Int, _ read: (Substring) throws(FormatError) -> Value
    ) throws(FormatError) -> [Value] {
        let values = try list(name, limit: limit, read)
        guard !values.isEmpty else { throw missing(name) }
        return values
    }

    /// Rejects whatever follows the last field.
    func finish() throws(FormatError) {
        if index < lines.count { throw misplaced(lines[index]) }
    }

    /// Why a required field was not found where it should stand.
    func missing(_ name: String) -> FormatError {
        guard index < lines.count else { return FormatError(line: endNumber, "'\(name)' is missing") }
        let found = lines[index]
        let isLater = lines[index...].contains { $0.name == name }
        guard !isLater, let foundPlace = place(of: found.name), let place = place(of: name[...]), foundPlace > place
        else { return misplaced(found) }
        return FormatError(line: found.number, "'\(name)' is missing before '\(found.name)'")
    }

    private func misplaced(_ line: HeaderLine) -> FormatError {
        guard let place = place(of: line.name) else { return unknown(line) }
        if index > 0, lines[index - 1].name == line.name {
            return FormatError(line: line.number, "'\(line.name)' may stand only once")
        }
        let before = place > 0 ? "after '\(vocabulary[place - 1])'" : "first"
        let after = place + 1 < vocabulary.count ? ", before '\(vocabulary[place + 1])'" : ""
        return FormatError(line: line.number, "'\(line.name)' is out of place: it belongs \(before)\(after)")
    }

    private func unknown(_ line: HeaderLine) -> FormatError {
        let hint = NearestName.find(for: line.name, among: vocabulary).map { "; did you mean '\($0)'?" } ?? ""
        return FormatError(line: line.number, "unknown field \(quoted(line.name))\(hint)")
    }

    private func place(of name: Substring) -> Int? {
        vocabulary.firstIndex { $0 == name }
    }
}
