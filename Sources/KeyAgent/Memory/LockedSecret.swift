import Glibc

/// Bytes in pages of their own, kept out of swap space, core dumps and child processes, and wiped when dropped.
///
/// The pages come from `mmap`, so no allocator ever hands them out again unwiped; `mlock` keeps them out of swap,
/// `MADV_DONTDUMP` out of core dumps, and `MADV_WIPEONFORK` gives a forked child zeroes instead.
///
/// Sendable, because there is one owner at a time, the pointer never leaves the closures, and writing needs
/// exclusive access: the compiler's rules for a noncopyable value are the proof.
package struct LockedSecret: ~Copyable, @unchecked Sendable {
    /// What to do when the system refuses to lock the pages.
    package enum Locking: Sendable {
        /// Fail: for a process that keeps secrets for hours.
        case required
        /// Carry on with pages that may be swapped out: for a process that ends in a moment.
        case bestEffort
    }

    private let pages: UnsafeMutableRawBufferPointer
    /// Size of the secret in bytes.
    package let count: Int
    /// Whether the pages are kept out of swap space.
    package let isLocked: Bool

    /// Maps zeroed pages for `count` bytes.
    ///
    /// - Throws: `.memoryNotLocked` where locking is required and refused, `.system` when there is no memory.
    package init(count: Int, locking: Locking = .bestEffort) throws(KeyAgentError) {
        let pages = try Self.map(count)
        let isLocked = mlock(pages.baseAddress, pages.count) == 0
        guard isLocked || locking == .bestEffort else {
            munmap(pages.baseAddress, pages.count)
            throw .memoryNotLocked
        }
        self.pages = pages
        self.count = count
        self.isLocked = isLocked
    }

    /// Maps pages and copies the bytes into them; wiping the original is its owner's duty.
    package init(copying bytes: some Collection<UInt8>, locking: Locking = .bestEffort) throws(KeyAgentError) {
        try self.init(count: bytes.count, locking: locking)
        pages.copyBytes(from: bytes)
    }

    deinit {
        Self.wipe(pages)
        munmap(pages.baseAddress, pages.count)
    }

    /// Lends the bytes; the pointer must not be kept.
    package borrowing func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: pages[..<count]))
    }

    /// Lends the bytes for writing; the pointer must not be kept.
    package mutating func withUnsafeMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeMutableRawBufferPointer(rebasing: pages[..<count]))
    }

    /// Overwrites bytes with zeroes, in a way that no optimiser takes out.
    static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        explicit_bzero(start, bytes.count)
    }

    private static func map(_ count: Int) throws(KeyAgentError) -> UnsafeMutableRawBufferPointer {
        let pageSize = sysconf(CInt(_SC_PAGESIZE))
        let size = max(1, (count + pageSize - 1) / pageSize) * pageSize
        let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start, start != MAP_FAILED else { throw .system("map memory for a secret") }
        // Neither can fail on pages just mapped like this, unless the kernel is older than 4.14.
        _ = madvise(start, size, MADV_DONTDUMP)
        _ = madvise(start, size, MADV_WIPEONFORK)
        return UnsafeMutableRawBufferPointer(start: start, count: size)
    }
}

extension KeyAgentError {
    static var memoryNotLocked: KeyAgentError {
        KeyAgentError(
            .memoryNotLocked, "cannot lock memory, so keys could end up in swap space",
            hint: "raise the limit on locked memory to 8 MiB: `ulimit -l 8192`, or memlock in /etc/security/limits.conf"
        )
    }
}
