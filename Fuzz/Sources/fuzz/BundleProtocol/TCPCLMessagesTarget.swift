@testable import BundleProtocol

extension FuzzTarget {
    /// All that one side sends, contact header and messages.
    ///
    /// The first byte says how it is split on its way.
    static let tcpclMessages = FuzzTarget("tcpcl-messages", longestInput: 1024) { bytes in
        let step = Int(bytes.first ?? 0) + 1
        let stream = bytes.dropFirst()
        let whole = TCPCLStream(stream, step: max(1, stream.count))
        promise("reads the same however it is split") {
            let split = TCPCLStream(stream, step: step)
            return split.messages == whole.messages && split.data == whole.data && split.violation == whole.violation
        }
        for message in whole.messages {
            promise("a message prints as it was read") { try TCPCLStream.messages(in: message.encoded) == [message] }
        }
        if let violation = whole.violation { throw violation }
    }
}

/// What a decoder makes of a stream.
private struct TCPCLStream {
    private(set) var contact: TCPCLContactHeader?
    private(set) var messages: [TCPCLMessage] = []
    private(set) var data: [UInt8] = []
    private(set) var violation: TCPCLViolation?

    /// The head of SESS_INIT with the longest node ID and items, the longest of all.
    private static let longestHead = 25 + TCPCLDecoder.longestNodeID + TCPCLDecoder.longestExtensions

    init(_ stream: ArraySlice<UInt8>, step: Int) {
        var decoder = TCPCLDecoder(segmentMRU: 1 << 20)
        var rest = stream
        do {
            while !rest.isEmpty {
                decoder.feed(rest.prefix(step))
                rest = rest.dropFirst(step)
                while let item = try decoder.next() { take(item) }
                promise("holds no more than the head of a message") { decoder.waitingCount <= Self.longestHead }
            }
        } catch {
            violation = error
        }
    }

    /// The messages of a stream that has no mistakes, without a contact header.
    static func messages(in bytes: [UInt8]) throws -> [TCPCLMessage] {
        let contact = TCPCLContactHeader(canUseTLS: false).encoded
        let stream = TCPCLStream((contact + bytes)[...], step: contact.count + bytes.count)
        if let violation = stream.violation { throw violation }
        return stream.messages
    }

    private mutating func take(_ item: TCPCLDecoder.Item) {
        switch item {
        case .contact(let header): contact = header
        case .message(let message): messages.append(message)
        case .data(let bytes): data += bytes
        }
    }
}
