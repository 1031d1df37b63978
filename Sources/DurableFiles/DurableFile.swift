import Glibc

/// Where bytes reach the disk: when a function here returns, a power failure can no longer undo what it did.
///
/// The order is always the same: write under a temporary name, sync the file, rename, sync the folder. A reader sees
/// the old file or the new one and nothing between. Whatever fails, the temporary file is removed and the old one
/// untouched.
package enum DurableFile {
    /// Who is named as owner in the temporary names of this type.
    static let owner = "file"

    /// Writes a file, in place of the one that may be there.
    ///
    /// A symbolic link at `path` is refused, and so is anything else that is no regular file.
    /// - Parameter mode: The file's permissions, exactly.
    package static func write(_ bytes: Span<UInt8>, to path: String, mode: UInt32 = 0o600) throws(FileError) {
        let place = SplitPath(path)
        let folder = try OpenFolder(place.folder)
        try folder.refuseIrregular(place.name, as: .write)
        let file = try written(bytes, in: folder, mode: mode)
        try file.publish(replacing: place.name)
        try folder.sync()
    }

    /// Writes a file, in place of the one that may be there.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(FileError) {
        try write(bytes.span, to: path, mode: mode)
    }

    /// Writes a file that must not exist yet.
    ///
    /// - Throws: ``FileError`` with code `EEXIST` where anything of that name does, a symbolic link too.
    package static func writeNew(_ bytes: Span<UInt8>, to path: String, mode: UInt32 = 0o600) throws(FileError) {
        let place = SplitPath(path)
        let folder = try OpenFolder(place.folder)
        guard try folder.facts(of: place.name) == nil else { throw FileError(.create, path, code: EEXIST) }
        let file = try written(bytes, in: folder, mode: mode)
        guard try file.publish(new: place.name) else { throw FileError(.create, path, code: EEXIST) }
        try folder.sync()
    }

    /// Writes a file that must not exist yet.
    package static func writeNew(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(FileError) {
        try writeNew(bytes.span, to: path, mode: mode)
    }

    /// Removes a file.
    ///
    /// - Returns: false where there was none.
    @discardableResult
    package static func remove(_ path: String) throws(FileError) -> Bool {
        let place = SplitPath(path)
        let folder = try OpenFolder(place.folder)
        let wasThere = try folder.remove(place.name)
        // Also where there was none: whoever removed it may have crashed before this step.
        try folder.sync()
        return wasThere
    }

    /// Removes temporary files that a crash of this program has left in a folder.
    ///
    /// - Returns: Their names.
    @discardableResult
    package static func tidy(_ folder: String) throws(FileError) -> [String] {
        try OpenFolder(folder).removeOrphans(of: owner).map(\.description)
    }

    private static func written(_ bytes: Span<UInt8>, in folder: OpenFolder, mode: UInt32) throws(FileError)
        -> TemporaryFile
    {
        let file = try TemporaryFile(in: folder, owner: owner, mode: mode)
        try file.write(bytes)
        try file.sync()
        return file
    }
}

extension OpenFolder {
    /// Refuses to put a file where something else stands.
    func refuseIrregular(_ name: FileName, as operation: FileError.Operation) throws(FileError) {
        guard let facts = try facts(of: name), facts.kind != .regular else { return }
        throw FileError(operation, place(of: name), .notRegular(facts.kind))
    }
}
