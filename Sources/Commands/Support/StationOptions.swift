import ArgumentParser
import DurableFiles
import Foundation
import Station
import Telegrams

/// Which station.
struct StationOptions: ParsableArguments {
    @Option(
        name: .customLong("station"),
        help: ArgumentHelp(
            "The station's folder.", discussion: "Default: CABLEGRAM_STATION, else ~/.cablegram.", valueName: "folder"))
    var folder: String?

    var home: StationHome {
        get throws {
            if let named = folder ?? Environment.station {
                return StationHome(path: Environment.absolute(named), witnesses: Environment.incarnations)
            }
            guard let home = Environment.home else {
                throw StationError(.invalid, "no station is named", hint: "name its folder with --station")
            }
            return StationHome(path: home + "/.cablegram", witnesses: Environment.incarnations)
        }
    }

    func open() throws -> Station {
        let station = try Station(home: home, environment: Environment.all)
        if station.beganAnew {
            Console.voice.warning(
                "the register of \(station.designator) is an older copy than the one that was used last: it numbers from 1 "
                    + "again towards every station, and what was sent and received since the copy is missing here")
        }
        return station
    }
}

/// Whether the result is for a person or a program.
struct OutputOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    func show(_ value: some Presentable) throws {
        try Renderer.show(value, asJSON: isJSON)
    }
}

extension Designator: ExpressibleByArgument {
    /// Reads what was typed; small letters will do.
    public init?(argument: String) {
        try? self.init(argument.uppercased())
    }
}

extension Codename: ExpressibleByArgument {
    /// Reads what was typed; small letters will do.
    public init?(argument: String) {
        try? self.init(argument.uppercased())
    }
}

extension Address: ExpressibleByArgument {
    /// Reads what was typed; small letters will do.
    public init?(argument: String) {
        try? self.init(argument.uppercased())
    }
}

extension Precedence: ExpressibleByArgument {
    /// Reads what was typed; small letters will do.
    public init?(argument: String) {
        try? self.init(word: argument.lowercased())
    }

    /// The words that may be typed.
    public static var allValueStrings: [String] { allCases.map(\.description) }
}
