import Telegrams

/// A large enclosure as one station brings it.
///
/// Where two stations bring the same one, each has a file of its own until one of them is whole.
package struct IncomingEnclosure: Hashable, Sendable {
    package var peer: Designator
    /// SHA-256 of the sealed file.
    package var digest: Digest256

    package init(peer: Designator, digest: Digest256) {
        self.peer = peer
        self.digest = digest
    }
}
