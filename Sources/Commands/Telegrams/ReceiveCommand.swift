import ArgumentParser
import Foundation
import Station
import Traffic

struct ReceiveCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Take one bundle in from standard input.",
        discussion: """
            For mail, UUCP and anything else that runs a command for what it brings. Exit code 0 says that the bundle is \
            durable here and need not be kept; 65 that it is not acceptable and why; 69 that it should be tried again.

            EXAMPLE
              cable receive < 2-ipn.3917.1-835142400000-7.bundle
            """)

    @OptionGroup var station: StationOptions
    @OptionGroup var output: OutputOptions

    func perform() throws {
        let bytes = try input()
        var report = ExchangeReport()
        if let reason = try station.open().takeIn(bytes, report: &report) {
            throw StationError(.damaged, "the bundle is not taken: \(reason)", hint: "keep it and tell its sender")
        }
        try output.show(ExchangeView(report))
    }

    private func input() throws -> [UInt8] {
        let limit = Station.bundleLimit + 65_536
        let bytes = try FileHandle.standardInput.read(upToCount: limit + 1) ?? Data()
        guard !bytes.isEmpty else { throw StationError(.invalid, "there is nothing on standard input") }
        guard bytes.count <= limit else {
            throw StationError(.damaged, "it is longer than a bundle may be (\(limit) bytes)")
        }
        return Array(bytes)
    }
}
