import CLinux
import Glibc

/// A folder held open, so that everything done within it concerns this very folder, whatever its path comes to mean.
package final class OpenFolder: Sendable {
    package let path: String
    let descriptor: Descriptor

    /// Opens an existing folder; symbolic links on the way to it are followed.
    package init(_ path: String) throws(FileError) {
        let number = try system(.open, path) { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        self.path = path
        descriptor = Descriptor(owning: number, path: path)
    }

    /// Creates a folder, durably, unless there is one; the folder that it is to stand in must exist.
    package static func create(_ path: String, mode: UInt32) throws(FileError) {
        guard try unless(ENOENT, body: { () throws(FileError) in try OpenFolder(path) }) == nil else { return }
        let place = SplitPath(path)
        try OpenFolder(place.folder).makeSubfolder(place.name, mode: mode)
    }

    init(path: String, descriptor: Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a folder within this one; a symbolic link in its place is refused.
    package func subfolder(_ name: FileName) throws(FileError) -> OpenFolder {
        let place = place(of: name)
        if let facts = try facts(of: name), facts.kind != .folder {
            throw FileError(.open, place, facts.kind == .symbolicLink ? .notRegular(.symbolicLink) : .system(ENOTDIR))
        }
        let opened = try openEntry(name, O_RDONLY | O_DIRECTORY)
        return OpenFolder(path: place, descriptor: opened)
    }

    /// Creates a folder within this one, durably, with exactly this mode where the file system keeps modes.
    ///
    /// - Returns: false where something of that name exists.
    @discardableResult
    package func makeSubfolder(_ name: FileName, mode: UInt32) throws(FileError) -> Bool {
        guard try makeEntry(name, mode: mode) else { return false }
        let folder = try subfolder(name)
        folder.widen(to: mode)
        try folder.sync()
        try sync()
        return true
    }

    func makeEntry(_ name: FileName, mode: UInt32) throws(FileError) -> Bool {
        let made: Int32? = try unless(EEXIST) { () throws(FileError) in
            try system(.create, place(of: name)) { name.withCString { mkdirat(descriptor.number, $0, mode_t(mode)) } }
        }
        return made != nil
    }

    /// Gives back what the process's mask took away; where modes are not kept there is nothing to give.
    func widen(to mode: UInt32) {
        _ = fchmod(descriptor.number, mode_t(mode))
    }

    /// Makes new, renamed and removed names durable.
    package func sync() throws(FileError) {
        try descriptor.sync()
    }

    /// Permission bits of the folder itself.
    package func mode() throws(FileError) -> UInt32 {
        try descriptor.facts().mode
    }

    package func place(of name: FileName) -> String {
        path.hasSuffix("/") ? "\(path)\(name)" : "\(path)/\(name)"
    }

    /// Opens an entry, never through a symbolic link and never waiting for the other end of a pipe.
    func openEntry(
        _ name: FileName, _ flags: Int32, mode: UInt32 = 0, as operation: FileError.Operation = .open
    ) throws(FileError) -> Descriptor {
        let all = flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let number = try system(operation, place(of: name)) {
            name.withCString { openat(descriptor.number, $0, all, mode_t(mode)) }
        }
        return Descriptor(owning: number, path: place(of: name))
    }
}
