/// Where bytes come from, front to back.
public protocol ByteSource: Sendable {
    /// Reads at least one byte into `buffer`, or returns 0 at the end.
    ///
    /// - Returns: how many bytes were read; fewer than asked for does not mean the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Where bytes go, front to back.
public protocol ByteSink: Sendable {
    /// Writes all of `bytes`.
    mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
    mutating func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }
}

extension ByteSource {
    /// Reads until `buffer` is full or the source ends; what was read before an error is told with it.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) -> (byteCount: Int, failure: (any Error)?) {
        var count = 0
        do {
            while count < buffer.count {
                let read = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                guard read > 0 else { break }
                count += read
            }
        } catch {
            return (count, error)
        }
        return (count, nil)
    }
}

/// Bytes in memory as a source.
public struct MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>

    /// Delivers `bytes` once.
    public init(_ bytes: [UInt8]) {
        self.rest = bytes[...]
    }

    /// Reads as much as fits.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let taken = rest.prefix(buffer.count)
        buffer.copyBytes(from: taken)
        rest = rest.dropFirst(taken.count)
        return taken.count
    }
}

/// Bytes in memory as a sink.
public struct MemorySink: ByteSink {
    /// Everything written so far.
    public private(set) var bytes: [UInt8] = []

    /// Starts empty.
    public init() {}

    /// Appends `bytes`.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) {
        self.bytes.append(contentsOf: bytes)
    }
}
