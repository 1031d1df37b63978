import SwiftASN1
import X509

/// The NODE-ID of a certificate: a subjectAltName of type otherName, id-on-bundleEID (RFC 9174 section 4.4.1).
enum NodeIDName {
    /// id-on-bundleEID (RFC 9174 section 4.4.2.1).
    static let bundleEID: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 8, 11]

    static func text(node: UInt64) -> String { "ipn:\(node).0" }

    static func make(node: UInt64) throws -> GeneralName {
        let value = try ASN1Any(erasing: ASN1IA5String(text(node: node)))
        return .otherName(GeneralName.OtherName(typeID: bundleEID, value: value))
    }

    /// The node number of the one NODE-ID among the names.
    ///
    /// Names of other types are passed over: a station may have DNS names and addresses besides.
    static func node(in names: SubjectAlternativeNames) throws(LinkCertificateError) -> UInt64 {
        let values = names.compactMap(value)
        guard let only = values.first else { throw .noNodeID }
        guard values.count == 1 else { throw .severalNodeIDs }
        guard let node = node(in: only) else { throw .badNodeID }
        return node
    }

    private static func value(of name: GeneralName) -> GeneralName.OtherName? {
        guard case .otherName(let other) = name, other.typeID == bundleEID else { return nil }
        return other
    }

    private static func node(in name: GeneralName.OtherName) -> UInt64? {
        guard let value = name.value, let text = try? ASN1IA5String(asn1Any: value) else { return nil }
        return node(in: Array(text.bytes))
    }

    /// The node number in `ipn:N.0`, which must be spelt as we spell it.
    private static func node(in bytes: [UInt8]) -> UInt64? {
        guard bytes.starts(with: "ipn:".utf8), let node = UInt64(String(decoding: digits(in: bytes), as: UTF8.self)),
            node > 0, Array(text(node: node).utf8) == bytes
        else { return nil }
        return node
    }

    private static func digits(in bytes: [UInt8]) -> ArraySlice<UInt8> { bytes.dropFirst(4).dropLast(2) }
}
