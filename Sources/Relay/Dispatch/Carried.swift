/// Whether a bundle that was carried before is carried again.
///
/// A copy that has made no more hops than the one that was here is a repetition: what was here lives on, here or further
/// along, and the copy can be dropped. One with more hops comes from the copy that was passed on: it has run in a circle,
/// nobody else may have it, and dropping it would lose it. So the copy with the most hops is never dropped by anybody; the
/// hop limit ends the circle.
package enum Carried {
    /// - Parameters:
    ///   - hops: that the arriving copy has made; 0 where nobody counts.
    ///   - before: the most hops that any copy of the bundle had made when it was taken in here; nil if none was.
    package static func isRepetition(hops: UInt64, before: UInt64?) -> Bool {
        before.map { hops <= $0 } ?? false
    }

    /// The most bundles of one identity that are kept at a time.
    ///
    /// Whoever has seen a bundle can make others with its identity, before it comes or after. Each is carried, so that
    /// none passes for another; they must not fill the storage either. One that finds no room is not taken, and its
    /// sender repeats it under an identity that nobody has seen yet.
    package static let mostOfOneIdentity = 4
}
