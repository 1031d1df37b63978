import CLinux
import Glibc

extension OpenFolder {
    /// Every name in the folder except `.` and `..`, in no particular order.
    package func names() throws(FileError) -> [FileName] {
        // The stream closes the descriptor that it is given, and moves its position: it gets one of its own.
        let number = try system(.list, path) { openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(number) else {
            let code = errno
            close(number)
            throw FileError(.list, path, code: code)
        }
        defer { closedir(stream) }
        var names: [FileName] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                let code = errno
                guard code == 0 else { throw FileError(.list, path, code: code) }
                return names
            }
            let name = Self.name(of: entry)
            if name.bytes != [0x2E], name.bytes != [0x2E, 0x2E] { names.append(name) }
        }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> FileName {
        // The field is declared longer than the record is: only the bytes up to the zero may be touched.
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return FileName(bytes: []) }
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        let count = strlen(start.assumingMemoryBound(to: CChar.self))
        return FileName(bytes: Array(UnsafeRawBufferPointer(start: start, count: count)))
    }

    /// What the system knows of an entry, itself and not what a symbolic link points to; nil where there is none.
    package func facts(of name: FileName) throws(FileError) -> FileFacts? {
        var status = stat()
        let found: Int32? = try unless(ENOENT) { () throws(FileError) in
            try system(.examine, place(of: name)) {
                name.withCString { fstatat(descriptor.number, $0, &status, AT_SYMLINK_NOFOLLOW) }
            }
        }
        return found == nil ? nil : FileFacts(status)
    }

    /// The bytes of a regular file, or nil where there is none of that name.
    ///
    /// - Throws: ``FileError`` with reason `notRegular`, or `tooLarge` without reading where it is larger than `limit`.
    package func read(_ name: FileName, limit: Int) throws(FileError) -> [UInt8]? {
        guard let facts = try facts(of: name) else { return nil }
        guard facts.kind == .regular else { throw FileError(.read, place(of: name), .notRegular(facts.kind)) }
        guard let file = try unless(ENOENT, body: { () throws(FileError) in try openEntry(name, O_RDONLY) }) else {
            return nil
        }
        return try file.readAll(limit: limit)
    }

    /// Whether the file of this name holds exactly these bytes; where it does, they are durable on return.
    ///
    /// - Returns: nil where there is nothing of that name; false where it is anything but a regular file, too.
    package func holds(_ bytes: [UInt8], under name: FileName) throws(FileError) -> Bool? {
        switch try find(bytes, under: name) {
        case .absent: return nil
        case .different: return false
        case .same(let file):
            try file.sync()
            return true
        }
    }

    enum Match {
        case absent, different
        case same(Descriptor)
    }

    func find(_ bytes: [UInt8], under name: FileName) throws(FileError) -> Match {
        guard let facts = try facts(of: name) else { return .absent }
        guard facts.kind == .regular, facts.size == Int64(bytes.count) else { return .different }
        guard let file = try unless(ENOENT, body: { () throws(FileError) in try openEntry(name, O_RDONLY) }) else {
            return .absent
        }
        return try file.read(upTo: bytes.count + 1, at: 0) == bytes ? .same(file) : .different
    }

    /// Where a symbolic link points to; nil where there is no symbolic link of that name.
    package func destination(of name: FileName) throws(FileError) -> String? {
        let most = Int(PATH_MAX)
        var buffer = [CChar](repeating: 0, count: most)
        let count: Int? = try unless(ENOENT, EINVAL) { () throws(FileError) in
            try system(.examine, place(of: name)) {
                name.withCString { readlinkat(descriptor.number, $0, &buffer, most) }
            }
        }
        return count.map { String(decoding: buffer.prefix($0).map(UInt8.init(bitPattern:)), as: UTF8.self) }
    }

    /// Removes files, several at a time.
    ///
    /// Durable only after ``sync()``; one that has gone already is no error.
    /// Where a file system tells the disk of all space that becomes free (`discard`), each removal waits for the disk.
    package func remove(_ names: [FileName]) throws(FileError) {
        try ParallelWaits.run(names.count) { index throws(FileError) in try self.remove(names[index]) }
    }

    /// Removes a file, or an empty folder.
    ///
    /// Durable only after ``sync()``.
    ///
    /// - Returns: false where there was none.
    @discardableResult
    package func remove(_ name: FileName, folder: Bool = false) throws(FileError) -> Bool {
        let removed: Int32? = try unless(ENOENT) { () throws(FileError) in
            try system(.remove, place(of: name)) {
                name.withCString { unlinkat(descriptor.number, $0, folder ? AT_REMOVEDIR : 0) }
            }
        }
        return removed != nil
    }
}
