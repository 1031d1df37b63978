/// The one thing that is read of a TLS handshake: the group that the server chose (RFC 8446 sections 4.1.3, 4.2.8).
enum ServerHello {
    enum Search: Hashable {
        case found(UInt16)
        /// More bytes may tell.
        case incomplete
        /// The bytes are not what a server's handshake begins with.
        case none
    }

    /// Most bytes that are looked at; a ServerHello with X25519MLKEM768 has about 1200.
    static let longest = 4096

    private static let handshakeRecord: UInt8 = 22
    private static let serverHello: UInt8 = 2
    private static let keyShare: UInt16 = 51

    /// Looks at the first record of what a server sends.
    ///
    /// That may be a HelloRetryRequest: it has the same form and names the group that the ServerHello must then use.
    static func group(in bytes: [UInt8]) -> Search {
        var record = TLSReader(bytes[...])
        guard let type = record.byte() else { return .incomplete }
        guard type == handshakeRecord else { return .none }
        guard record.number() != nil, let body = record.vector(lengthBytes: 2) else {
            return bytes.count < longest ? .incomplete : .none
        }
        return group(inRecord: body).map(Search.found) ?? .none
    }

    private static func group(inRecord body: ArraySlice<UInt8>) -> UInt16? {
        var reader = TLSReader(body)
        guard reader.byte() == serverHello, let hello = reader.vector(lengthBytes: 3) else { return nil }
        return group(inHello: hello)
    }

    private static func group(inHello hello: ArraySlice<UInt8>) -> UInt16? {
        var reader = TLSReader(hello)
        // Version, random, session ID, cipher suite, compression method.
        guard reader.skip(2 + 32), reader.vector(lengthBytes: 1) != nil, reader.skip(2 + 1),
            let extensions = reader.vector(lengthBytes: 2)
        else { return nil }
        return group(inExtensions: extensions)
    }

    private static func group(inExtensions extensions: ArraySlice<UInt8>) -> UInt16? {
        var reader = TLSReader(extensions)
        while let type = reader.number(), let content = reader.vector(lengthBytes: 2) {
            var share = TLSReader(content)
            if type == keyShare { return share.number() }
        }
        return nil
    }
}

/// Reads the presentation language of TLS (RFC 8446 section 3).
private struct TLSReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func byte() -> UInt8? { rest.popFirst() }

    /// A number of two bytes.
    mutating func number() -> UInt16? {
        guard let high = byte(), let low = byte() else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }

    mutating func skip(_ count: Int) -> Bool {
        guard rest.count >= count else { return false }
        rest.removeFirst(count)
        return true
    }

    /// A vector with its length before it.
    mutating func vector(lengthBytes: Int) -> ArraySlice<UInt8>? {
        guard rest.count >= lengthBytes else { return nil }
        let length = rest.prefix(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
        guard skip(lengthBytes), rest.count >= length else { return nil }
        defer { rest.removeFirst(length) }
        return rest.prefix(length)
    }
}

/// The names of groups (IANA "TLS Supported Groups").
enum NamedGroup {
    static func name(of group: UInt16) -> String {
        switch group {
        case 0x001D: "X25519"
        case 0x11EC: "X25519MLKEM768"
        default: "group \(group)"
        }
    }
}
