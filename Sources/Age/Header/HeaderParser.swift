/// Reads a header line by line, so that the same rules serve memory and streams.
///
/// Nothing is normalised: the header that comes out is, byte for byte, the one that went in.
struct HeaderParser {
    private enum Expectation {
        case version
        case stanza
        case body(type: [UInt8], arguments: [[UInt8]])
    }

    private var expectation = Expectation.version
    private var stanzas: [Stanza] = []
    private var body: [UInt8] = []
    private var bytes: [UInt8] = []
    private var line = 0

    init() {
        bytes.reserveCapacity(2048)
    }

    /// The line that is due next, counted from 1.
    var nextLine: Int { line + 1 }

    /// Takes the next line without its line feed; returns the header with its last line.
    mutating func consume(_ text: ArraySlice<UInt8>) throws(AgeError) -> Header? {
        line += 1
        let start = bytes.count
        bytes.append(contentsOf: text)
        bytes.append(UInt8(ascii: "\n"))
        guard bytes.count <= HeaderLimits.bytes else {
            throw failure("the header is longer than \(HeaderLimits.bytes) bytes")
        }
        switch expectation {
        case .version:
            try checkVersion(text)
            expectation = .stanza
        case .stanza where text.starts(with: "-> ".utf8):
            expectation = try parseArguments(text.dropFirst(3))
        case .stanza where text.starts(with: "---".utf8):
            return try finish(code: text.dropFirst(3), authenticated: start + 3)
        case .stanza:
            throw failure("a stanza must start with \"-> \", and the last line with \"--- \"")
        case .body(let type, let arguments):
            try parseBody(text, type: type, arguments: arguments)
        }
        return nil
    }

    private func checkVersion(_ text: ArraySlice<UInt8>) throws(AgeError) {
        guard !text.elementsEqual(Header.versionLine) else { return }
        guard text.starts(with: "age-encryption.org/".utf8) else { throw failure("this is not an age file") }
        throw failure("this version of the age format is not supported, only v1 is")
    }

    private func parseArguments(_ text: ArraySlice<UInt8>) throws(AgeError) -> Expectation {
        guard stanzas.count < HeaderLimits.stanzas else {
            throw failure("the header has more than \(HeaderLimits.stanzas) stanzas")
        }
        let arguments = text.split(
            separator: UInt8(ascii: " "), maxSplits: HeaderLimits.arguments, omittingEmptySubsequences: false)
        guard arguments.count <= HeaderLimits.arguments else {
            throw failure("the stanza has more than \(HeaderLimits.arguments) arguments")
        }
        guard let type = arguments.first, arguments.allSatisfy(Stanza.isArgument) else {
            throw failure("a stanza's arguments must be visible ASCII, separated by single spaces")
        }
        return .body(type: Array(type), arguments: arguments.dropFirst().map(Array.init))
    }

    private mutating func parseBody(
        _ text: ArraySlice<UInt8>, type: [UInt8], arguments: [[UInt8]]
    ) throws(AgeError) {
        guard text.count <= Stanza.columns else {
            throw failure("a line of a stanza's body is longer than \(Stanza.columns) columns")
        }
        guard Base64.append(decoding: text, to: &body) else {
            throw failure("a stanza's body must be canonical base64 without padding, and end with a short line")
        }
        guard body.count <= HeaderLimits.bodyBytes else {
            throw failure("a stanza's body is longer than \(HeaderLimits.bodyBytes) bytes")
        }
        guard text.count < Stanza.columns else { return }
        stanzas.append(Stanza(unchecked: type, arguments: arguments, body: body))
        body = []
        expectation = .stanza
    }

    private func finish(code text: ArraySlice<UInt8>, authenticated: Int) throws(AgeError) -> Header {
        guard !stanzas.isEmpty else { throw failure("the header has no stanza") }
        guard text.first == UInt8(ascii: " "), let code = Base64.decode(text.dropFirst()),
            code.count == Header.codeByteCount
        else { throw failure("the last line must be \"--- \" and 43 characters of canonical base64") }
        return Header(stanzas: stanzas, bytes: bytes, authenticatedCount: authenticated, code: code)
    }

    private func failure(_ message: String) -> AgeError {
        AgeError(.header, message, line: line)
    }
}

extension HeaderParser {
    /// Parses the header at the start of `file` and returns it with the offset of what follows.
    static func parse(_ file: ArraySlice<UInt8>) throws(AgeError) -> (Header, payloadStart: Int) {
        var parser = HeaderParser()
        var start = file.startIndex
        while true {
            let rest = file[start...].prefix(HeaderLimits.lineBytes + 1)
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                throw parser.missingLineFeed(isTooLong: rest.count > HeaderLimits.lineBytes)
            }
            let header = try parser.consume(file[start..<end])
            start = end + 1
            if let header { return (header, start) }
        }
    }

    func missingLineFeed(isTooLong: Bool) -> AgeError {
        let message =
            isTooLong
            ? "the line is longer than \(HeaderLimits.lineBytes) bytes" : "the file ends in the middle of its header"
        return AgeError(.header, message, line: nextLine)
    }
}
