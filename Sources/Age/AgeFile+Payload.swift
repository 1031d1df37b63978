extension AgeFile {
    /// Opens the payload of a binary file with its file key, all or nothing, and passes over the header unparsed.
    ///
    /// For files whose header was checked when they were filed, and of which there are many to be looked into: with a
    /// post-quantum recipient the header is longer than a letter.
    ///
    /// - Throws: ``AgeError`` of kind `header` when its last line is missing, or `payload`.
    public static func openPayload(of file: [UInt8], with fileKey: borrowing FileKey) throws -> [UInt8] {
        guard let start = file.withUnsafeBytes(payloadStart) else {
            throw AgeError(.header, "the header has no last line")
        }
        return try Payload.open(file[start...], fileKey: fileKey)
    }

    /// What follows the first line that begins with `---`: within a header, only its last line does.
    private static func payloadStart(in file: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index + 3 < file.count {
            if file[index] == 0x0A, file[index + 1] == 0x2D, file[index + 2] == 0x2D, file[index + 3] == 0x2D {
                return file[(index + 1)...].firstIndex(of: 0x0A).map { $0 + 1 }
            }
            index += 1
        }
        return nil
    }
}
