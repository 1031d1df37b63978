import Serving
import Station
import Traffic

/// Where the status of a station comes from: the process that serves it, or else its folder.
struct StatusSource {
    private let options: StationOptions

    init(_ options: StationOptions) {
        self.options = options
    }

    func read() throws -> StationStatus {
        let home = try options.home
        if let status = try ControlClient(folder: home.path).status() { return status }
        return try options.open().status()
    }
}
