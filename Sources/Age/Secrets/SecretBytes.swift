/// A byte string that is overwritten when its owner lets go of it.
///
/// The bytes have exactly one owner; they are copied only where ``copy()`` says so. Wiping uses `explicit_bzero`,
/// which no optimiser may remove.
public struct SecretBytes: ~Copyable {
    private let storage: UnsafeMutableRawBufferPointer

    /// Allocates `count` zero bytes and lets `initialize` fill them in place.
    ///
    /// - Parameters:
    ///   - count: the length in bytes, zero or more.
    ///   - initialize: writes the secret; what it leaves alone stays zero. When it throws, everything is wiped.
    public init<Failure: Error>(
        count: Int,
        initializingWith initialize: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        storage.initializeMemory(as: UInt8.self, repeating: 0)
        do {
            try initialize(storage)
        } catch {
            wipe(storage)
            storage.deallocate()
            throw error
        }
        self.storage = storage
    }

    /// Copies `bytes`; wiping the original remains the caller's duty.
    public init(copying bytes: UnsafeRawBufferPointer) {
        self.init(count: bytes.count) { $0.copyMemory(from: bytes) }
    }

    /// Copies `bytes`; an array cannot be wiped reliably, so prefer ``init(count:initializingWith:)``.
    public init(copying bytes: [UInt8]) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// Returns `count` bytes from the system's cryptographic generator.
    public static func random(count: Int) -> SecretBytes {
        SecretBytes(count: count, initializingWith: fillWithRandomBytes)
    }

    deinit {
        wipe(storage)
        storage.deallocate()
    }

    /// The length in bytes.
    public var count: Int { storage.count }

    /// Whether there are no bytes at all.
    public var isEmpty: Bool { storage.isEmpty }

    /// Lends the bytes for the duration of `body`; the pointer must not escape.
    public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(storage))
    }

    /// Lends the bytes for reading and writing for the duration of `body`; the pointer must not escape.
    public mutating func withUnsafeMutableBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage)
    }

    /// A second, independently owned and wiped copy.
    public borrowing func copy() -> SecretBytes {
        SecretBytes(copying: UnsafeRawBufferPointer(storage))
    }

    /// Compares two secrets in time that depends on their lengths only.
    public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
        constantTimeEqual(UnsafeRawBufferPointer(storage), UnsafeRawBufferPointer(other.storage))
    }
}

// The buffer belongs to this value alone: it is written only by the initialiser and by `mutating` access, which
// is exclusive, and it is freed only by `deinit`. Handing the value to another thread hands over that ownership.
extension SecretBytes: @unchecked Sendable {}
