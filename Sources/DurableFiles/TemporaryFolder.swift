import Glibc

/// A folder that is being filled under a temporary name and locked meanwhile; it is removed again unless it is
/// published.
package final class TemporaryFolder {
    /// The folder itself; what is written into it must be synced before it is published.
    package let content: OpenFolder
    private let parent: OpenFolder
    private let name: FileName
    private var isPublished = false

    package init(in parent: OpenFolder, owner: String, mode: UInt32) throws(FileError) {
        self.parent = parent
        (content, name) = try Self.createLocked(in: parent, owner: owner, mode: mode)
    }

    deinit {
        if !isPublished { _ = try? parent.removeFolder(name) }
    }

    /// Gives the folder its name unless something has it already.
    ///
    /// The parent must be synced after it.
    package func publish(new target: FileName) throws(FileError) -> Bool {
        isPublished = try parent.rename(name, new: target)
        return isPublished
    }

    private static func createLocked(
        in parent: OpenFolder, owner: String, mode: UInt32
    ) throws(FileError) -> (OpenFolder, FileName) {
        while true {
            let name = TemporaryName(owner: owner).fileName
            guard try parent.makeEntry(name, mode: mode) else { continue }
            // Removed as an orphan before it was locked: another is made.
            guard let folder = try unless(ENOENT, body: { () throws(FileError) in try parent.subfolder(name) })
            else { continue }
            if folder.descriptor.lock() != .held, try folder.descriptor.facts().links > 0 {
                folder.widen(to: mode)
                return (folder, name)
            }
        }
    }
}
