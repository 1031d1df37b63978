import CLinux
import Glibc

extension Descriptor {
    /// Writes everything at the given offset, in as many steps as the system takes.
    func write(_ bytes: Span<UInt8>, at offset: Int64 = 0) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let rest = bytes.extracting(droppingFirst: done)
            let written = try system(.write, path) {
                rest.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, off_t(offset) + done) }
            }
            // A regular file that takes nothing and reports nothing has no room.
            guard written > 0 else { throw FileError(.write, path, code: ENOSPC) }
            done += written
        }
    }

    /// Lets the disk begin, so that the syncs of many files overlap.
    func startWritingBack() {
        _ = linux_start_writing_back(number)
    }

    /// Reads a regular file to its end, and refuses one larger than `limit` without reading it.
    func readAll(limit: Int) throws(FileError) -> [UInt8] {
        let facts = try facts()
        guard facts.kind == .regular else { throw FileError(.read, path, .notRegular(facts.kind)) }
        guard facts.size <= Int64(limit) else {
            throw FileError(.read, path, .tooLarge(size: facts.size, limit: limit))
        }
        // One byte more than expected, so that the end is seen without another buffer.
        var bytes = try read(upTo: Int(facts.size) + 1, at: 0)
        while bytes.count > Int(facts.size) {
            // It grew since (or is one of the files that state no size).
            let more = try read(upTo: min(65_536, limit + 1 - bytes.count), at: Int64(bytes.count))
            bytes += more
            guard bytes.count <= limit else {
                throw FileError(.read, path, .tooLarge(size: Int64(bytes.count), limit: limit))
            }
            if more.isEmpty { break }
        }
        return bytes
    }

    /// Reads until `count` bytes are there or the file ends.
    func read(upTo count: Int, at offset: Int64) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            do throws(FileError) {
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
                    let step = try system(.read, path) {
                        pread(number, rest.baseAddress, rest.count, off_t(offset) + filled)
                    }
                    if step == 0 { return }
                    filled += step
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
