import Telegrams

extension Examples {
    static func cards() throws -> [(FuzzTarget, [[UInt8]])] {
        let keys = [try keyLine(1, .ed25519), try keyLine(3, .hardwareEd25519)]
        let cards = [try card(officer: nil), try card(officer: keys[1])]
        return [(.card, cards.map(\.bytes)), (.keyLine, keys.map { Array($0.description.utf8) })]
    }

    private static let start = Instant(seconds: 1_795_428_000)

    private static func card(officer: KeyLine?) throws -> Card {
        let entries = try officer.map { key in
            let content = try OfficerContent(
                name: try Codename("MAO ZEDONG"), issued: start, key: key, sealingKeys: [try sealingKey("p")])
            return try OfficerEntry(content, signature: Array(repeating: 7, count: 77))
        }
        let content = try CardContent(
            station: try Designator("BEIJING"), serial: 3, issued: start, stationKey: try keyLine(1, .ed25519),
            postQuantumKey: try PostQuantumKey(bytes: Array(repeating: 1, count: 1952)),
            logKey: entries == nil ? nil : try keyLine(2, .ed25519), sealingKeys: [try sealingKey("q")],
            endpoints: ["tcp cablegram.example 4556"], officers: entries.map { [$0] } ?? [])
        return try Card(content, signature: Array(repeating: 8, count: 72))
    }

    private static func sealingKey(_ digit: Character) throws -> SealingKey {
        try SealingKey(
            recipient: "age1pq1" + String(repeating: digit, count: 1952), from: start, until: start.adding(days: 14))
    }

    private static func keyLine(_ byte: UInt8, _ algorithm: KeyLine.Algorithm) throws -> KeyLine {
        func string(_ bytes: [UInt8]) -> [UInt8] { [0, 0, 0, UInt8(bytes.count)] + bytes }
        let blob = string(Array(algorithm.rawValue.utf8)) + string(Array(repeating: byte, count: 32))
        return try KeyLine(algorithm: algorithm, blob: algorithm == .ed25519 ? blob : blob + string(Array("ssh:".utf8)))
    }
}
