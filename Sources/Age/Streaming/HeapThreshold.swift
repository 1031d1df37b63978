/// Makes `malloc` keep freed memory for the next chunk instead of giving it back to the system.
///
/// swift-crypto allocates the result of every chunk anew. With its initial thresholds glibc returns such blocks to the
/// kernel at once and faults them in again, which halves the throughput; freeing one large block raises the
/// thresholds (mallopt(3), `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD`). Elsewhere this does no harm.
func keepFreedMemoryMapped() {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 20, alignment: 16)
    // An allocation that nobody looks at is optimised away.
    wipe(UnsafeMutableRawBufferPointer(rebasing: block[..<1]))
    block.deallocate()
}
