import Glibc

/// A passphrase of at most 1,024 bytes, wiped when dropped.
///
/// The room for the longest one is there from the start, so that growing never leaves a copy behind.
package struct Passphrase: ~Copyable {
    /// Bytes that a passphrase may have.
    package static let largestSize = 1024

    private let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: largestSize, alignment: 1)
    /// Size in bytes.
    package private(set) var count = 0

    init() {}

    deinit {
        if let start = storage.baseAddress { explicit_bzero(start, storage.count) }
        storage.deallocate()
    }

    package var isEmpty: Bool { count == 0 }

    /// Lends the bytes; the pointer must not be kept.
    package borrowing func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }

    /// Whether both have the same bytes; takes as long wherever they differ.
    borrowing func matches(_ other: borrowing Passphrase) -> Bool {
        guard count == other.count else { return false }
        return (0..<count).reduce(0 as UInt8) { $0 | (storage[$1] ^ other.storage[$1]) } == 0
    }

    /// Reads the first line from a descriptor, without its line feed; the end of the input ends the line too.
    ///
    /// What follows the line stays unread, so the descriptor may be standard input with a telegram after it. The
    /// descriptor stays open.
    ///
    /// - Throws: `.emptyPassphrase`, `.passphraseTooLong`, or `.system` where the descriptor cannot be read.
    package static func readLine(from descriptor: CInt) throws(TerminalError) -> Passphrase {
        var line = Passphrase()
        loop: while true {
            switch try line.readByte(from: descriptor) {
            case .appended, .interrupted: continue
            case .lineEnd, .inputEnd: break loop
            }
        }
        guard !line.isEmpty else { throw .emptyPassphrase }
        return line
    }

    /// What reading one byte of a line came to.
    enum Step {
        case appended
        /// A signal arrived instead.
        case interrupted
        /// The line feed, which is not kept.
        case lineEnd
        case inputEnd
    }

    /// Reads one byte and no more, because neither a pipe nor a terminal takes back what was read too far.
    mutating func readByte(from descriptor: CInt) throws(TerminalError) -> Step {
        var byte: UInt8 = 0
        defer { explicit_bzero(&byte, 1) }
        let result = read(descriptor, &byte, 1)
        if result < 0 && errno == EINTR { return .interrupted }
        guard result >= 0 else { throw .system(errno) }
        guard result == 1 else { return .inputEnd }
        guard byte != UInt8(ascii: "\n") else { return .lineEnd }
        guard count < storage.count else { throw .passphraseTooLong }
        storage[count] = byte
        count += 1
        return .appended
    }
}
