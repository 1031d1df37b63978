/// The name of an entry within a folder, as the bytes that Linux keeps: not always valid UTF-8, never normalised.
package struct FileName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Without the final zero.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    /// For people, and for names of our own making: what is not UTF-8 is replaced.
    package var description: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (left: FileName, right: FileName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    package func hasPrefix(_ prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }

    package func hasSuffix(_ suffix: String) -> Bool { bytes.reversed().starts(with: suffix.utf8.reversed()) }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() { buffer.initializeElement(at: index, to: CChar(bitPattern: byte)) }
            buffer.initializeElement(at: bytes.count, to: 0)
            guard let start = buffer.baseAddress else {
                preconditionFailure("a buffer of at least one byte has an address")
            }
            return body(start)
        }
    }
}

/// A path split into the folder and the name within it.
package struct SplitPath {
    package let folder: String
    package let name: FileName

    /// Slashes at the end are ignored, as the system does.
    package init(_ path: String) {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            folder = "."
            name = FileName(path)
            return
        }
        folder = slash == path.startIndex ? "/" : String(path[..<slash])
        name = FileName(path[path.utf8.index(after: slash)...])
    }
}
