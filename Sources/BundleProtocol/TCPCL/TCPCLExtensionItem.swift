/// An extension of a session or of a transfer (RFC 9174 sections 4.8 and 5.2.5).
struct TCPCLExtensionItem: Hashable, Sendable {
    let isCritical: Bool
    let type: UInt16
    let value: ArraySlice<UInt8>

    /// The type of a transfer extension: the length of the whole transfer (RFC 9174 section 5.2.5.1).
    static let transferLength: UInt16 = 0x0001
    private static let critical: UInt8 = 0x01

    init(isCritical: Bool = false, type: UInt16, value: ArraySlice<UInt8>) {
        self.isCritical = isCritical
        self.type = type
        self.value = value
    }

    /// The items of a list; nil where they do not fill it exactly.
    static func items(in list: [UInt8]) -> [TCPCLExtensionItem]? {
        var reader = TCPCLReader(list[...])
        var items: [TCPCLExtensionItem] = []
        while !reader.rest.isEmpty {
            guard let flags = reader.integer(UInt8.self), let type = reader.integer(UInt16.self),
                let length = reader.integer(UInt16.self), let value = reader.bytes(Int(length))
            else { return nil }
            items.append(Self(isCritical: flags & critical != 0, type: type, value: value))
        }
        return items
    }

    /// The value as an unsigned integer of eight bytes; nil where it is of another length.
    var unsigned: UInt64? {
        var reader = TCPCLReader(value)
        return value.count == 8 ? reader.integer(UInt64.self) : nil
    }

    var encoded: [UInt8] {
        var bytes = [isCritical ? Self.critical : 0]
        bytes.append(bigEndian: type)
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: value.count))
        return bytes + value
    }
}
