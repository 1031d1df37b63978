/// A file to be written: its name within a folder, and its content.
package struct NewFile: Sendable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension DurableFile {
    /// Writes many files into one folder, each in place of the one that may be there, with one sync of the folder.
    ///
    /// Where it fails, each file is the old one or the new one, and which of them is unknown.
    package static func write(_ files: [NewFile], in folder: String, mode: UInt32 = 0o600) throws(FileError) {
        try write(files, in: OpenFolder(folder), mode: mode)
    }

    /// Writes many files into an open folder.
    package static func write(_ files: [NewFile], in folder: OpenFolder, mode: UInt32) throws(FileError) {
        for file in files { try folder.refuseIrregular(FileName(file.name), as: .write) }
        for group in StagedFiles.groups(files) {
            var staged = StagedFiles(in: folder, owner: owner, mode: mode)
            for file in group { try staged.add(file.bytes.span) }
            try staged.sync()
            for (file, temporary) in zip(group, staged.files) { try temporary.publish(replacing: FileName(file.name)) }
        }
        try folder.sync()
    }
}
