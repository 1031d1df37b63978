import Glibc

extension DurableFile {
    /// Reads a regular file of at most `limit` bytes.
    ///
    /// Symbolic links are followed.
    ///
    /// - Throws: ``FileError`` with reason `tooLarge`, before anything is read, where it is larger.
    package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        try opened(path, 0).readAll(limit: limit)
    }

    /// Reads a file that nobody else can read or write, of at most `limit` bytes.
    ///
    /// A symbolic link is refused.
    ///
    /// The bytes are in one allocation, which the caller wipes if they are secret.
    /// - Throws: ``FileError`` with reason `wider` or `foreignOwner` where others can get at it.
    package static func readPrivate(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let place = SplitPath(path)
        try OpenFolder(place.folder).refuseIrregular(place.name, as: .read)
        // The checks concern the file that is open, so that it cannot be exchanged after them.
        let file = try opened(path, O_NOFOLLOW)
        try file.requirePrivate(0o600)
        return try file.readAll(limit: limit)
    }

    /// Not waiting, so that a named pipe cannot hold us up.
    private static func opened(_ path: String, _ flags: Int32) throws(FileError) -> Descriptor {
        let all = flags | O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        return Descriptor(owning: try system(.read, path) { open(path, all) }, path: path)
    }
}

extension Descriptor {
    /// Refuses what group or others can read or write, and what another user owns.
    func requirePrivate(_ allowed: UInt32) throws(FileError) {
        let facts = try facts()
        guard facts.owner == geteuid() else { throw FileError(.open, path, .foreignOwner(facts.owner)) }
        guard facts.mode & 0o077 == 0 else {
            throw FileError(.open, path, .wider(mode: facts.mode, allowed: allowed))
        }
    }
}
