import Logging
import Telegrams

/// How a record of the log is written.
///
/// Whatever came from elsewhere is escaped: it begins no line, moves no cursor and forges no field.
package enum LogForm: String, Sendable, CaseIterable {
    /// `1951-06-30T19:45:00Z info bundle taken link=stick size=5499`
    case text
    /// `<6>info bundle taken link=stick size=5499`: journald keeps the time itself and takes the priority from the front
    /// (sd-daemon(3)).
    case journal
    /// `{"at":"1951-06-30T19:45:00Z","level":"info","message":"bundle taken","link":"stick"}`
    case json

    func line(of event: LogEvent, _ metadata: Logger.Metadata, at time: Instant) -> String {
        let fields = metadata.sorted { $0.key < $1.key }
        switch self {
        case .text: return "\(time) \(Self.words(event, fields))"
        case .journal: return "<\(event.level.priority)>\(Self.words(event, fields))"
        case .json: return Self.object(event, fields, at: time)
        }
    }

    private typealias Fields = [(key: String, value: Logger.MetadataValue)]

    private static func words(_ event: LogEvent, _ fields: Fields) -> String {
        let pairs = fields.map { "\(LogText.key($0.key))=\(LogText.value("\($0.value)"))" }
        return (["\(event.level)", LogText.message(event.message.description)] + pairs).joined(separator: " ")
    }

    private static func object(_ event: LogEvent, _ fields: Fields, at time: Instant) -> String {
        let head = [("at", "\(time)"), ("level", "\(event.level)"), ("message", event.message.description)]
        let own = head.map { "\"\($0.0)\":\(LogText.json($0.1))" }
        // A field never takes the place of one of ours: who reads an object with a name twice believes the last.
        let others = fields.map { field in
            let name = head.contains { $0.0 == field.key } ? field.key + "_" : field.key
            return "\(LogText.json(name)):\(LogText.json("\(field.value)"))"
        }
        return "{" + (own + others).joined(separator: ",") + "}"
    }
}

extension Logger.Level {
    /// The priority of syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
