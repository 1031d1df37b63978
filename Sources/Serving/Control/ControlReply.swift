/// An answer of the control server: a status of RFC 9110 and a text.
struct ControlReply: Sendable, Equatable {
    enum Kind: String, Sendable {
        case text = "text/plain; charset=utf-8"
        case json = "application/json"
        /// The text format of Prometheus, version 0.0.4.
        case metrics = "text/plain; version=0.0.4; charset=utf-8"
    }

    var status: Int
    var kind: Kind = .text
    var body: [UInt8]
    /// The one method that the path has, where another one was used (RFC 9110, section 10.2.1).
    var allowed: String?

    init(_ status: Int, _ kind: Kind = .text, body: [UInt8]) {
        self.status = status
        self.kind = kind
        self.body = body
    }

    /// A line of text.
    init(_ status: Int, line: String) {
        self.init(status, body: Array((line + "\n").utf8))
    }

    static let bodyRefused = ControlReply(413, line: "no request here has a body")
}
