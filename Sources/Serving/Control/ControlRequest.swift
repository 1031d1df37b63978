import NIOHTTP1

/// A request to a serving station, as far as it matters: no header means anything, and a body is not accepted.
struct ControlRequest: Sendable, Equatable {
    var method: String
    /// Without a query.
    var path: String
    /// Whether it came with a body, which no request has.
    var hasBody = false

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    init(_ head: HTTPRequestHead) {
        self.init(method: head.method.rawValue, path: String(head.uri.prefix { $0 != "?" }))
    }
}
