/// How much is kept.
package struct KeptAmount: Sendable, Hashable {
    package var bytes: Int
    /// Of items.
    package var count: Int

    package init(bytes: Int = 0, count: Int = 0) {
        self.bytes = bytes
        self.count = count
    }

    package static func + (left: Self, right: Self) -> Self {
        Self(bytes: left.bytes + right.bytes, count: left.count + right.count)
    }

    package static func - (left: Self, right: Self) -> Self {
        Self(bytes: left.bytes - right.bytes, count: left.count - right.count)
    }
}
