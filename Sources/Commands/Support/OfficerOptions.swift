import Age
import ArgumentParser
import Desk
import Foundation
import KeyAgent
import Station
import Telegrams
import Terminal

/// How long whoever tries passphrases has to work for each.
struct GuessingCost: ParsableArguments {
    @Option(help: ArgumentHelp("Cost of guessing the passphrase: log2 of scrypt's N.", visibility: .hidden))
    var workFactor = 18

    func validate() throws {
        guard (10...22).contains(workFactor) else { throw ValidationError("--work-factor is 10 to 22") }
    }
}

/// Which officer is at work, and how his keys are opened.
struct OfficerOptions: ParsableArguments {
    @OptionGroup var station: StationOptions

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The officer who acts.", discussion: "Default: CABLEGRAM_OFFICER, else the only officer of the station.",
            valueName: "officer"))
    var officer: Codename?

    @Option(
        name: .customLong("passphrase-fd"),
        help: ArgumentHelp("Read the passphrase from this file descriptor.", valueName: "n"))
    var passphraseDescriptor: Int32?

    /// The officer who acts.
    func name(at station: Station) throws -> Codename {
        if let officer { return officer }
        if let named = Environment.officer {
            guard let officer = Codename(argument: named) else {
                throw StationError(.invalid, "CABLEGRAM_OFFICER is '\(named)', which is not a codename")
            }
            return officer
        }
        let names = try station.officerNames()
        guard let only = names.first, names.count == 1 else {
            let list = names.map(\.description).joined(separator: ", ")
            throw StationError(
                names.isEmpty ? .notFound : .invalid,
                names.isEmpty ? "\(station.designator) has no officers" : "which officer? here are \(list)",
                hint: names.isEmpty ? "add one with 'cable officer add'" : "name one with --as or CABLEGRAM_OFFICER")
        }
        return only
    }

    /// The officer at work: through the key agent, else with his passphrase from a descriptor or the terminal.
    func session(at station: Station) throws -> OfficerSession {
        let name = try name(at: station)
        if passphraseDescriptor == nil, let session = try resume(name, at: station) { return session }
        let passphrase = try Passphrases.existing(of: name, descriptor: passphraseDescriptor)
        return try station.unlock(name, passphrase: passphrase, sshAgentSocket: Environment.sshAgentSocket)
    }

    /// The officer at work where that costs nothing: his keys are with the key agent.
    func sessionIfUnlocked(at station: Station) throws -> OfficerSession? {
        guard passphraseDescriptor == nil else { return try session(at: station) }
        guard let name = try? name(at: station) else { return nil }
        return try resume(name, at: station)
    }

    /// The officer at work, with what the key agent keeps for him; nil where it keeps nothing.
    func resume(_ name: Codename, at station: Station) throws -> OfficerSession? {
        let client = KeyAgentClient(socket: try Agents.socket(of: station.home))
        guard let kept = try client.fetch(name.description).secret() else { return nil }
        return try kept.withUnsafeBytes { bytes in
            try station.resume(bytes, sshAgentSocket: Environment.sshAgentSocket)
        }
    }
}

/// Passphrases come from the terminal or from a file descriptor; never from an argument or the environment.
enum Passphrases {
    static func existing(of officer: some CustomStringConvertible, descriptor: Int32?) throws -> SecretBytes {
        if let descriptor { return try secret(Passphrase.readLine(from: descriptor)) }
        return try secret(ControllingTerminal().askPassphrase("passphrase of \(officer)"))
    }

    static func new(of officer: Codename, descriptor: Int32?) throws -> SecretBytes {
        if let descriptor { return try secret(Passphrase.readLine(from: descriptor)) }
        return try secret(ControllingTerminal().askNewPassphrase("new passphrase of \(officer)"))
    }

    private static func secret(_ passphrase: borrowing Passphrase) throws -> SecretBytes {
        guard !passphrase.isEmpty else {
            throw StationError(.invalid, "the passphrase is empty", hint: "an officer's keys need a passphrase")
        }
        return SecretBytes(count: passphrase.count) { buffer in
            passphrase.withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
    }
}

/// Where the key agent of a station listens.
enum Agents {
    /// Closes an officer's keys, where one is open.
    static func forget(_ officer: Codename, at station: Station) throws {
        _ = try KeyAgentClient(socket: socket(of: station.home)).forget(officer.description)
    }

    static func socket(of home: StationHome) throws -> String {
        try KeyAgentSocket.path(stationHome: home.path, runtimeDirectory: Environment.runtimeDirectory)
    }
}
