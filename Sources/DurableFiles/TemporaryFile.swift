import Glibc

/// A file that is being written under a temporary name and locked meanwhile; it is removed again unless it is
/// published.
package final class TemporaryFile {
    private let folder: OpenFolder
    let file: Descriptor
    private let name: FileName
    private var isPublished = false

    /// The open file itself, for writers that stream into it.
    package var number: Int32 { file.number }

    /// Creates an empty file.
    ///
    /// - Parameter mode: Exactly these permissions, whatever the process's mask.
    package init(in folder: OpenFolder, owner: String, mode: UInt32) throws(FileError) {
        self.folder = folder
        (file, name) = try Self.createLocked(in: folder, owner: owner, mode: mode)
        try restrict(to: mode)
    }

    deinit {
        if !isPublished { _ = try? folder.remove(name) }
    }

    /// Writes the content.
    ///
    /// Not durable until ``sync()``.
    package func write(_ bytes: Span<UInt8>, at offset: Int64 = 0) throws(FileError) {
        try file.write(bytes, at: offset)
    }

    /// Lets the disk begin, where other files are to follow before ``sync()``.
    package func startWritingBack() {
        file.startWritingBack()
    }

    package func sync() throws(FileError) {
        try file.sync()
    }

    /// Gives the synced file its name, in place of a file that had it.
    ///
    /// The folder must be synced after it.
    package func publish(replacing target: FileName) throws(FileError) {
        try folder.rename(name, replacing: target)
        isPublished = true
    }

    /// Gives the synced file its name unless something has it already.
    ///
    /// The folder must be synced after it.
    ///
    /// - Returns: false where something has; this file is then removed with its last reference.
    package func publish(new target: FileName) throws(FileError) -> Bool {
        isPublished = try folder.rename(name, new: target)
        return isPublished
    }

    /// Between creation and locking, a process that removes orphans may take the new file for one: then another is
    /// made.
    private static func createLocked(
        in folder: OpenFolder, owner: String, mode: UInt32
    ) throws(FileError) -> (Descriptor, FileName) {
        while true {
            let name = TemporaryName(owner: owner).fileName
            let file = try folder.openEntry(name, O_RDWR | O_CREAT | O_EXCL, mode: mode, as: .create)
            if file.lock() != .held, try file.facts().links > 0 { return (file, name) }
        }
    }

    private func restrict(to mode: UInt32) throws(FileError) {
        guard try file.facts().mode != mode else { return }
        // Refused by file systems without permissions, which is decided upon below.
        _ = fchmod(file.number, mode_t(mode))
        let actual = try file.facts().mode
        let isPrivate = mode & 0o077 == 0
        if isPrivate, actual & 0o077 != 0 {
            throw FileError(.create, file.path, .permissionsIgnored(mode: actual))
        }
    }
}
