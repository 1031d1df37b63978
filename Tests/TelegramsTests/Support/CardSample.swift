@testable import Telegrams

/// Cards that several tests start from.
struct CardSample {
    var serial = 3
    var day: Int64 = 0
    var stationKey: UInt8 = 1
    var postQuantumKey: UInt8 = 1
    var logKey: UInt8? = 2
    var cardKey: Character?
    var sealingKey: Character = "q"
    var endpoints = ["tcp cablegram.example 4556"]
    var officers: [(name: String, key: UInt8, day: Int64, sealingKey: Character)] = [("MAO ZEDONG", 10, 0, "p")]
    var station = "BEIJING"

    static let start = Instant(seconds: 1_795_428_000)

    static func keyLine(_ byte: UInt8, _ algorithm: KeyLine.Algorithm = .ed25519) throws -> KeyLine {
        func string(_ bytes: [UInt8]) -> [UInt8] { [0, 0, 0, UInt8(bytes.count)] + bytes }
        let blob = string(Array(algorithm.rawValue.utf8)) + string(Array(repeating: byte, count: 32))
        return try KeyLine(algorithm: algorithm, blob: algorithm == .ed25519 ? blob : blob + string(Array("ssh:".utf8)))
    }

    static func sealingKey(_ digit: Character, day: Int64 = 0, life: Int64 = 14) throws -> SealingKey {
        let from = start.adding(days: day)
        return try SealingKey(
            recipient: "age1pq1" + String(repeating: digit, count: 1952), from: from, until: from.adding(days: life))
    }

    func content() throws -> CardContent {
        let entries = try officers.map { officer in
            let content = try OfficerContent(
                name: Codename(officer.name), issued: Self.start.adding(days: officer.day),
                key: Self.keyLine(officer.key), sealingKeys: [Self.sealingKey(officer.sealingKey)])
            return try OfficerEntry(content, signature: Array(repeating: 7, count: 72))
        }
        return try CardContent(
            station: Designator(station), serial: serial, issued: Self.start.adding(days: day),
            stationKey: Self.keyLine(stationKey),
            postQuantumKey: PostQuantumKey(bytes: Array(repeating: postQuantumKey, count: 1952)),
            logKey: logKey.map { byte in try Self.keyLine(byte) },
            cardKey: cardKey.map { "age1pq1" + String(repeating: $0, count: 1952) },
            sealingKeys: [Self.sealingKey(sealingKey)], endpoints: endpoints, officers: entries)
    }

    func card() throws -> Card { try Card(content(), signature: Array(repeating: 8, count: 72)) }
}
