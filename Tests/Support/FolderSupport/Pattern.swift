import Relay

/// Content that a name determines, so that a reader can tell a whole file from a half one or a mixed one.
package enum Pattern {
    package static func bytes(for name: String, count: Int) -> [UInt8] {
        var state = name.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        var bytes: [UInt8] = (0..<61).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        // By doubling, because the tests run unoptimised.
        while bytes.count < count { bytes += bytes }
        return Array(bytes.prefix(count))
    }

    package static func item(_ name: String, count: Int) -> LinkItem {
        LinkItem(name: name, bytes: bytes(for: name, count: count))
    }

    /// Items `prefix-0`, `prefix-1` and so on.
    package static func items(_ prefix: String, _ number: Int, count: Int) -> [LinkItem] {
        (0..<number).map { item("\(prefix)-\($0)", count: count) }
    }
}
