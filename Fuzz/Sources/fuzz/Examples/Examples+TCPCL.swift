@testable import BundleProtocol

extension Examples {
    static func tcpcl() -> [(FuzzTarget, [[UInt8]])] {
        let contact = TCPCLContactHeader(canUseTLS: false).encoded
        let start = TCPCLMessage.initialize(
            TCPCLSessionInit(keepalive: 10, segmentMRU: 1024, transferMRU: 100, nodeID: Array("ipn:2.0".utf8))
        ).encoded
        let segment = TCPCLMessage.segment(TCPCLSegmentHead(flags: [.start, .end], id: 0, length: 3)).encoded
        let answer = TCPCLMessage.acknowledge(TCPCLAcknowledgement(flags: [.start, .end], id: 0, length: 3)).encoded
        let end = TCPCLMessage.terminate(reason: .idleTimeout, isReply: true).encoded
        let session = contact + start + segment + [1, 2, 3] + answer + TCPCLMessage.keepalive.encoded + end
        // Setups and steps as TCPCLPlay reads them.
        let received: [UInt8] = [8, 141, 143, 147, 0, 20, 147, 1, 0, 128, 128, 133]
        let sent: [UInt8] = [9, 141, 143, 132, 12, 149, 0, 12, 137, 10, 133]
        let protected: [UInt8] = [11, 142, 135, 143, 146, 5, 9, 144, 5, 9, 145, 5, 9, 128, 138]
        let late: [UInt8] = [4, 141, 143, 147, 2, 50, 147, 3, 50, 147, 4, 50, 129, 139, 130, 140, 134]
        return [
            (.tcpclMessages, [[0] + session, [255] + session]),
            (.tcpclSession, [received, sent, protected, late, [8, UInt8(session.count - 21)] + contact + start]),
        ]
    }
}
