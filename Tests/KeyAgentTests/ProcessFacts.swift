import Glibc

@testable import KeyAgent

/// What `/proc` tells about a process.
struct ProcessFacts {
    let process: pid_t

    /// A value of `/proc/PID/status`, such as `VmLck`.
    func status(_ name: String) -> String? {
        line(of: "status", starting: name + ":")?.dropFirst(name.count + 1).trimmed
    }

    /// The values of `/proc/PID/limits`, such as `Max core file size`.
    func limits(_ name: String) -> String? {
        line(of: "limits", starting: name)?.dropFirst(name.count).trimmed
    }

    /// Nil where the process is gone; `Z` for a zombie.
    var state: Character? { status("State")?.first }

    /// Where a descriptor leads.
    func descriptor(_ number: Int) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/\(process)/fd/\(number)", &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Who owns `/proc/PID/mem`: root for a process that nobody may dump, its user otherwise.
    var memoryOwner: uid_t? {
        var status = stat()
        return stat("/proc/\(process)/mem", &status) == 0 ? status.st_uid : nil
    }

    /// The kernel's two-letter flags of the mapping that an address is in (proc(5), VmFlags).
    func mappingFlags(at address: UInt) -> Set<Substring>? {
        var isInside = false
        for line in readFile("smaps")?.split(separator: "\n") ?? [] {
            let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            if bounds.count == 2 { isInside = bounds[0] <= address && address < bounds[1] }
            if isInside && line.hasPrefix("VmFlags:") { return Set(line.split(separator: " ").dropFirst()) }
        }
        return nil
    }

    /// How often the bytes stand in the writable memory of the process; nil where we may not read it.
    func occurrences(of pattern: [UInt8]) -> Int? {
        guard let memory = try? FileDescriptor(open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC), "open memory"),
            let maps = readFile("maps")
        else { return nil }
        return maps.split(separator: "\n").filter { $0.contains(" rw") }
            .map { count(pattern, in: region($0, of: memory.number)) }.reduce(0, +)
    }

    private func region(_ line: Substring, of memory: CInt) -> [UInt8] {
        let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt64($0, radix: 16) }
        guard bounds.count == 2, bounds[1] - bounds[0] < 1 << 28 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(bounds[1] - bounds[0])) { room, count in
            count = max(0, pread(memory, room.baseAddress, room.count, off_t(truncatingIfNeeded: bounds[0])))
        }
    }

    private func count(_ pattern: [UInt8], in bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, bytes.count >= pattern.count else { return 0 }
            let end = bytes.count - pattern.count
            var found = 0
            var start = 0
            while start <= end, let hit = memchr(base + start, CInt(pattern[0]), end - start + 1) {
                if memcmp(hit, pattern, pattern.count) == 0 { found += 1 }
                start = UnsafeRawPointer(hit) - base + 1
            }
            return found
        }
    }

    private func line(of file: String, starting start: String) -> Substring? {
        readFile(file)?.split(separator: "\n").first { $0.hasPrefix(start) }
    }

    private func readFile(_ name: String) -> String? {
        guard let file = try? FileDescriptor(open("/proc/\(process)/\(name)", O_RDONLY | O_CLOEXEC), "open") else {
            return nil
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file.number, &chunk, chunk.count), count > 0 { bytes += chunk.prefix(count) }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
