import Telegrams

/// What is known of the time.
struct ClockView: Presentable {
    let says: Instant
    let isBelieved: Bool
    let expected: Instant
    /// When it is believed by itself, by this clock.
    let believed: Instant?
    let mayMakeKeys: Bool

    init(_ clock: BoundedClock, says: Instant) {
        self.says = says
        isBelieved = clock.doubt == nil
        expected = clock.doubt?.expected ?? clock.time
        believed = clock.doubt?.ends
        mayMakeKeys = clock.mayMakeKeys
    }

    var lines: [String] {
        guard !isBelieved else { return ["the clock says \(DateTimeGroup.short(says)), and is believed"] }
        let head = "the clock says \(DateTimeGroup.short(says)), and \(DateTimeGroup.short(expected)) was expected"
        let effect =
            mayMakeKeys
            ? "keys are made, and none is destroyed before its time"
            : "no key is made or destroyed until it is confirmed, or has run until \(believed.map(DateTimeGroup.short) ?? "-")"
        return [head, effect, "set it right, or confirm it with 'cable station clock --confirm'"]
    }
}
