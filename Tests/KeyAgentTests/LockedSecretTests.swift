import Glibc
import Testing

@testable import KeyAgent

@Suite struct LockedSecretTests {
    @Test(arguments: [0, 1, 4096, 4097, 16_384])
    func `a secret of any size keeps its bytes`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let secret = try LockedSecret(copying: bytes)
        #expect(secret.count == count)
        let kept = secret.withUnsafeBytes { Array($0) }
        #expect(kept == bytes)
    }

    @Test func `fresh pages are zero`() throws {
        let secret = try LockedSecret(count: 5000)
        let isZero = secret.withUnsafeBytes { $0.allSatisfy { $0 == 0 } }
        #expect(isZero)
    }

    @Test func `the pages are locked, left out of dumps and wiped in a forked child`() throws {
        let secret = try LockedSecret(count: 1)
        let start = secret.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let flags = try #require(ProcessFacts(process: getpid()).mappingFlags(at: start))
        #expect(flags.isSuperset(of: secret.isLocked ? ["lo", "dd", "wf"] : ["dd", "wf"]), "\(flags)")
    }

    @Test func `wiping leaves zeroes`() {
        var bytes: [UInt8] = [1, 2, 3, 4]
        bytes.withUnsafeMutableBytes { LockedSecret.wipe(UnsafeMutableRawBufferPointer(rebasing: $0[1..<3])) }
        #expect(bytes == [1, 0, 0, 4])
        LockedSecret.wipe(UnsafeMutableRawBufferPointer(start: nil, count: 0))
    }
}
