/// What the Merkle tree of the register commits to for one number: 53 bytes (`docs/formats/register-log.md`).
package struct RegisterLeaf: Equatable, Sendable {
    /// What became of the number.
    package enum Kind: UInt8, Sendable {
        case received = 1
        case sent = 2
        case void = 3
        /// A paper that an officer filed, and that went nowhere.
        case filed = 4

        init(_ direction: Entry.Direction) {
            self =
                switch direction {
                case .incoming: .received
                case .outgoing: .sent
                case .filed: .filed
                }
        }
    }

    package static let size = 53
    private static let magic = Array("TGR1".utf8)

    package var number: Int64
    package var kind: Kind
    /// Milliseconds since 1970, UTC.
    package var time: Int64
    /// SHA-256 over the entry's salt (16 bytes) and its sealed telegram.
    package var digest: [UInt8]

    package init(number: Int64, kind: Kind, time: Int64, digest: [UInt8]) {
        self.number = number
        self.kind = kind
        self.time = time
        self.digest = digest
    }

    package var bytes: [UInt8] {
        Self.magic + Self.bigEndian(UInt64(bitPattern: number)) + [kind.rawValue]
            + Self.bigEndian(UInt64(bitPattern: time)) + digest
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
    }
}
