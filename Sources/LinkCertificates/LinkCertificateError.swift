/// Why bytes are not a link certificate that we take, or none can be made.
package enum LinkCertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    case badSeed(bytes: Int)
    case noNode
    case tooLong(bytes: Int)
    case notACertificate
    case notVersion3
    case notEd25519
    case notSelfSigned
    case badSignature
    case badExtension
    case unknownCriticalExtension(String)
    case noNodeID
    case severalNodeIDs
    case badNodeID
    case wrongKeyUsage
    case wrongPurpose

    package var description: String {
        switch self {
        case .badSeed(let bytes): "an Ed25519 seed has 32 bytes, not \(bytes)"
        case .noNode: "node number 0 names no station"
        case .tooLong(let bytes): "the certificate has \(bytes) bytes, at most \(LinkCertificate.longest) are read"
        case .notACertificate: "the bytes are not an X.509 certificate in DER"
        case .notVersion3: "the certificate must have version 3"
        case .notEd25519: "the certificate's key and signature must be Ed25519"
        case .notSelfSigned: "issuer and subject of the certificate must be the same"
        case .badSignature: "the certificate's signature does not verify with its own key"
        case .badExtension: "an extension of the certificate is malformed"
        case .unknownCriticalExtension(let identifier): "the critical extension \(identifier) is not known"
        case .noNodeID: "the certificate names no node ID"
        case .severalNodeIDs: "the certificate names several node IDs"
        case .badNodeID: "the certificate's node ID must be spelt ipn:N.0 with N from 1"
        case .wrongKeyUsage: "the certificate's key usage does not allow signatures"
        case .wrongPurpose: "the certificate's extended key usage does not name bundle security"
        }
    }
}
