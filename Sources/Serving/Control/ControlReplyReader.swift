import Station
import Terminal

/// A response of HTTP/1.1 that ends with its connection (RFC 9112), as far as our own server writes them.
struct ControlReplyReader {
    let status: Int
    let body: [UInt8]

    /// - Throws: `StationError` where it is no response, or not all of one.
    init(_ bytes: [UInt8]) throws {
        let blank = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else {
            let beginning = Array("HTTP/1.1 ".utf8)
            throw bytes.starts(with: beginning) || beginning.starts(with: bytes) ? Self.cutOff : Self.unreadable
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first.flatMap(Self.status), let size = Self.size(lines.dropFirst()) else {
            throw Self.unreadable
        }
        self.status = status
        body = Array(bytes[(end + blank.count)...])
        guard body.count == size else {
            throw body.count < size ? Self.cutOff : Self.unreadable
        }
    }

    /// Itself, unless it tells of a failure.
    func successful() throws -> Self {
        guard (200..<300).contains(status) else {
            let reason = String(decoding: body.prefix { $0 != 0x0A }, as: UTF8.self)
            throw StationError(
                .unavailable, "the process that serves the station says: \(DisplayText.line(reason))",
                hint: "look at its log")
        }
        return self
    }

    /// The number in `HTTP/1.1 200 OK`.
    private static func status(_ line: Substring) -> Int? {
        let words = line.split(separator: " ")
        return words.count >= 2 && words[0] == "HTTP/1.1" ? Int(words[1]) : nil
    }

    private static func size(_ headers: ArraySlice<Substring>) -> Int? {
        let name = "content-length:"
        let line = headers.first { $0.lowercased().hasPrefix(name) }
        return line.flatMap { Int($0.dropFirst(name.count).drop { $0 == " " }) }
    }

    private static let cutOff = StationError(
        .unavailable, "the process that serves the station broke off its answer",
        hint: "it has ended or has much to do; ask again")

    private static let unreadable = StationError(
        .unavailable, "the process that serves the station gives an answer that makes no sense", hint: "restart it")
}
