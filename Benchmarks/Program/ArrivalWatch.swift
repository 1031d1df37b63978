import Desk
import Glibc
import Station
import Traffic

/// Tells, a line for each, when the receipt for a telegram has come back to the station that sent it.
///
/// It is running before the telegram is sent and asks SQLite each millisecond whether somebody has written, which costs
/// one look at shared memory.
struct ArrivalWatch {
    private let station: Station

    init(folder: String) throws {
        station = try Station(home: StationHome(path: folder))
    }

    /// - Parameter count: ends after so many.
    func run(count: Int) throws {
        var arrived = try Set(newest().filter(\.hasArrived).map(\.entry.number))
        let end = arrived.count + count
        var writes = try station.foreignWrites()
        print("ready")
        fflush(nil)
        while arrived.count < end {
            usleep(1_000)
            let now = try station.foreignWrites()
            guard now != writes else { continue }
            writes = now
            for telegram in try newest() where telegram.hasArrived && arrived.insert(telegram.entry.number).inserted {
                print(telegram.entry.number, Self.epoch)
                fflush(nil)
            }
        }
    }

    private func newest() throws -> [TelegramSummary] { try station.list(limit: 8) }

    /// Seconds since 1970.
    private static var epoch: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let fraction = String(time.tv_nsec / 1_000)
        return "\(time.tv_sec).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)"
    }
}

extension TelegramSummary {
    fileprivate var hasArrived: Bool { !addressees.isEmpty && addressees.allSatisfy { $0.arrived != nil } }
}
