import Station
import Telegrams

extension KeyTrouble {
    /// The cause in one line.
    var cause: String {
        let owner = officer.map { "\($0)" } ?? "the station"
        let until = time.map(DateTimeGroup.short) ?? "-"
        switch kind {
        case .none:
            return "\(owner) has no receiving key"
                + (time == nil ? "" : " before \(until)") + ": nobody can write to \(pronoun)"
        case .ended: return "the receiving key of \(owner) ended \(until): nobody can write to \(pronoun)"
        case .ending: return "the receiving key of \(owner) has ended: after \(until) nobody can write to \(pronoun)"
        case .destroyedEarly:
            return "a receiving key of \(owner) was destroyed by a clock that was ahead: "
                + "what is under way to it cannot be opened"
        case .damaged: return "a receiving key of \(owner) is damaged and set aside: \(file ?? "-")"
        case .unopenable: return "\(numbers) cannot be opened any more: the keys of \(owner) from then are destroyed"
        case .nobody: return "\(numbers) waits for \(owner), who is no officer here"
        }
    }

    /// The remedy in one line.
    var remedy: String {
        switch kind {
        case .none, .ended, .ending:
            return officer.map { "'cable unlock --as \(Self.word($0))' makes a new one; then 'cable exchange'" }
                ?? "the next exchange makes a new one, when the clock is believed"
        case .destroyedEarly:
            return
                "ask correspondents to send again what they write \(time.map { "until \(DateTimeGroup.short($0))" } ?? "")"
        case .damaged: return "what is sealed to it cannot be opened; remove the file when you have seen this"
        case .unopenable: return "ask \(telegrams.count == 1 ? "its sender" : "their senders") to send it again"
        case .nobody:
            let first = telegrams.first.map { "\($0)" } ?? "NUMBER"
            return "hand it on unopened with 'cable pass-on \(first)', or put him back with 'cable officer restore'"
        }
    }

    private var pronoun: String { officer == nil ? "it" : "him" }

    private var numbers: String {
        let named = telegrams.prefix(5).map { "No. \($0)" }.joined(separator: ", ")
        return telegrams.count > 5 ? "\(named) and more" : named
    }

    /// A codename as one word of a command line.
    private static func word(_ name: Codename) -> String { "\(name)".contains(" ") ? "\"\(name)\"" : "\(name)" }
}
