import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@testable import LinkCertificates

/// What is refused in a peer's certificate: each test breaks one rule of the profile.
@Suite struct LinkCertificateTests {
    @Test func theForgeWithoutAFaultIsAccepted() throws {
        let forge = Forge()
        let certificate = try LinkCertificate(parsing: forge.certificate())
        #expect(certificate.node == 12)
        #expect(certificate.publicKey == Array(forge.key.publicKey.rawRepresentation))
    }

    @Test func usagesThatAreAbsentAllowEverything() throws {
        var forge = Forge()
        forge.keyUsage = nil
        forge.purposes = nil
        #expect(try LinkCertificate(parsing: forge.certificate()).node == 12)
    }

    @Test func otherNamesBesidesAreNoConcern() throws {
        var forge = Forge()
        forge.names.append(.dnsName("beijing.example"))
        #expect(try LinkCertificate(parsing: forge.certificate()).node == 12)
    }

    @Test func anyFlippedBitIsNoticed() throws {
        let der = try Forge().certificate()
        for index in der.indices {
            var bad = der
            bad[index] ^= 0x04
            #expect(throws: LinkCertificateError.self, "byte \(index)") { try LinkCertificate(parsing: bad) }
        }
    }

    @Test func aCutCertificateIsNone() throws {
        let der = try Forge().certificate()
        #expect(throws: LinkCertificateError.notACertificate) { try LinkCertificate(parsing: der.dropLast()) }
    }

    @Test func trailingBytesAreRefused() throws {
        let der = try Forge().certificate()
        #expect(throws: LinkCertificateError.notACertificate) { try LinkCertificate(parsing: der + [0]) }
    }

    @Test func aHugeCertificateIsNotRead() {
        let bytes = [UInt8](repeating: 0x30, count: 4097)
        #expect(throws: LinkCertificateError.tooLong(bytes: 4097)) { try LinkCertificate(parsing: bytes) }
    }

    @Test func aSignatureByAnotherKeyIsRefused() throws {
        var forge = Forge()
        forge.signer = Curve25519.Signing.PrivateKey()
        expect(.badSignature, from: forge)
    }

    @Test func anotherIssuerIsRefused() throws {
        var forge = Forge()
        forge.issuer = "somebody else"
        expect(.notSelfSigned, from: forge)
    }

    @Test func aKeyThatIsNotEd25519IsRefused() throws {
        let key = P256.Signing.PrivateKey()
        let der = try Forge().certificate(
            publicKey: Certificate.PublicKey(key.publicKey), signer: Certificate.PrivateKey(key),
            algorithm: .ecdsaWithSHA256)
        #expect(throws: LinkCertificateError.notEd25519) { try LinkCertificate(parsing: der) }
    }

    @Test func versionOneIsRefused() throws {
        var forge = Forge()
        forge.version = .v1
        #expect(throws: LinkCertificateError.self) { try LinkCertificate(parsing: forge.certificate()) }
    }

    @Test func aCertificateWithoutNodeIDIsRefused() throws {
        var forge = Forge()
        forge.names = [.uniformResourceIdentifier("ipn:12.0")]
        expect(.noNodeID, from: forge)
        forge.names = []
        expect(.noNodeID, from: forge)
    }

    @Test func twoNodeIDsAreRefused() throws {
        var forge = Forge()
        forge.names = [try NodeIDName.make(node: 12), try NodeIDName.make(node: 13)]
        expect(.severalNodeIDs, from: forge)
    }

    @Test(arguments: [
        "ipn:12.1", "ipn:0.0", "ipn:012.0", "ipn:12.0 ", "ipn:+12.0", "IPN:12.0", "ipn:12", "ipn:.0", "dtn://beijing/",
        "ipn:18446744073709551616.0", "ipn:1.12.0", "",
    ])
    func aNodeIDOtherwiseSpeltIsRefused(text: String) throws {
        var forge = Forge()
        forge.names = [try bundleEID(ASN1IA5String(text))]
        expect(.badNodeID, from: forge)
    }

    @Test func aNodeIDOfAnotherStringTypeIsRefused() throws {
        var forge = Forge()
        forge.names = [try bundleEID(ASN1UTF8String("ipn:12.0"))]
        expect(.badNodeID, from: forge)
    }

    @Test func aKeyThatMustNotSignIsRefused() throws {
        var forge = Forge()
        forge.keyUsage = KeyUsage(keyAgreement: true)
        expect(.wrongKeyUsage, from: forge)
    }

    @Test func aCertificateForAnotherPurposeIsRefused() throws {
        var forge = Forge()
        forge.purposes = try ExtendedKeyUsage([.serverAuth, .clientAuth])
        expect(.wrongPurpose, from: forge)
    }

    @Test func anUnknownCriticalExtensionIsRefused() throws {
        var forge = Forge()
        forge.unknown = Certificate.Extension(oid: [1, 2, 3], critical: true, value: [5, 0])
        expect(.unknownCriticalExtension("1.2.3"), from: forge)
        forge.unknown?.critical = false
        #expect(try LinkCertificate(parsing: forge.certificate()).node == 12)
    }

    private func expect(
        _ error: LinkCertificateError, from forge: Forge, at location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: error, sourceLocation: location) { try LinkCertificate(parsing: forge.certificate()) }
    }

    private func bundleEID(_ value: some DERSerializable) throws -> GeneralName {
        .otherName(GeneralName.OtherName(typeID: NodeIDName.bundleEID, value: try ASN1Any(erasing: value)))
    }
}

/// Makes certificates with one fault each.
private struct Forge {
    let key = Curve25519.Signing.PrivateKey()
    var signer: Curve25519.Signing.PrivateKey?
    var version = Certificate.Version.v3
    var issuer = "ipn:12.0"
    var names: [GeneralName]
    var keyUsage: KeyUsage? = KeyUsage(digitalSignature: true)
    var purposes: ExtendedKeyUsage?
    var unknown: Certificate.Extension?

    init() {
        names = (try? [NodeIDName.make(node: 12)]) ?? []
        purposes = try? ExtendedKeyUsage([CertificateProfile.bundleSecurity])
    }

    func certificate() throws -> [UInt8] {
        try certificate(
            publicKey: Certificate.PublicKey(key.publicKey), signer: Certificate.PrivateKey(signer ?? key),
            algorithm: .ed25519)
    }

    func certificate(
        publicKey: Certificate.PublicKey, signer: Certificate.PrivateKey, algorithm: Certificate.SignatureAlgorithm
    ) throws -> [UInt8] {
        let certificate = try Certificate(
            version: version, serialNumber: Certificate.SerialNumber(1), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSince1970: 0), notValidAfter: Date(timeIntervalSince1970: 1),
            issuer: DistinguishedName { CommonName(issuer) }, subject: DistinguishedName { CommonName("ipn:12.0") },
            signatureAlgorithm: algorithm, extensions: extensions(), issuerPrivateKey: signer)
        var serializer = DER.Serializer()
        try certificate.serialize(into: &serializer)
        return serializer.serializedBytes
    }

    private func extensions() throws -> Certificate.Extensions {
        var all = Certificate.Extensions()
        if !names.isEmpty { try all.append(Certificate.Extension(SubjectAlternativeNames(names), critical: false)) }
        if let keyUsage { try all.append(Certificate.Extension(keyUsage, critical: true)) }
        if let purposes { try all.append(Certificate.Extension(purposes, critical: false)) }
        if let unknown { try all.append(unknown) }
        return all
    }
}
