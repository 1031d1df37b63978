import DurableFiles
import Glibc
import Relay

extension FolderLink {
    package func arrivals() throws -> [Arrival] {
        let inbox = try inbox()
        let names = try inbox.names().filter { !FolderNames.isDropping($0) }
        let ordered = names.map { (rank: FolderNames.rank($0), name: $0) }.sorted { left, right in
            left.rank == right.rank ? FolderNames.precedes(left.name, right.name) : left.rank < right.rank
        }
        return try ordered.compactMap { _, name in
            // Nil: taken by another process since.
            try inbox.facts(of: name).map { Arrival(name: name.description, size: $0.kind == .regular ? $0.size : 0) }
        }
    }

    package func read(_ arrival: Arrival, limit: Int) throws -> [UInt8]? {
        let inbox = try inbox()
        guard let name = try Self.fileName(of: arrival, in: inbox) else { return nil }
        do {
            return try inbox.read(name, limit: limit)
        } catch {
            guard Self.isLasting(error) else { throw error }
            throw ArrivalRefused(arrival: arrival.name, reason: error.cause)
        }
    }

    package func forget(_ arrivals: [Arrival]) throws {
        let inbox = try inbox()
        try inbox.remove(arrivals.compactMap { try Self.fileName(of: $0, in: inbox) })
        try inbox.sync()
    }

    /// The entry that an arrival stands for, or nil where it has gone.
    ///
    /// A name that is not UTF-8 was shown with replacement characters; its entry is the one that is shown the same way.
    static func fileName(of arrival: Arrival, in inbox: OpenFolder) throws -> FileName? {
        let name = FileName(arrival.name)
        guard !name.bytes.contains(UInt8(ascii: "/")), arrival.name != ".", arrival.name != ".." else { return nil }
        if try inbox.facts(of: name) != nil { return name }
        guard arrival.name.unicodeScalars.contains("\u{FFFD}") else { return nil }
        return try inbox.names().first { FileName($0.description) == name }
    }

    /// Whether reading will fail the next time too, because of what the arrival is.
    private static func isLasting(_ error: FileError) -> Bool {
        switch error.reason {
        case .notRegular, .tooLarge: true
        // Exchanged for a symbolic link or a socket between the look and the opening.
        case .system(let code): code == ELOOP || code == ENXIO
        case .wider, .foreignOwner, .permissionsIgnored: false
        }
    }
}
