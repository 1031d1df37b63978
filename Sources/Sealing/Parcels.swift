import Age
import SSHSignatures
import Telegrams

/// The outer layer: a signed cover and its content, sealed to the destination station.
package enum ParcelSealing {
    package static let namespace: Namespace = "parcel@cablegram"

    /// Signs the cover with the station's key and seals the parcel to the destination.
    package static func seal(
        cover: Cover, content: [UInt8], signedBy signer: any Signer, to recipient: HybridRecipient
    ) throws -> [UInt8] {
        let text = cover.text
        let signature = try signer.sign(text, namespace: namespace).compact()
        let parcel = try Parcel(cover: text[...], signature: signature.bytes[...], content: content[...])
        return try AgeFile.seal(parcel.bytes(padding: .wide), to: [recipient])
    }
}

/// A parcel that the station's key has opened, not yet believed.
package struct OpenedParcel: Sendable {
    package let cover: Cover
    package let content: [UInt8]
    private let coverText: [UInt8]
    private let signature: CompactSignature

    /// Opens a parcel and checks that its content is the one that the cover names.
    package init(_ sealed: [UInt8], identities: [HybridIdentity]) throws {
        do {
            let parcel = try Parcel(parsing: try AgeFile.open(sealed, with: identities))
            coverText = Array(parcel.cover)
            cover = try Cover(parsing: coverText)
            content = Array(parcel.content)
            signature = try CompactSignature(Array(parcel.signature))
        } catch let error as FormatError {
            throw SealingError.malformed(error)
        } catch let error as AgeError where error.kind == .noMatch {
            throw SealingError.noKey
        }
        guard Digest256(of: content) == cover.digest else {
            throw SealingError.contradiction("the content is not the one that the cover names")
        }
    }

    /// Checks that the station which the cover names made it.
    package func verify(signedBy key: PublicKey) throws {
        do {
            try signature.expanded(publicKey: key, namespace: ParcelSealing.namespace)
                .verify(coverText, namespace: ParcelSealing.namespace)
        } catch {
            throw SealingError.badSignature("\(error)")
        }
    }
}
