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

    init(_ home: OfficerHome) throws {
        keys = try DurableFile.readPrivate(home.keys, limit: 65_536)
        sealingKeys = try DurableFile.names(in: home.sealingKeys).sorted().map {
            ($0, try DurableFile.readPrivate(home.sealingKeys + "/" + $0, limit: 4096))
        }
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
        try requireOfficer(name)
        return try OfficerLuggage(home.officer(name)).bytes
    }

    /// Makes somebody who brings his keys an officer of this station too: what was sealed to him opens here.
    package func importOfficer(
        _ bytes: [UInt8], passphrase: borrowing SecretBytes, workFactor: Int, sshAgentSocket: String?
    ) throws -> OfficerSession {
        let luggage: OfficerLuggage
        var keys: OfficerKeys
        do {
            luggage = try OfficerLuggage(parsing: bytes)
            keys = try OfficerKeys(sealed: luggage.keys, passphrase: passphrase)
        } catch let error as FormatError {
            throw StationError(.damaged, "this is not an officer's file: \(error)")
        } catch SealingError.noKey {
            throw StationError(.locked, "the passphrase does not open these keys", hint: "try again")
        }
        guard let name = keys.officer.officer else { throw StationError(.damaged, "the file names no officer") }
        let folder = home.officer(name)
        guard !DurableFile.exists(folder.keys) else {
            throw StationError(.refused, "\(name) is an officer of \(designator) already")
        }
        keys.officer = Address(officer: name, station: designator)
        try folder.create()
        for key in luggage.sealingKeys { try DurableFile.write(key.bytes, to: folder.sealingKeys + "/" + key.name) }
        let session = try session(keys, sshAgentSocket: sshAgentSocket)
        let entry = try officerCard(session)
        try DurableFile.write(keys.sealed(passphrase: passphrase, workFactor: workFactor), to: folder.keys)
        try publishCard(officers: [entry])
        return session
    }
}
