extension TCPCLMessage {
    /// The message as bytes; of a segment, without the data.
    var encoded: [UInt8] {
        var bytes = [kind.rawValue]
        switch self {
        case .segment(let head): head.encode(to: &bytes)
        case .acknowledge(let acknowledgement): acknowledgement.encode(to: &bytes)
        case .initialize(let parameters): parameters.encode(to: &bytes)
        case .refuse(let id, let reason):
            bytes.append(reason.rawValue)
            bytes.append(bigEndian: id)
        case .terminate(let reason, let isReply):
            bytes += [isReply ? Self.replyFlag : 0, reason.rawValue]
        case .reject(let type, let reason):
            bytes += [reason.rawValue, type]
        case .keepalive: break
        }
        return bytes
    }

    /// The flag of SESS_TERM that marks an answer (RFC 9174 section 6.1).
    static let replyFlag: UInt8 = 0x01
}

extension TCPCLSessionInit {
    fileprivate func encode(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: keepalive)
        bytes.append(bigEndian: segmentMRU)
        bytes.append(bigEndian: transferMRU)
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: nodeID.count))
        bytes += nodeID
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: extensions.count))
        bytes += extensions
    }
}

extension TCPCLSegmentHead {
    fileprivate func encode(to bytes: inout [UInt8]) {
        bytes.reserveCapacity(32 + extensions.count)
        bytes.append(flags.rawValue)
        bytes.append(bigEndian: id)
        if flags.contains(.start) {
            bytes.append(bigEndian: UInt32(truncatingIfNeeded: extensions.count))
            bytes += extensions
        }
        bytes.append(bigEndian: UInt64(length))
    }
}

extension TCPCLAcknowledgement {
    fileprivate func encode(to bytes: inout [UInt8]) {
        bytes.append(flags.rawValue)
        bytes.append(bigEndian: id)
        bytes.append(bigEndian: length)
    }
}
