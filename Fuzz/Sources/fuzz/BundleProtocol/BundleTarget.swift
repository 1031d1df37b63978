@testable import BundleProtocol

extension FuzzTarget {
    /// Every input as it is and with its checksums put right, strictly and with every departure tolerated.
    static let bundle = FuzzTarget("bundle", longestInput: 1024) { bytes in
        let mended = BundleMender.mend(bytes)
        for input in mended == bytes ? [bytes] : [bytes, mended] {
            for tolerance in [BundleTolerance(), .all] {
                if let bundle = try? Bundle(parsing: input, tolerating: tolerance) {
                    check(bundle, parsedFrom: input, tolerating: tolerance)
                }
            }
        }
        _ = try Bundle(parsing: bytes)
    }

    private static func check(_ bundle: Bundle, parsedFrom bytes: [UInt8], tolerating tolerance: BundleTolerance) {
        promise("prints as it was read") {
            bundle.encoded() == bytes && Array(bundle.encodedPieces.joined()) == bytes
        }
        promise("is put together again from its blocks") {
            let pieces = [[0x9F], bundle.primary.encoding] + bundle.blocks.map(\.encoding) + [[0xFF]]
            return Array(pieces.joined()) == bytes
        }
        promise("its file name reads back") { BundleIdentity(fileName: bundle.identity.fileName) == bundle.identity }
        promise("what is aged reads back") {
            let aged = bundle.aged(by: 1000)
            let read = try Bundle(parsing: aged.encoded(), tolerating: tolerance)
            return read == aged && read.age == bundle.age.map { $0.saturatingAdding(1000) } && read.isSame(as: bundle)
        }
        guard bundle.hopCount.map({ $0.count < $0.limit }) ?? true else { return }
        promise("what is forwarded reads back") {
            let node = EndpointID.ipn(node: 7, service: 0)
            let forwarded = try bundle.forwarded(by: node, ageIncrement: 1000)
            let read = try Bundle(parsing: forwarded.encoded(), tolerating: tolerance)
            return read == forwarded && read.previousNode == node && read.isSame(as: bundle)
                && read.age == bundle.age.map { $0.saturatingAdding(1000) }
                && read.hopCount?.count == bundle.hopCount.map { $0.count + 1 }
        }
    }
}

extension Bundle {
    /// Whether everything but what changes on the way is equal.
    fileprivate func isSame(as other: Bundle) -> Bool {
        primary == other.primary && payload == other.payload && identity == other.identity
            && precedence == other.precedence && hopCount?.limit == other.hopCount?.limit
    }
}

extension BundleTolerance {
    fileprivate static let all: BundleTolerance = [
        .zeroTimestampWithoutAge, .primaryUnprotected, .reservedFlags, .anonymousSource,
    ]
}
