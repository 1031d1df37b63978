import ArgumentParser
import Station
import Telegrams
import Traffic

struct CompareCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare channel numbers with another station, now.",
        discussion: """
            Each station tells the other the last number that it has sent and the highest that it has heard of; so the last \
            telegram of a series is found missing, which no later number reveals. It happens by itself once a day, where \
            numbers have moved. What is missing then shows in 'cable inbox' and is asked for.

            EXAMPLE
              cable compare BEIJING
              cable compare
            """)

    @OptionGroup var station: StationOptions

    @Argument(help: "The station; all where none is named.")
    var peer: Designator?

    func perform() throws {
        let asked = try station.open().compareNow(with: peer)
        Console.note(
            asked.isEmpty
                ? "there is nobody to compare with: nothing was ever sent"
                : "asked at the next exchange: \(asked.map(\.description).joined(separator: ", "))")
    }
}
