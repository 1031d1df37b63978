/// Reads a container of named parts: a magic line, then for each part a line `name LENGTH`, the bytes, and a line feed.
///
/// The caller asks for the parts in the order of his format. Parts are slices of the container: nothing is copied.
package struct FrameReader {
    private let bytes: [UInt8]
    private var index: Int

    /// - Parameter limit: the greatest size accepted, in bytes.
    /// - Throws: `FormatError` where the container is too long or begins with another line than `firstLine`.
    package init(_ bytes: [UInt8], firstLine: FirstLine, limit: Int) throws(FormatError) {
        guard bytes.count <= limit else { throw FormatError("longer than \(limit) bytes") }
        let line = bytes.prefix(64).prefix { $0 != 0x0A }
        try firstLine.check(String(decoding: line, as: UTF8.self))
        guard line.endIndex < bytes.count else {
            throw FormatError(line: 1, "no line feed at the end of the first line")
        }
        self.bytes = bytes
        index = line.endIndex + 1
    }

    /// The next part, if it has that name.
    ///
    /// - Throws: `FormatError` where its size is outside `sizes`, or it does not end where it says.
    package mutating func optional(_ name: String, sizes: ClosedRange<Int>) throws(FormatError) -> ArraySlice<UInt8>? {
        let rest = bytes[index...]
        guard rest.starts(with: name.utf8), rest.dropFirst(name.utf8.count).first == 0x20 else { return nil }
        let digitsStart = index + name.utf8.count + 1
        let size = try size(at: digitsStart, of: name, sizes: sizes)
        let start = digitsStart + String(size).utf8.count + 1
        guard size < bytes.count - start else { throw FormatError("part '\(name)' is cut short") }
        guard bytes[start + size] == 0x0A else { throw FormatError("part '\(name)' does not end with a line feed") }
        index = start + size + 1
        return bytes[start..<start + size]
    }

    package mutating func required(_ name: String, sizes: ClosedRange<Int>) throws(FormatError) -> ArraySlice<UInt8> {
        guard let part = try optional(name, sizes: sizes) else {
            throw FormatError("part '\(name)' is missing at byte \(index)")
        }
        return part
    }

    /// Reads every part of that name, at most `limit`.
    package mutating func list(
        _ name: String, sizes: ClosedRange<Int>, limit: Int
    ) throws(FormatError) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        while let part = try optional(name, sizes: sizes) {
            parts.append(part)
            guard parts.count <= limit else { throw FormatError("more than \(limit) parts '\(name)'") }
        }
        return parts
    }

    /// Reads the padding, if any, and rejects whatever follows it.
    ///
    /// Padding is zeros, and as many as the rule gives for one of the steps, so that nobody can hide or alter anything.
    package mutating func finish() throws(FormatError) {
        let unpadded = index
        if let padding = try optional(Padding.name, sizes: 0...Padding.limit) {
            guard padding.allSatisfy({ $0 == 0 }) else { throw FormatError("padding is not all zeros") }
            guard Padding.isRight(padding.count, after: unpadded) else {
                throw FormatError("padding of \(padding.count) bytes is not what the rule gives")
            }
        }
        guard index == bytes.count else { throw FormatError("an unknown or misplaced part at byte \(index)") }
    }

    private func size(at start: Int, of name: String, sizes: ClosedRange<Int>) throws(FormatError) -> Int {
        // Seven digits suffice for every part of ours, and keep the search for the line's end short.
        guard let end = bytes[start...].prefix(8).firstIndex(of: 0x0A) else {
            throw FormatError("the length of part '\(name)' is not a number of at most 7 digits")
        }
        let digits = String(decoding: bytes[start..<end], as: UTF8.self)
        let size = try WholeNumber.parse(digits, in: 0...9_999_999, what: "length of part '\(name)'")
        guard sizes.contains(Int(size)) else {
            throw FormatError("part '\(name)' has \(size) bytes, must have \(sizes.lowerBound) to \(sizes.upperBound)")
        }
        return Int(size)
    }
}
