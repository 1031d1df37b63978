import Glibc

extension OpenFolder {
    /// How long a temporary file must have rested where no lock can tell whether it is still being written: seconds.
    package static let rest: Int64 = 3_600

    /// Removes temporary files and folders of writers that have crashed, durably.
    ///
    /// One whose lock is held is being written and stays. The lock tells nothing of a writer on another machine, nor
    /// where the file system knows no locks: there it must also have been left alone for `rest` seconds.
    /// - Parameters:
    ///   - owner: Who writes on this machine alone, so that his locks tell the truth.
    ///   - others: Whether what anybody else has left is removed too.
    /// - Returns: The names of what was removed.
    package func removeOrphans(
        of owner: String, others: Bool = false, rest: Int64 = OpenFolder.rest
    ) throws(FileError) -> [FileName] {
        var removed: [FileName] = []
        for name in try names() {
            guard let temporary = TemporaryName(name) else { continue }
            let isOurs = temporary.owner == owner
            if isOurs || others, try removeOrphan(name, rest: rest, isOurs: isOurs) { removed.append(name) }
        }
        if !removed.isEmpty { try sync() }
        return removed.sorted()
    }

    private func removeOrphan(_ name: FileName, rest: Int64, isOurs: Bool) throws(FileError) -> Bool {
        // Published meanwhile, or belonging to somebody who does not let us look at it: not ours to remove.
        guard
            let file = try unless(
                ENOENT, EACCES, ELOOP, ENXIO,
                body: { () throws(FileError) in
                    try openEntry(name, O_RDONLY)
                })
        else { return false }
        let facts = try file.facts()
        let lock = file.lock()
        guard lock != .held, facts.kind == .regular || facts.kind == .folder else { return false }
        let hasRested = Int64(time(nil)) - facts.changed >= rest
        guard hasRested || (isOurs && lock == .taken) else { return false }
        // While it is locked by us nobody publishes it; that it is still the file we looked at makes it certain.
        guard try self.facts(of: name)?.identity == facts.identity else { return false }
        return facts.kind == .folder ? try removeFolder(name) : try remove(name)
    }

    /// Removes a folder and the files in it; one that holds folders stays.
    package func removeFolder(_ name: FileName) throws(FileError) -> Bool {
        let folder = try subfolder(name)
        let names = try folder.names()
        for name in names where try folder.facts(of: name)?.kind == .folder { return false }
        for name in names { try folder.remove(name) }
        return try remove(name, folder: true)
    }
}
