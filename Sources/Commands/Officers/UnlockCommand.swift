import ArgumentParser
import Desk
import Foundation
import KeyAgent
import Station
import Telegrams

struct UnlockCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Open an officer's keys for a working day.",
        discussion: """
            Hands the opened keys to a small process of their own, which keeps them in locked memory and gives them only to \
            this user's commands, until the time is over or 'cable lock' is given.

            EXAMPLE
              cable unlock --as "MAO ZEDONG" --hours 8
            """)

    @OptionGroup var officer: OfficerOptions

    @Option(help: ArgumentHelp("How long the keys stay open.", valueName: "hours"))
    var hours = 8

    func validate() throws {
        guard (1...168).contains(hours) else { throw ValidationError("--hours is 1 to 168") }
    }

    func perform() throws {
        let station = try officer.station.open()
        let name = try officer.name(at: station)
        let passphrase = try Passphrases.existing(of: name, descriptor: officer.passphraseDescriptor)
        let socket = try Agents.socket(of: station.home)
        try station.keysForAgent(name, passphrase: passphrase) { keys in
            _ = try KeyAgentLauncher.start(program: "/proc/self/exe", socket: socket)
            try KeyAgentClient(socket: socket).store(keys, as: name.description, lifetime: UInt32(hours) * 3600)
        }
        Console.note("the keys of \(name) are open for \(hours) hours; close them with 'cable lock'")
        try renewIfDue(station, name: name)
    }

    /// A new sealing key in good time: his keys are open now, and nobody has to think of it.
    private func renewIfDue(_ station: Station, name: Codename) throws {
        guard let session = try officer.resume(name, at: station) else { return }
        switch try station.renewOfficerIfDue(session) {
        case .notDue: break
        case .renewed: Console.note("\(name) has a new sealing key; the new card goes out at the next exchange")
        case .putOff:
            Console.voice.warning(
                "\(name) needs a new sealing key, and the clock of this machine is not believed: see 'cable station clock'"
            )
        }
        try station.destroyDeadKeys(of: name)
    }
}

struct LockCommand: CableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Close officers' keys.",
        discussion: "EXAMPLE\n  cable lock\n  cable lock --as \"MAO ZEDONG\"")

    @OptionGroup var station: StationOptions

    @Option(
        name: .customLong("as"), help: ArgumentHelp("Only this officer's keys; default: all.", valueName: "officer"))
    var officer: Codename?

    func perform() throws {
        let client = KeyAgentClient(socket: try Agents.socket(of: station.home))
        if let officer {
            let held = try client.forget(officer.description)
            Console.note(held ? "the keys of \(officer) are closed" : "the keys of \(officer) were not open")
        } else {
            let count = try client.forgetAll()
            Console.note(
                count == 0 ? "no keys were open" : "closed the keys of \(count) officer\(count == 1 ? "" : "s")")
        }
    }
}

/// The key agent itself: started by `unlock`, never by a person.
struct AgentCommand: CableCommand {
    static let configuration = CommandConfiguration(commandName: "agent", shouldDisplay: false)

    @Option var socket: String
    @Option var readyFd: Int32

    func perform() throws {
        try KeyAgentServer(socket: socket, readyDescriptor: readyFd).run()
    }
}
