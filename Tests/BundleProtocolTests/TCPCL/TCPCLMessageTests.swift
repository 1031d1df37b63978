import Testing

@testable import BundleProtocol

@Suite struct TCPCLMessageTests {
    /// Every message of RFC 9174, with the bytes that its figures ask for.
    static let messages: [(TCPCLMessage, String)] = [
        (.keepalive, "04"),
        (.terminate(reason: .idleTimeout, isReply: false), "050001"),
        (.terminate(reason: .resourceExhaustion, isReply: true), "050105"),
        (.reject(type: 0x0B, reason: .typeUnknown), "06010b"),
        (.refuse(id: 0x0102_0304_0506_0708, reason: .notAcceptable), "03040102030405060708"),
        (
            .acknowledge(TCPCLAcknowledgement(flags: [.start, .end], id: 7, length: 300)),
            "02030000000000000007000000000000012c"
        ),
        (
            .segment(TCPCLSegmentHead(flags: [.start, .end], id: 7, length: 0)),
            "0103000000000000000700000000" + "0000000000000000"
        ),
        (
            .segment(TCPCLSegmentHead(flags: [], id: UInt64.max, length: 0)),
            "0100ffffffffffffffff" + "0000000000000000"
        ),
        (
            .segment(
                TCPCLSegmentHead(
                    flags: .start, id: 0, extensions: [0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0], length: 0)),
            "010200000000000000000000000d0000010008000000000000" + "0200" + "0000000000000000"
        ),
        (
            .initialize(
                TCPCLSessionInit(
                    keepalive: 30, segmentMRU: 1 << 20, transferMRU: .max, nodeID: Array("ipn:2.0".utf8),
                    extensions: [1, 0x80, 0, 0, 1, 0xAA])),
            "07001e0000000000100000ffffffffffffffff000769706e3a322e300000000601800000" + "01aa"
        ),
    ]

    @Test(arguments: messages.indices) func `a message prints as the figures of RFC 9174 say`(index: Int) throws {
        let (message, hex) = Self.messages[index]
        #expect(hexadecimal(message.encoded) == hex)
    }

    @Test(arguments: messages.indices) func `a message reads back, whole or byte by byte`(index: Int) throws {
        let (message, _) = Self.messages[index]
        for step in [1, 2, 7, 1000] {
            #expect(try decode(message.encoded, step: step) == [.message(message)])
        }
    }

    @Test func `a contact header reads back and reserved flags are ignored`() throws {
        var decoder = TCPCLDecoder(segmentMRU: 10)
        decoder.feed([0x64, 0x74, 0x6E, 0x21, 4, 0xFF])
        #expect(try decoder.next() == .contact(TCPCLContactHeader(canUseTLS: true)))
        #expect(TCPCLContactHeader(canUseTLS: true).encoded == [0x64, 0x74, 0x6E, 0x21, 4, 1])
        #expect(TCPCLContactHeader(canUseTLS: false).encoded == [0x64, 0x74, 0x6E, 0x21, 4, 0])
    }

    @Test func `data is passed on as it comes and messages may follow it`() throws {
        let head = TCPCLMessage.segment(TCPCLSegmentHead(flags: [.start, .end], id: 1, length: 5))
        let stream = head.encoded + [1, 2, 3, 4, 5] + TCPCLMessage.keepalive.encoded
        let whole = try decode(stream, step: 1000)
        #expect(whole == [.message(head), .data([1, 2, 3, 4, 5]), .message(.keepalive)])
        let single = try decode(stream, step: 1)
        #expect(single == [.message(head)] + (1...5).map { .data([$0]) } + [.message(.keepalive)])
    }

    @Test func `a length out of proportion is refused before anything else of the message has come`() throws {
        let heads: [(String, TCPCLViolation.Rule)] = [
            ("01030000000000000007ffffffff", .extensionsTooLong),
            ("0103000000000000000700000000ffffffffffffffff", .segmentTooLong),
            ("010300000000000000070000000000000000" + "0000000b", .segmentTooLong),
            ("07001e00000000001000000000000000100000" + "0100", .nodeIDTooLong),
            ("07001e00000000001000000000000000100000" + "000000001001", .extensionsTooLong),
        ]
        for (hex, rule) in heads {
            #expect(throws: TCPCLViolation(offset: 6, rule: rule)) { try decode(bytes(hex), step: 1) }
            let shorter = try bytes(String(hex.dropLast(2)))
            #expect(try decode(shorter, step: 1).isEmpty, "\(rule)")
        }
    }

    @Test func `the first wrong byte of a contact header is enough`() throws {
        for (hex, rule) in [("47", .magic), ("64746e22", .magic), ("64746e2103", .version)]
            as [(String, TCPCLViolation.Rule)]
        {
            var decoder = TCPCLDecoder(segmentMRU: 10)
            decoder.feed(try bytes(hex)[...])
            #expect(throws: TCPCLViolation(offset: 0, rule: rule)) { try decoder.next() }
        }
    }

    @Test func `extension items must fill their list`() throws {
        #expect(TCPCLExtensionItem.items(in: []) == [])
        let two = try #require(TCPCLExtensionItem.items(in: try bytes("0000010001aa" + "0180000000")))
        #expect(two.map(\.type) == [1, 0x8000] && two.map(\.isCritical) == [false, true])
        #expect(two.map { Array($0.value) } == [[0xAA], []] && two.flatMap(\.encoded).count == 11)
        for hex in ["00", "0000010001", "0000010002aa", "0000010001aa00"] {
            #expect(TCPCLExtensionItem.items(in: try bytes(hex)) == nil, "\(hex)")
        }
    }

    /// What a decoder reads after a contact header from bytes that come in pieces.
    private func decode(_ bytes: [UInt8], step: Int) throws -> [TCPCLDecoder.Item] {
        var decoder = TCPCLDecoder(segmentMRU: 10)
        decoder.feed(TCPCLContactHeader(canUseTLS: false).encoded[...])
        _ = try decoder.next()
        var items: [TCPCLDecoder.Item] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            decoder.feed(bytes[start..<min(start + step, bytes.count)])
            while let item = try decoder.next() { items.append(item) }
            #expect(decoder.waitingCount < 6000)
        }
        return items
    }
}
