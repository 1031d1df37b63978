import Glibc

extension DurableFile {
    /// Writes one part of a large file in its place; the parts may come in any order, and again.
    ///
    /// The file is created where it does not exist. When a part fails, the parts written before it stay.
    /// - Parameter offset: Where the part begins, in bytes from the start of the file.
    package static func writePart(
        _ bytes: Span<UInt8>, to path: String, at offset: Int64, mode: UInt32 = 0o600
    ) throws(FileError) {
        let place = SplitPath(path)
        let folder = try OpenFolder(place.folder)
        try folder.refuseIrregular(place.name, as: .write)
        let file = try folder.openEntry(place.name, O_WRONLY | O_CREAT, mode: mode, as: .write)
        try file.write(bytes, at: offset)
        try file.sync()
        // Always: whoever created the file may have crashed before its name was durable.
        try folder.sync()
    }

    /// Writes several parts of a large file in their places, with one sync.
    ///
    /// - Parameter parts: where each begins, in bytes from the start of the file, and what it holds.
    package static func writeParts(
        _ parts: [(offset: Int64, bytes: [UInt8])], to path: String, mode: UInt32 = 0o600
    ) throws(FileError) {
        let place = SplitPath(path)
        let folder = try OpenFolder(place.folder)
        try folder.refuseIrregular(place.name, as: .write)
        let file = try folder.openEntry(place.name, O_WRONLY | O_CREAT, mode: mode, as: .write)
        for part in parts { try file.write(part.bytes.span, at: part.offset) }
        try file.sync()
        // Always: whoever created the file may have crashed before its name was durable.
        try folder.sync()
    }

    /// Writes one part of a large file in its place.
    package static func writePart(
        _ bytes: [UInt8], to path: String, at offset: Int64, mode: UInt32 = 0o600
    ) throws(FileError) {
        try writePart(bytes.span, to: path, at: offset, mode: mode)
    }

    /// Writes over the beginning of a file that exists, and waits for nothing: a crash of the machine may lose it.
    package static func overwrite(_ bytes: [UInt8], in path: String) throws(FileError) {
        let place = SplitPath(path)
        try OpenFolder(place.folder).openEntry(place.name, O_WRONLY, mode: 0, as: .write).write(bytes.span)
    }

    /// Renames a file whose content is durable, within one file system; a file at `target` is replaced.
    package static func move(_ path: String, to target: String) throws(FileError) {
        let from = SplitPath(path)
        let to = SplitPath(target)
        let source = try OpenFolder(from.folder)
        let destination = try OpenFolder(to.folder)
        try destination.refuseIrregular(to.name, as: .write)
        try system(.rename, path) { rename(path, target) }
        // The new name first: after a crash between the two there are two names rather than none.
        try destination.sync()
        try source.sync()
    }
}
