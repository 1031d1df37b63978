import Crypto
import Testing

@testable import SSHSignatures

@Suite("Public keys")
struct PublicKeyTests {
    private let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAE two words"

    @Test("a line is read, with any blanks between its fields and any line end")
    func readsLines() throws {
        let expected = try PublicKeyLine(line)
        #expect(expected.comment == "two words")
        #expect(expected.key.type == .ed25519)
        #expect(try PublicKeyLine(line + "\n") == expected)
        #expect(try PublicKeyLine(line + "\r\n") == expected)
        #expect(try PublicKeyLine(line.replacing("519 AAAA", with: "519\t  AAAA")) == expected)
        #expect("\(expected)" == line)
    }

    @Test(
        "a line that is not one key is refused",
        arguments: [
            "", "ssh-ed25519", "ssh-ed25519 ", " ssh-ed25519 AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 !!!!",
            "sk-ssh-ed25519@openssh.com AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAE",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAEAAAA",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjA=",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAE a\u{7}b",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAE\nsecond line",
        ])
    func refusesOtherLines(text: String) {
        #expect(throws: SSHFormatError.self) { try PublicKeyLine(text) }
    }

    @Test("another kind of key is refused by name")
    func namesUnsupportedType() throws {
        var blob: [UInt8] = []
        blob.appendString("ssh-rsa".utf8)
        let error = #expect(throws: SSHFormatError.self) { try PublicKey(blob: blob) }
        #expect(error?.reason == "the key type \"ssh-rsa\" is not supported")
    }

    @Test("a blob cut short anywhere, or followed by a byte, is refused")
    func refusesOtherLengths() throws {
        for key in [try PrivateKey.generate().publicKey, try SoftwareSecurityKey().publicKey] {
            #expect(try PublicKey(blob: key.blob) == key)
            for length in 0..<key.blob.count {
                #expect(throws: SSHFormatError.self) { try PublicKey(blob: Array(key.blob.prefix(length))) }
            }
            #expect(throws: SSHFormatError.self) { try PublicKey(blob: key.blob + [0]) }
        }
    }

    @Test("the same point as software key and as security key is two keys")
    func comparesBlobs() throws {
        let point = try PrivateKey.generate().publicKey.point
        let software = try PublicKey(ed25519: point)
        let hardware = try PublicKey(securityKey: point, application: "ssh:")
        #expect(software != hardware)
        #expect(try PublicKey(securityKey: point, application: "ssh:x") != hardware)
        #expect(Set([software, hardware, try PublicKey(ed25519: point)]).count == 2)
    }

    @Test("an application is 1 to 255 bytes of printable text")
    func limitsApplication() throws {
        let point = try PrivateKey.generate().publicKey.point
        #expect(try PublicKey(securityKey: point, application: "ssh:").application == "ssh:")
        for application in ["", "a\0b", String(repeating: "a", count: 256)] {
            #expect(throws: SSHFormatError.self) { try PublicKey(securityKey: point, application: application) }
        }
    }

    @Test("a fingerprint prints as OpenSSH prints it and reads back")
    func printsFingerprint() throws {
        let fingerprint = try PublicKeyLine(line).key.fingerprint
        #expect(fingerprint.bytes.count == 32)
        #expect(try Fingerprint("\(fingerprint)") == fingerprint)
        for text in ["", "SHA256:", "MD5:00", "SHA256:\(String(repeating: "A", count: 42))", "\(fingerprint)="] {
            #expect(throws: SSHFormatError.self) { try Fingerprint(text) }
        }
    }

    @Test("a key of small order, under which one signature fits every message, is refused")
    func refusesSmallOrder() throws {
        let identity: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let forged = identity + [UInt8](repeating: 0, count: 32)
        let weak = try Curve25519.Signing.PublicKey(rawRepresentation: identity)
        #expect(weak.isValidSignature(forged, for: [1, 2, 3]) && weak.isValidSignature(forged, for: [4]))
        for point in WeakPoints.all {
            let error = #expect(throws: SSHFormatError.self) { try PublicKey(ed25519: point) }
            #expect(error?.reason == "its point is weak or not canonical")
        }
    }
}

/// Every spelling of the points of small order, and the other spellings of y that are not below the prime.
enum WeakPoints {
    static let all: [[UInt8]] = {
        var points: [[UInt8]] = []
        for y in smallOrder + notCanonical {
            points.append(y)
            points.append(y.dropLast() + [(y.last ?? 0) | 0x80])
        }
        return points
    }()

    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        bytes(0x26e8_958f_c2b2_27b0, 0x45c3_f489_f2ef_98f0, 0xd5df_ac05_d3c6_3339, 0xb138_0288_6d53_fc05),
        bytes(0xc717_6a70_3d4d_d84f, 0xba3c_0b76_0d10_670f, 0x2a20_53fa_2c39_ccc6, 0x4ec7_fd77_92ac_037a),
    ]

    private static let notCanonical: [[UInt8]] = (0xed...0xff).map { first in
        [first] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
    }

    private static func bytes(_ words: UInt64...) -> [UInt8] {
        words.flatMap { word in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) } }
    }
}
