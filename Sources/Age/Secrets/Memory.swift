import FoundationEssentials

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Compares two byte strings in time that depends on their lengths only.
///
/// Use it for tags, codes and keys; lengths are not secret.
@inline(never)
public func constantTimeEqual(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    guard first.count == second.count else { return false }
    var difference: UInt8 = 0
    for index in 0..<first.count {
        difference |= first[index] ^ second[index]
    }
    return difference == 0
}

/// Compares two byte strings in time that depends on their lengths only.
public func constantTimeEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.withUnsafeBytes { first in second.withUnsafeBytes { constantTimeEqual(first, $0) } }
}

/// Overwrites `buffer` with zeros in a way that the optimiser must keep.
func wipe(_ buffer: UnsafeMutableRawBufferPointer) {
    guard let start = buffer.baseAddress else { return }
    explicit_bzero(start, buffer.count)
}

extension SecretBytes {
    /// Moves a secret out of a buffer that a library has handed us; nobody else may share it.
    init(moving data: inout Data) {
        self.init(count: data.count) { _ in }
        data.withUnsafeMutableBytes { source in
            withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(source)) }
            wipe(source)
        }
    }
}

func fillWithRandomBytes(_ buffer: UnsafeMutableRawBufferPointer) {
    var generator = SystemRandomNumberGenerator()
    var offset = 0
    while offset < buffer.count {
        withUnsafeBytes(of: generator.next()) { word in
            let length = min(word.count, buffer.count - offset)
            UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + length])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: word[..<length]))
            offset += length
        }
    }
}

func randomBytes(count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.withUnsafeMutableBytes(fillWithRandomBytes)
    return bytes
}
