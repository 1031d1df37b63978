import Crypto
import FoundationEssentials
import Testing

@testable import SSHSignatures

@Suite("The page docs/formats/compact-signature.md")
struct CompactSignaturePageTests {
    private let message = Array("an armistice is being negotiated\n".utf8)

    private func page() throws -> String {
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let path = package.joined(separator: "/") + "/docs/formats/compact-signature.md"
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test("the examples on the page are what the library makes")
    func examplesHold() throws {
        let seed = [UInt8](0..<32)
        let software = try PrivateKey(seed: seed)
        let hardware = try SoftwareSecurityKey(
            flags: 0x01, counter: 258, key: Curve25519.Signing.PrivateKey(rawRepresentation: seed))
        let page = try page()
        for signer in [software, hardware] as [any Signer] {
            let signature = try signer.sign(message, namespace: "statement@example.org")
            let hex = try signature.compact().bytes.map(Self.hex).joined()
            let unwrapped = page.split { $0 == "\n" || $0 == " " }.joined()
            #expect(unwrapped.contains(hex), "\(hex)")
            #expect(page.contains("\(try PublicKeyLine(key: signer.publicKey))"), "\(signer.publicKey)")
        }
        let armored = try software.sign(message, namespace: "statement@example.org").armored
        #expect(page.contains(armored), "\(armored)")
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
