import Telegrams

extension Examples {
    /// The statement that the target `verdict` expects.
    static let statement: Statement = {
        do {
            return try statement(
                .utf8, names: ["COMMAND OF THE NORTHERN ARMY", "Командование добровольцев"],
                text: ["We agree to a meeting.", "", "Место: Кэсон."])
        } catch {
            fatalError("the statement of the target verdict: \(error)")
        }
    }()

    static func statements() throws -> [(FuzzTarget, [[UInt8]])] {
        let radio = try statement(
            .radio, names: ["COMMAND OF THE NORTHERN ARMY"], text: ["WE AGREE TO A MEETING.", "PLACE: (BLANK)."])
        return [
            (.statement, [statement.bytes, radio.bytes]),
            (.verdict, [statement.bytes]),
            (.keyIdentifier, statement.signatories.map { Array($0.key.description.utf8) }),
        ]
    }

    private static func statement(_ profile: StatementProfile, names: [String], text: [String]) throws -> Statement {
        let signatories = try names.enumerated().map { index, name in
            let key = try KeyIdentifier(bytes: Array(repeating: UInt8(index + 1), count: KeyIdentifier.size))
            return try Signatory(name: name, key: key)
        }
        return try Statement(
            number: 7, profile: profile, date: Instant(seconds: 1_795_435_200), signatories: signatories, text: text)
    }
}
