import BundleProtocol

/// The owner of the sessions: the engine of the station.
package struct SessionOwner: Sendable {
    /// Is told what happens; see ``SessionEvent``.
    package var events: @Sendable (SessionEvent) -> Void

    /// Is asked, on the event loop, whether a bundle of so many bytes (nil: not told) may come; nil means yes.
    ///
    /// Not a byte of a refused bundle is kept.
    package var refusal: @Sendable (Session, _ length: UInt64?) -> TCPCLRefusalReason?

    package init(
        events: @escaping @Sendable (SessionEvent) -> Void,
        refusal: @escaping @Sendable (Session, _ length: UInt64?) -> TCPCLRefusalReason? = { _, _ in nil }
    ) {
        self.events = events
        self.refusal = refusal
    }
}
