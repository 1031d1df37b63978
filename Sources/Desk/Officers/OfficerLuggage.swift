import Age
import DurableFiles
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// An officer's keys as he takes them along to another station.
///
/// Still under his passphrase, and his sealing keys under his archive key: see `docs/formats/keys.md`.
struct OfficerLuggage {
    private static let firstLine = FirstLine(format: "CABLEGRAM OFFICER FILE")
    static let limit = 1 << 20

    var keys: [UInt8]
    var sealingKeys: [(name: String, bytes: [UInt8])]

    init(_ home: OfficerHome, keyFile: String) throws {
        keys = try DurableFile.readPrivate(keyFile, limit: OfficerHome.keyFileLimit)
        sealingKeys = try SealingKeyFolder(path: home.sealingKeys).files().map {
            ($0.text, try DurableFile.readPrivate(home.sealingKeys + "/" + $0.text, limit: 4096))
        }
    }

    /// Puts the receiving keys where those of an officer are, in place of what a broken-off attempt has left.
    func unpack(into home: OfficerHome) throws {
        try SealingKeyFolder(path: home.sealingKeys).destroyAll()
        for key in sealingKeys { try DurableFile.write(key.bytes, to: home.sealingKeys + "/" + key.name) }
    }

    init(parsing bytes: [UInt8]) throws {
        var reader = try FrameReader(bytes, firstLine: Self.firstLine, limit: Self.limit)
        keys = Array(try reader.required("keys", sizes: 1...65_536))
        sealingKeys = []
        while let name = try reader.optional("name", sizes: 1...200) {
            let name = String(decoding: name, as: UTF8.self)
            guard name.hasSuffix(".key"), !name.hasPrefix("."), !name.contains("/") else {
                throw FormatError("'\(name)' is not the name of a sealing key")
            }
            sealingKeys.append((name, Array(try reader.required("key", sizes: 1...4096))))
        }
        try reader.finish()
    }

    var bytes: [UInt8] {
        var writer = FrameWriter(firstLine: Self.firstLine, capacity: 4096)
        writer.append("keys", keys)
        for key in sealingKeys {
            writer.append("name", Array(key.name.utf8))
            writer.append("key", key.bytes)
        }
        return writer.finish(padding: .none)
    }
}

extension Station {
    /// An officer's keys as a file to be taken along, under his passphrase.
    package func exportOfficer(_ name: Codename) throws -> [UInt8] {
        try OfficerLuggage(home.officer(name), keyFile: keyFile(of: name)).bytes
    }
}
