/// Cuts what the other side sends into messages, however the bytes are split on their way.
///
/// It holds what it was fed until that is read, and of an unfinished message no more than its head: the lengths in it are
/// checked as soon as they have come. The data of a segment is passed on as it comes.
struct TCPCLDecoder: Sendable {
    enum Item: Hashable {
        case contact(TCPCLContactHeader)
        case message(TCPCLMessage)
        /// Some of the data of the segment whose head came before, without a copy.
        case data(ArraySlice<UInt8>)
    }

    /// Most bytes of a node ID; RFC 9174 allows 65,535, names in use have a tenth of that limit.
    static let longestNodeID = 255
    /// Most bytes of a list of extension items; RFC 9174 allows 2^32 - 1 and defines one item, of 13 bytes.
    static let longestExtensions = 4096

    /// Largest segment that was agreed to.
    private let segmentMRU: Int
    private var input: ArraySlice<UInt8> = []
    private var hasContact = false
    /// Bytes of the current segment's data that have not been passed on.
    private(set) var dataLeft = 0
    /// Offset of the first byte of `input` in all that was fed.
    private var position: UInt64 = 0
    /// Offset of the message that was passed on last, or that comes next.
    private(set) var messageOffset: UInt64 = 0
    /// First byte of that message: its type, once the contact header has been read.
    private(set) var messageType: UInt8 = 0

    init(segmentMRU: Int) { self.segmentMRU = segmentMRU }

    /// Bytes that were fed and not read.
    var waitingCount: Int { input.count }

    mutating func feed(_ bytes: ArraySlice<UInt8>) {
        if input.isEmpty { input = bytes } else { input += bytes }
    }

    /// The next item; nil when more bytes are needed.
    mutating func next() throws(TCPCLViolation) -> Item? {
        if dataLeft > 0 { return nextData() }
        messageOffset = position
        messageType = input.first ?? messageType
        var reader = TCPCLReader(input)
        let item: Item?
        if hasContact {
            item = try nextMessage(&reader).map(Item.message)
        } else {
            item = try nextContact(&reader).map(Item.contact)
        }
        guard let item else { return nil }
        consume(reader.rest)
        hasContact = true
        if case .message(.segment(let head)) = item { dataLeft = head.length }
        return item
    }

    func violation(_ rule: TCPCLViolation.Rule) -> TCPCLViolation { TCPCLViolation(offset: messageOffset, rule: rule) }

    /// What came after the contact header came too early.
    var earlyData: TCPCLViolation { TCPCLViolation(offset: position, rule: .earlyData) }

    private mutating func nextData() -> Item? {
        guard !input.isEmpty else { return nil }
        let data = input.prefix(dataLeft)
        dataLeft -= data.count
        consume(input.dropFirst(data.count))
        return .data(data)
    }

    private mutating func consume(_ rest: ArraySlice<UInt8>) {
        position += UInt64(input.count - rest.count)
        // An empty slice would keep the memory of the whole input.
        input = rest.isEmpty ? [] : rest
    }
}

// MARK: What a message is made of
extension TCPCLDecoder {
    private func nextContact(_ reader: inout TCPCLReader) throws(TCPCLViolation) -> TCPCLContactHeader? {
        let magic = TCPCLContactHeader.magic
        guard input.starts(with: magic.prefix(input.count)) else { throw violation(.magic) }
        guard reader.bytes(magic.count) != nil, let version = reader.integer(UInt8.self) else { return nil }
        guard version == TCPCLContactHeader.version else { throw violation(.version) }
        return reader.integer(UInt8.self).map(TCPCLContactHeader.init(flags:))
    }

    private func nextMessage(_ reader: inout TCPCLReader) throws(TCPCLViolation) -> TCPCLMessage? {
        guard let type = reader.integer(UInt8.self) else { return nil }
        guard let kind = TCPCLMessage.Kind(rawValue: type) else { throw violation(.messageType) }
        switch kind {
        case .segment: return try segment(&reader).map(TCPCLMessage.segment)
        case .acknowledge: return acknowledgement(&reader).map(TCPCLMessage.acknowledge)
        case .refuse: return refusal(&reader)
        case .keepalive: return .keepalive
        case .terminate: return termination(&reader)
        case .reject: return rejection(&reader)
        case .initialize: return try initialization(&reader).map(TCPCLMessage.initialize)
        }
    }

    private func segment(_ reader: inout TCPCLReader) throws(TCPCLViolation) -> TCPCLSegmentHead? {
        guard let flags = reader.integer(UInt8.self).map(TCPCLSegmentFlags.init), let id = reader.integer(UInt64.self)
        else { return nil }
        var items: [UInt8] = []
        if flags.contains(.start) {
            guard let list = try extensions(&reader) else { return nil }
            items = list
        }
        guard let length = reader.integer(UInt64.self) else { return nil }
        guard let length = Int(exactly: length), length <= segmentMRU else { throw violation(.segmentTooLong) }
        return TCPCLSegmentHead(flags: flags, id: id, extensions: items, length: length)
    }

    private func initialization(_ reader: inout TCPCLReader) throws(TCPCLViolation) -> TCPCLSessionInit? {
        guard let keepalive = reader.integer(UInt16.self), let segmentMRU = reader.integer(UInt64.self),
            let transferMRU = reader.integer(UInt64.self), let count = reader.integer(UInt16.self)
        else { return nil }
        guard count <= Self.longestNodeID else { throw violation(.nodeIDTooLong) }
        guard let nodeID = reader.bytes(Int(count)), let items = try extensions(&reader) else { return nil }
        return TCPCLSessionInit(
            keepalive: keepalive, segmentMRU: segmentMRU, transferMRU: transferMRU, nodeID: Array(nodeID),
            extensions: items)
    }

    private func extensions(_ reader: inout TCPCLReader) throws(TCPCLViolation) -> [UInt8]? {
        guard let count = reader.integer(UInt32.self) else { return nil }
        guard count <= Self.longestExtensions else { throw violation(.extensionsTooLong) }
        return reader.bytes(Int(count)).map(Array.init)
    }

    private func acknowledgement(_ reader: inout TCPCLReader) -> TCPCLAcknowledgement? {
        guard let flags = reader.integer(UInt8.self).map(TCPCLSegmentFlags.init), let id = reader.integer(UInt64.self),
            let length = reader.integer(UInt64.self)
        else { return nil }
        return TCPCLAcknowledgement(flags: flags, id: id, length: length)
    }

    private func refusal(_ reader: inout TCPCLReader) -> TCPCLMessage? {
        guard let reason = reader.integer(UInt8.self), let id = reader.integer(UInt64.self) else { return nil }
        return .refuse(id: id, reason: TCPCLRefusalReason(rawValue: reason))
    }

    private func termination(_ reader: inout TCPCLReader) -> TCPCLMessage? {
        guard let flags = reader.integer(UInt8.self), let reason = reader.integer(UInt8.self) else { return nil }
        return .terminate(
            reason: TCPCLTerminationReason(rawValue: reason), isReply: flags & TCPCLMessage.replyFlag != 0)
    }

    private func rejection(_ reader: inout TCPCLReader) -> TCPCLMessage? {
        guard let reason = reader.integer(UInt8.self), let type = reader.integer(UInt8.self) else { return nil }
        return .reject(type: type, reason: TCPCLRejectionReason(rawValue: reason))
    }
}
