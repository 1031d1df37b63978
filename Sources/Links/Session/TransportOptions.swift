import NIOCore

/// Options of every transport of sessions.
enum TransportOptions {
    /// Nothing more is taken from the machine while more bytes than the upper count wait to be written.
    static let watermark = ChannelOptions.Types.WriteBufferWaterMark(low: 256 << 10, high: 512 << 10)

    /// How much is read at once: little on a quiet connection, more on a busy one.
    static let reading = AdaptiveRecvByteBufferAllocator(minimum: 2 << 10, initial: 16 << 10, maximum: 256 << 10)
}
