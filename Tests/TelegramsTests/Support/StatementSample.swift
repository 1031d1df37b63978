@testable import Telegrams

/// Statements and evidence that several tests start from.
enum StatementSample {
    static func key(_ byte: UInt8) throws -> KeyIdentifier {
        try KeyIdentifier(bytes: Array(repeating: byte, count: 16))
    }

    static func north() throws -> Signatory { try Signatory(name: "COMMAND OF THE NORTHERN ARMY", key: key(1)) }
    static func volunteers() throws -> Signatory { try Signatory(name: "COMMAND OF THE VOLUNTEERS", key: key(2)) }

    static func statement(
        profile: StatementProfile = .radio, date: Instant? = Instant(seconds: 1_795_435_200),
        text: [String] = ["WE AGREE TO A MEETING ABOUT AN ARMISTICE.", "PLACE: KAESONG."]
    ) throws -> Statement {
        try Statement(number: 7, profile: profile, date: date, signatories: [north(), volunteers()], text: text)
    }

    static func book() throws -> KeyBook {
        KeyBook([
            KeyBook.Entry(name: "COMMAND OF THE NORTHERN ARMY", keys: [try key(1)]),
            KeyBook.Entry(name: "command-of-the-volunteers", keys: [try key(2)]),
        ])
    }

    /// What a verifier finds where both keys signed `signed` and he holds `text`.
    static func evidence(
        text: [UInt8], signed: [UInt8], keys: [UInt8] = [1, 2], book: KeyBook?, reference: [UInt8]? = nil
    ) throws -> StatementEvidence {
        let signatures = try keys.enumerated().map { index, byte in
            let key = try key(byte)
            return StatementSignature(
                source: "statement-7.\(index + 1).sig", finding: text == signed ? .verifies(key) : .fails(key))
        }
        return StatementEvidence(text: text, signatures: signatures, book: book, reference: reference)
    }
}

extension StatementVerdict {
    var codes: [String] { reasons.map(\.code) }
}
