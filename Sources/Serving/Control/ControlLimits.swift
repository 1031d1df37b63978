/// What the control server grants whoever connects: enough for a scrape or a question, nothing to flood it with.
enum ControlLimits {
    /// Bytes of one request, head and all; no request has a body.
    static let requestSize = 8192
    /// Connections at once on one address; the next one is closed.
    static let connections = 16
    /// From the first byte to the last, whatever the other side does meanwhile.
    static let connectionTime: Duration = .seconds(10)
    /// Bytes that a client accepts as an answer.
    static let replySize = 4 << 20
}
