import ArgumentParser
import Station
import Telegrams
import Terminal

struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Prove that nothing in the register is missing or altered.",
        discussion: "EXAMPLE\n  cable register verify",
        subcommands: [Verify.self])
}

extension RegisterCommand {
    struct Verify: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Examine every number and sign a checkpoint over all of them.",
            discussion: """
                Checks that no number is missing and that every sealed telegram is the one that was registered. The checkpoint \
                (RFC 6962 tree, signed with Ed25519 and ML-DSA-65) commits the station to its register: give it to others, \
                and nothing in it can be changed later without their noticing.

                EXAMPLE
                  cable register verify
                  cable register verify --checkpoint > today.checkpoint
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Flag(help: "Print the signed checkpoint alone.")
        var checkpoint = false

        func perform() throws {
            let station = try station.open()
            let meter = ProgressMeter("examining", unit: .count(of: "entries"))
            let check = try station.checkRegister { meter.update(Int64($0)) }
            meter.finish()
            if checkpoint, check.isGood { return Console.result(check.checkpoint) }
            try output.show(RegisterView(check, station: station))
            if !check.isGood { throw ExitCodes.code(for: .damaged) }
        }
    }
}

struct RegisterView: Presentable {
    let station: String
    let count: Int
    let first: Int64?
    let last: Int64?
    let root: String
    let checkpoint: String
    let faults: [String]
    let verdict: String

    init(_ check: RegisterCheck, station: Station) {
        self.station = station.designator.description
        count = check.findings.count
        first = check.findings.first
        last = check.findings.last
        root = check.root
        checkpoint = check.checkpoint
        faults = check.findings.faults
        verdict = check.isGood ? "INTACT" : "DAMAGED"
    }

    var lines: [String] {
        let span = first.flatMap { first in last.map { "No. \(first) to \($0)" } } ?? "empty"
        return ["register of \(station): \(counted(count, "entry", "entries")), \(span)", "root \(root)"]
            + faults.map { Console.visible($0) } + [verdict]
    }
}
