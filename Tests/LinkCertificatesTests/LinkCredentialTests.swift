import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@testable import LinkCertificates

@Suite struct LinkCredentialTests {
    private let seed = [UInt8](0..<32)

    @Test func theSameStationAlwaysGetsTheSameCertificate() throws {
        let first = try LinkCredential(seed: seed, node: 2_147_483_649)
        let second = try LinkCredential(seed: seed, node: 2_147_483_649)
        #expect(first.certificate == second.certificate)
        #expect(hex(SHA256.hash(data: first.certificate.der)) == Self.digest)
    }

    /// SHA-256 of the certificate that `docs/formats/link-certificate.md` prints.
    private static let digest = "92eef72efcf42c238908bda8c4356432ab16a8b006970471bea08cca0a98c35b"

    @Test func whatIsMadeIsReadBack() throws {
        let made = try LinkCredential(seed: seed, node: 0xFFFF_FFFE).certificate
        let read = try LinkCertificate(parsing: made.der)
        #expect(read == made)
        #expect(read.nodeID == "ipn:4294967294.0")
    }

    @Test func theKeyIsTheStationsOwn() throws {
        let credential = try LinkCredential(seed: seed, node: 7)
        let station = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        #expect(credential.certificate.publicKey == Array(station.publicKey.rawRepresentation))
        #expect(credential.privateKey.count == 48)
        #expect(credential.privateKey.suffix(32) == seed[...])
    }

    @Test func noClockMakesItInvalid() throws {
        let certificate = try Certificate(derEncoded: LinkCredential(seed: seed, node: 7).certificate.der)
        #expect(certificate.notValidBefore.timeIntervalSince1970 == 0)
        #expect(certificate.notValidAfter.timeIntervalSince1970 == 253_402_300_799)
    }

    @Test func anotherStationHasAnotherSerialNumber() throws {
        let one = try Certificate(derEncoded: LinkCredential(seed: seed, node: 7).certificate.der)
        let other = try Certificate(derEncoded: LinkCredential(seed: seed.reversed(), node: 7).certificate.der)
        #expect(one.serialNumber != other.serialNumber)
    }

    @Test func aSeedOfAnotherLengthIsRefused() {
        #expect(throws: LinkCertificateError.badSeed(bytes: 31)) {
            try LinkCredential(seed: [UInt8](repeating: 1, count: 31), node: 7)
        }
    }

    @Test func nodeZeroIsRefused() {
        #expect(throws: LinkCertificateError.noNode) { try LinkCredential(seed: seed, node: 0) }
    }
}

private func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}

/// The page and the program must not drift apart.
@Suite struct LinkCertificatePageTests {
    @Test func thePagePrintsTheCertificateOfItsExample() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/formats/link-certificate.md")
        let credential = try LinkCredential(seed: [UInt8](0..<32), node: 2_147_483_649)
        let pem = try Certificate(derEncoded: credential.certificate.der).serializeAsPEM().pemString
        #expect(try String(contentsOf: page, encoding: .utf8).contains(pem))
    }
}
