/// A reply on its way out: the ordinary bytes, then the secret straight from its locked pages.
struct OutgoingReply {
    private let message: [UInt8]
    private let secret: SharedSecret?
    private var sent = 0

    init(_ reply: AgentReply) {
        message = reply.messageBeforeSecret
        secret = reply.secret
    }

    var isDone: Bool { sent == message.count + (secret?.count ?? 0) }

    /// Offers what is left to `write`, which returns how many bytes it took.
    mutating func give(_ write: (UnsafeRawBufferPointer) -> Int) {
        if sent < message.count {
            sent += message.withUnsafeBytes { write(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
        } else if let secret {
            let start = sent - message.count
            sent += secret.secret.withUnsafeBytes { write(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        }
    }
}
