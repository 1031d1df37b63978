/// Reads the text of a joint statement line by line, in the one order that the format knows.
///
/// Every line is in NFC before it comes here, so that `==` on lines compares bytes.
struct StatementParser {
    private let lines: [String]
    private var index = 0

    static func statement(from bytes: [UInt8]) throws(StatementError) -> Statement {
        var parser = StatementParser(lines: try canonicalLines(of: bytes))
        return try parser.statement()
    }

    private init(lines: [String]) {
        self.lines = lines
    }

    private mutating func statement() throws(StatementError) -> Statement {
        let number = try title()
        let profile = try profile()
        try profile.check(lines)
        let date = try date(profile)
        let requirementLine = index + 1
        let required = try requirement()
        let signatories = try signatories()
        guard next() == "TEXT" else {
            let rule = "expected SIGNATORY \(signatories.count + 1) or TEXT"
            throw error(.textMissing, rule)
        }
        guard required == signatories.count else {
            let rule = "says ALL \(required) SIGNATURES but lists \(counted(signatories.count, "signatory"))"
            throw StatementError(line: requirementLine, .count, rule)
        }
        let text = try text()
        return Statement(unchecked: number, profile: profile, date: date, signatories: signatories, text: text)
    }

    // MARK: Header

    private mutating func title() throws(StatementError) -> Int {
        guard let text = rest(after: "JOINT STATEMENT "), let number = decimal(text) else {
            throw error(.title, "expected JOINT STATEMENT and a number from 1 to \(Statement.numberLimit)")
        }
        return number
    }

    private mutating func profile() throws(StatementError) -> StatementProfile {
        guard let text = rest(after: "PROFILE "), let profile = StatementProfile(rawValue: text) else {
            throw error(.profile, "expected PROFILE RADIO or PROFILE UTF-8")
        }
        return profile
    }

    private mutating func date(_ profile: StatementProfile) throws(StatementError) -> Instant? {
        guard let text = rest(after: "DATE ") else {
            throw error(.date, "expected DATE and a date-time group, or DATE \(profile.blank)")
        }
        if text == profile.blank { return nil }
        do { return try DateTimeGroup.parse(long: text) } catch { throw self.error(.date, error.rule) }
    }

    private mutating func requirement() throws(StatementError) -> Int {
        let suffix = " SIGNATURES"
        guard let text = rest(after: "VALID ONLY WITH ALL "), text.utf8.reversed().starts(with: suffix.utf8.reversed()),
            let count = decimal(String(decoding: text.utf8.dropLast(suffix.utf8.count), as: UTF8.self))
        else { throw error(.requirement, "expected VALID ONLY WITH ALL, a number, SIGNATURES") }
        return count
    }

    // MARK: Signatories

    private mutating func signatories() throws(StatementError) -> [Signatory] {
        var found: [Signatory] = []
        while index < lines.count, lines[index].utf8.starts(with: "SIGNATORY ".utf8) {
            let signatory = try signatory(number: found.count + 1)
            try check(signatory, against: found)
            found.append(signatory)
        }
        return found
    }

    private mutating func signatory(number: Int) throws(StatementError) -> Signatory {
        let form = "expected SIGNATORY \(number) NAME KEY and a key identifier"
        guard number <= Statement.signatoryLimit else {
            index += 1
            throw error(.tooManySignatories, "more than \(Statement.signatoryLimit) signatories")
        }
        let bytes = Array((rest(after: "SIGNATORY ") ?? "").utf8)
        guard let blank = bytes.firstIndex(of: 0x20) else { throw error(.signatory, form) }
        guard decimal(String(decoding: bytes[..<blank], as: UTF8.self)) == number else {
            throw error(.signatoryNumber, "signatories are numbered 1, 2, 3 and so on; expected SIGNATORY \(number)")
        }
        let body = bytes[(blank + 1)...]
        guard let mark = lastRange(of: " KEY ", in: body) else { throw error(.signatory, form) }
        let key: KeyIdentifier
        do { key = try KeyIdentifier(String(decoding: body[mark.upperBound...], as: UTF8.self)) } catch {
            throw self.error(.key, error.rule)
        }
        do { return try Signatory(name: String(decoding: body[..<mark.lowerBound], as: UTF8.self), key: key) } catch {
            throw self.error(.name, error.rule)
        }
    }

    /// One command cannot stand twice in the list: not by its key, and not under two names that a reader or
    /// `ssh-keygen` would take for one.
    private func check(_ signatory: Signatory, against earlier: [Signatory]) throws(StatementError) {
        for (index, other) in earlier.enumerated() {
            guard other.key != signatory.key else {
                throw error(.repeatedKey, "has the same key as signatory \(index + 1)")
            }
            guard LookAlike.skeleton(of: other.principal) != LookAlike.skeleton(of: signatory.principal) else {
                throw error(.repeatedName, "has the name of signatory \(index + 1), or one that looks the same")
            }
        }
    }

    // MARK: Text

    private mutating func text() throws(StatementError) -> [String] {
        guard let end = lines[index...].firstIndex(of: "END") else {
            throw StatementError(line: lines.count, .endMissing, "the text does not finish with END")
        }
        guard end == lines.count - 1 else {
            throw StatementError(line: end + 2, .afterEnd, "text after END")
        }
        let text = Array(lines[index..<end])
        guard let first = text.first, !first.isEmpty, text.last != "" else {
            throw StatementError(
                line: index + 1, .emptyText, "the text is empty, or begins or finishes with an empty line")
        }
        return text
    }

    // MARK: Lines

    private mutating func next() -> String? {
        defer { index += 1 }
        return index < lines.count ? lines[index] : nil
    }

    private mutating func rest(after prefix: String) -> String? {
        guard let line = next(), line.utf8.starts(with: prefix.utf8) else { return nil }
        return String(decoding: line.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }

    /// A complaint about the line read last.
    private func error(_ rule: StatementRule, _ message: String) -> StatementError {
        StatementError(line: min(index, lines.count), rule, message)
    }
}

private func decimal(_ text: some StringProtocol) -> Int? {
    (try? WholeNumber.parse(text, in: 1...Int64(Statement.numberLimit), what: "number")).map { Int($0) }
}

private func lastRange(of mark: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let mark = Array(mark.utf8)
    var start = bytes.endIndex - mark.count
    while start >= bytes.startIndex {
        if bytes[start..<start + mark.count].elementsEqual(mark) { return start..<start + mark.count }
        start -= 1
    }
    return nil
}

func counted(_ number: Int, _ noun: String) -> String {
    guard number != 1 else { return "1 \(noun)" }
    return noun.utf8.last == 0x79 ? "\(number) \(noun.dropLast())ies" : "\(number) \(noun)s"
}
