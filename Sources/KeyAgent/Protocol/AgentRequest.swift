/// What a client may ask, by the number on the wire.
enum RequestKind: UInt8, CaseIterable {
    case store = 1
    case fetch = 2
    case forget = 3
    case forgetAll = 4
    case status = 5

    /// Sizes that the body can have; anything else is refused before it is read.
    var bodySize: ClosedRange<Int> {
        switch self {
        case .store: 7...(1 + AgentLimits.nameSize.upperBound + 4 + AgentLimits.secretSize.upperBound)
        case .fetch, .forget: AgentLimits.nameSize
        case .forgetAll, .status: 0...0
        }
    }

    /// The kind that a head announces, if the agent knows it and its size is possible.
    init(_ frame: AgentFrame) throws(Refusal) {
        guard let kind = RequestKind(rawValue: frame.kind) else { throw .unknownRequest }
        guard frame.bodySize <= kind.bodySize.upperBound else { throw .tooLarge }
        guard frame.bodySize >= kind.bodySize.lowerBound else { throw .malformed }
        self = kind
    }
}

/// A request, understood.
///
/// The secret of a `store` stays where it was received; the range tells where that is.
enum AgentRequest: Equatable {
    case store(SecretName, lifetime: Duration, secret: Range<Int>)
    case fetch(SecretName)
    case forget(SecretName)
    case forgetAll
    case status

    init(_ kind: RequestKind, body: UnsafeRawBufferPointer) throws(Refusal) {
        switch kind {
        case .store: self = try Self.parseStore(body)
        case .fetch: self = .fetch(try Self.parseName(body[...]))
        case .forget: self = .forget(try Self.parseName(body[...]))
        case .forgetAll: self = .forgetAll
        case .status: self = .status
        }
    }

    private static func parseName(_ bytes: Slice<UnsafeRawBufferPointer>) throws(Refusal) -> SecretName {
        guard let name = SecretName(bytes) else { throw .malformed }
        return name
    }

    /// Name size (1 byte), name, lifetime in seconds (4), secret (the rest).
    private static func parseStore(_ body: UnsafeRawBufferPointer) throws(Refusal) -> AgentRequest {
        guard let nameSize = body.first.map(Int.init), body.count > 1 + nameSize + 4 else { throw .malformed }
        let name = try parseName(body[1..<1 + nameSize])
        let lifetime = UInt32(bigEndianBytes: body[(1 + nameSize)..<(1 + nameSize + 4)])
        let secret = (1 + nameSize + 4)..<body.count
        guard AgentLimits.lifetime.contains(lifetime) else { throw .malformed }
        guard secret.count <= AgentLimits.secretSize.upperBound else { throw .tooLarge }
        return .store(name, lifetime: .seconds(lifetime), secret: secret)
    }

    /// What stands before the secret in the body of a `store`.
    static func storePrefix(_ name: SecretName, lifetime: UInt32) -> [UInt8] {
        [UInt8(name.bytes.count)] + name.bytes + lifetime.bigEndianBytes
    }
}
