import Age
import Foundation

/// One file of the published test vectors of age (C2SP/CCTV, `age/README.md`).
struct Vector {
    let name: String
    let expected: String
    let payloadHash: String?
    let fileKey: String?
    let isArmored: Bool
    let identities: [any Identity]
    let file: [UInt8]

    var form: FileForm { isArmored ? .armored : .binary }

    init(name: String, _ bytes: [UInt8]) throws {
        guard let end = bytes.firstRange(of: [0x0a, 0x0a]) else { throw Malformed(name: name) }
        var fields: [String: [String]] = [:]
        for line in String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\n") {
            guard let colon = line.firstRange(of: ": ") else { throw Malformed(name: name) }
            fields[String(line[..<colon.lowerBound]), default: []].append(String(line[colon.upperBound...]))
        }
        guard let expected = fields["expect"]?.first else { throw Malformed(name: name) }
        self.name = name
        self.expected = expected
        self.payloadHash = fields["payload"]?.first
        self.fileKey = fields["file key"]?.first
        self.isArmored = fields["armored"]?.first == "yes"
        self.file = Array(bytes[end.upperBound...])
        let keys: [any Identity] = try fields["identity", default: []].flatMap {
            try KeyFile.identities(SecretBytes(copying: [UInt8]($0.utf8)))
        }
        let passphrases: [any Identity] = fields["passphrase", default: []].map {
            ScryptIdentity(passphrase: SecretBytes(copying: [UInt8]($0.utf8)))
        }
        self.identities = keys + passphrases
    }

    struct Malformed: Error {
        let name: String
    }
}

extension Vector {
    /// What the vectors' `expect` calls an error.
    static func outcome(of error: any Error) -> String {
        guard let error = error as? AgeError else { return "\(error)" }
        return switch error.kind {
        case .noMatch: "no match"
        case .headerMAC: "HMAC failure"
        case .header: "header failure"
        case .armor: "armor failure"
        case .payload: "payload failure"
        default: "\(error)"
        }
    }

    /// Every vector, or a reason why there are none.
    static func all() throws -> [Vector] {
        let folder = URL(filePath: vectorRoot).appending(path: "age")
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw Absent(description: "no age vectors in \(folder.path); set CABLEGRAM_VECTORS to their parent folder")
        }
        return try names.sorted().map { name in
            try Vector(name: name, Array(Data(contentsOf: folder.appending(path: name))))
        }
    }

    private static var vectorRoot: String {
        if let root = ProcessInfo.processInfo.environment["CABLEGRAM_VECTORS"] { return root }
        let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return packageRoot.appending(path: "../shared/vectors").standardizedFileURL.path
    }

    struct Absent: Error, CustomStringConvertible {
        let description: String
    }
}
