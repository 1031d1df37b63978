/// One `name: value` line of a header.
struct HeaderLine {
    /// The most bytes that a value may have.
    static let valueLimit = 1000

    /// Where it stood, counted from 1.
    var number: Int
    var name: Substring
    var value: Substring

    init(number: Int, name: Substring, value: Substring) {
        self.number = number
        self.name = name
        self.value = value
    }

    /// Splits a canonical line: a name, a colon, one blank, a value of 1 to 1,000 bytes that begins with no blank.
    init(parsing line: String, number: Int) throws(FormatError) {
        let bytes = line.utf8
        guard let colon = bytes.firstIndex(of: 0x3A), colon != bytes.startIndex else {
            throw FormatError(line: number, "\(quoted(line)) is not a field (name: value)")
        }
        let name = line[..<colon]
        let rest = line[bytes.index(after: colon)...]
        guard rest.utf8.first == 0x20 else {
            throw FormatError(line: number, "a blank and a value must follow the colon of \(quoted(name))")
        }
        let value = rest[rest.utf8.index(after: rest.startIndex)...]
        do { try Self.check(value: value) } catch { throw error.at(line: number) }
        self.init(number: number, name: name, value: value)
    }

    /// The rules for every value, apart from those for every line.
    static func check(value: some StringProtocol) throws(FormatError) {
        guard let first = value.utf8.first else { throw FormatError("the value is empty") }
        guard first != 0x20 else { throw FormatError("more than one blank before the value") }
        guard value.utf8.count <= valueLimit else { throw FormatError("the value is longer than \(valueLimit) bytes") }
    }
}
