import Telegrams

/// What is known of the time.
struct ClockView: Presentable {
    let says: String
    let isBelieved: Bool
    let expected: String
    /// When it is believed by itself, by this clock.
    let believed: String?
    let mayMakeKeys: Bool

    init(_ clock: BoundedClock, says: Instant) {
        self.says = says.description
        isBelieved = clock.doubt == nil
        expected = (clock.doubt?.expected ?? clock.time).description
        believed = clock.doubt?.ends.description
        mayMakeKeys = clock.mayMakeKeys
    }

    var lines: [String] {
        guard !isBelieved else { return ["the clock says \(Span.group(says)), and is believed"] }
        let head = "the clock says \(Span.group(says)), and \(Span.group(expected)) was expected"
        let effect =
            mayMakeKeys
            ? "keys are made, and none is destroyed before its time"
            : "no key is made or destroyed until it is confirmed, or has run until \(believed.map(Span.group) ?? "-")"
        return [head, effect, "set it right, or confirm it with 'cable station clock --confirm'"]
    }
}
