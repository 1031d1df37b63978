import ArgumentParser
import Desk
import Station
import Telegrams

/// A telegram as people cite it: `3917` in this station's register, or `MOSCOW/3917` by its originator's number.
struct TelegramNumber: ExpressibleByArgument {
    private let station: Designator?
    private let number: Int64

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last, let number = Int64(last), number > 0, parts.count <= 2 else { return nil }
        if parts.count == 2 {
            guard let station = Designator(argument: String(parts[0])) else { return nil }
            self.station = station
        } else {
            station = nil
        }
        self.number = number
    }

    static let help = ArgumentHelp(
        "Its number here, or STATION/NUMBER as its originator numbers it.", valueName: "number")

    /// The number in this station's register.
    func local(at station: Station) throws -> Int64 {
        guard let originator = self.station else { return number }
        return try station.number(of: originator, citedAs: number)
    }
}
