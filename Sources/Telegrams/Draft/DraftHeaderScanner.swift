/// Finds the fields of a draft and the line at which its text begins, and brings values into their one spelling.
///
/// The text begins after a line `text:`, or else at the first line after an empty one that is no field and no comment.
struct DraftHeaderScanner {
    private var fields: [HeaderLine] = []
    /// The line that parts the fields from the text where an author wants no guessing.
    static let textMark = "text:"

    /// The fields in the order of the format, each kind in the author's order.
    var inCanonicalOrder: [HeaderLine] {
        TelegramHeader.draftVocabulary.flatMap { name in fields.filter { $0.name == name } }
    }

    /// - Returns: the index of the line at which the text begins.
    mutating func scan(_ lines: [String]) throws(FormatError) -> Int {
        let hasMark = lines.contains(Self.textMark)
        var afterEmptyLine = false
        for (index, line) in lines.enumerated() {
            if line == Self.textMark { return index + 1 }
            if line.utf8.first == 0x23 || (index == 0 && line == Draft.firstLine.text) { continue }
            if line.isEmpty {
                afterEmptyLine = !fields.isEmpty
                continue
            }
            if afterEmptyLine, !hasMark, try isText(line, number: index + 1) { return index }
            do { try readField(line, number: index + 1) } catch { throw error.at(line: index + 1) }
            afterEmptyLine = false
        }
        return lines.count
    }

    /// Whether a line after an empty one belongs to the text.
    ///
    /// What looks like a mistyped field is an error: one that slips into the text unnoticed does not do what its
    /// author wants.
    private func isText(_ line: String, number: Int) throws(FormatError) -> Bool {
        guard let colon = line.utf8.firstIndex(of: 0x3A) else { return true }
        let name = line[..<colon]
        if TelegramHeader.draftVocabulary.contains(where: { $0 == name }) { return false }
        guard let meant = NearestName.find(for: name, among: TelegramHeader.vocabulary) else { return true }
        throw FormatError(
            line: number,
            "is \(quoted(name)) a field or text? write '\(meant)', or put a line '\(Self.textMark)' before the text")
    }

    private mutating func readField(_ line: String, number: Int) throws(FormatError) {
        guard let colon = line.utf8.firstIndex(of: 0x3A) else {
            throw FormatError("\(quoted(line)) is not a field; put an empty line or '\(Self.textMark)' before the text")
        }
        let name = line[..<colon]
        guard TelegramHeader.draftVocabulary.contains(where: { $0 == name }) else { throw unknown(name) }
        let value = Substring(line[colon...].utf8.dropFirst().drop { $0 == 0x20 })
        guard !value.isEmpty else { return }
        for part in DraftValue.parts(value, of: name) {
            try HeaderLine.check(value: part)
            fields.append(HeaderLine(number: number, name: name, value: try DraftValue.repair(part, of: name)))
        }
    }

    private func unknown(_ name: Substring) -> FormatError {
        guard name != "number", name != "date-time" else {
            return FormatError("'\(name)' is given when the telegram is released, not by the author")
        }
        let hint = NearestName.find(for: name, among: TelegramHeader.draftVocabulary).map { "; did you mean '\($0)'?" }
        return FormatError("unknown field \(quoted(name))\(hint ?? "")")
    }
}
