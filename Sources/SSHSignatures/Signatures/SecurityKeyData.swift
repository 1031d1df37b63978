import Crypto

/// What a security key signs along with the message (PROTOCOL.u2f, "SSH U2F signatures").
public struct SecurityKeyData: Hashable, Sendable {
    /// The authenticator's flags; bit 0 says that the user was present.
    public let flags: UInt8
    /// The authenticator's signature counter.
    public let counter: UInt32

    private static let userPresent: UInt8 = 0x01

    init(flags: UInt8, counter: UInt32) {
        self.flags = flags
        self.counter = counter
    }

    init(from reader: inout WireReader) throws(SSHFormatError) {
        flags = try reader.byte()
        counter = try reader.uint32()
    }

    /// Whether somebody touched the security key to make the signature.
    public var isUserPresent: Bool { flags & Self.userPresent != 0 }

    func append(to bytes: inout [UInt8]) {
        bytes.append(flags)
        bytes.appendUInt32(counter)
    }

    /// The bytes the security key signs: the hash of the application, flags, counter and the hash of the message.
    func signedData(application: String, message: [UInt8]) -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(2 * SHA256.byteCount + 5)
        SHA256.hash(data: Array(application.utf8)).withUnsafeBytes { data += $0 }
        append(to: &data)
        SHA256.hash(data: message).withUnsafeBytes { data += $0 }
        return data
    }
}
