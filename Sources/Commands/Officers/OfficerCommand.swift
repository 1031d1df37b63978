import ArgumentParser
import Desk
import DurableFiles
import Foundation
import SSHSignatures
import Station
import Telegrams

struct OfficerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer",
        abstract: "Add officers, show them, rename and remove them, renew their sealing keys.",
        discussion: "EXAMPLE\n  cable officer add \"MAO ZEDONG\"",
        subcommands: [
            Add.self, List.self, Renew.self, ChangePassphrase.self, Rename.self, Remove.self, Restore.self, Export.self,
            Import.self,
        ])
}

extension OfficerCommand {
    struct Add: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add an officer to the station.",
            discussion: """
                Makes his sealing and archive keys, protects them with his passphrase, and puts him on the station's card. His \
                signing key is new unless another is named: one that ssh-agent or a hardware key holds, or an existing file.

                EXAMPLE
                  cable officer add "MAO ZEDONG"
                  cable officer add KRASOVSKY --ssh-agent-key ~/.ssh/id_ed25519_sk.pub
                """)

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The codename under which he travels.")
        var name: Codename

        @Option(help: ArgumentHelp("Public half of a signing key that ssh-agent holds.", valueName: "file"))
        var sshAgentKey: String?

        @Option(help: ArgumentHelp("Unencrypted OpenSSH private key to be taken over for signing.", valueName: "file"))
        var signingKey: String?

        @Option(help: ArgumentHelp("Read the new passphrase from this file descriptor.", valueName: "n"))
        var passphraseFd: Int32?

        @OptionGroup var cost: GuessingCost

        func validate() throws {
            guard sshAgentKey == nil || signingKey == nil else {
                throw ValidationError("name --ssh-agent-key or --signing-key, not both")
            }
        }

        func perform() throws {
            let station = try station.open()
            let passphrase = try Passphrases.new(of: name, descriptor: passphraseFd)
            let session = try station.addOfficer(
                name, signingKey: newKey(), passphrase: passphrase, workFactor: cost.workFactor,
                sshAgentSocket: Environment.sshAgentSocket)
            let status = try station.officers().filter { $0.name == name }
            try output.show(Listing(officers: status))
            Console.note(
                "\(session.officer) is on the card of \(station.designator); give it to correspondents with 'cable card export'"
            )
        }

        private func newKey() throws -> Station.NewSigningKey {
            if let sshAgentKey {
                let line = String(decoding: try DurableFile.read(sshAgentKey, limit: 16_384), as: UTF8.self)
                return .inAgent(try PublicKeyLine(line.trimmingCharacters(in: .newlines)).key)
            }
            guard let signingKey else { return .generated }
            return .imported(try PrivateKey(openSSHFile: DurableFile.readPrivate(signingKey, limit: 16_384)))
        }
    }

    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the officers of the station.", discussion: "EXAMPLE\n  cable officer list")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            try output.show(Listing(officers: station.open().officers()))
        }
    }

    struct Renew: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew",
            abstract: "Give an officer a new sealing key now.",
            discussion: """
                Correspondents seal to the newest key on the card, which goes to them at the next exchange. Old keys open \
                what is under way until their grace is over, and are then destroyed.

                EXAMPLE
                  cable officer renew --as "MAO ZEDONG"
                """)

        @OptionGroup var officer: OfficerOptions

        @Option(help: ArgumentHelp("How long the key is used.", valueName: "days"))
        var days: Int64 = SealingKeyChoice.lifeInDays

        func perform() throws {
            let station = try officer.station.open()
            let session = try officer.session(at: station)
            try station.renewOfficer(session, days: days)
            Console.note("\(session.officer) has a new sealing key, used for \(days) days")
        }
    }

    struct ChangePassphrase: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change-passphrase",
            abstract: "Change an officer's passphrase.",
            discussion: "EXAMPLE\n  cable officer change-passphrase --as \"MAO ZEDONG\"")

        @OptionGroup var officer: OfficerOptions

        @Option(help: ArgumentHelp("Read the new passphrase from this file descriptor.", valueName: "n"))
        var newPassphraseFd: Int32?

        @OptionGroup var cost: GuessingCost

        func perform() throws {
            let station = try officer.station.open()
            let name = try officer.name(at: station)
            let old = try Passphrases.existing(of: name, descriptor: officer.passphraseDescriptor)
            let new = try Passphrases.new(of: name, descriptor: newPassphraseFd)
            try station.changePassphrase(of: name, from: old, to: new, workFactor: cost.workFactor)
            Console.note("the passphrase of \(name) is changed")
        }
    }
}

extension OfficerCommand {
    struct Export: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write an officer's keys to a file that he takes along.",
            discussion: """
                The keys stay under his passphrase. At another station, 'cable officer import' lets him open there what \
                'cable pass-on' sends after him.

                EXAMPLE
                  cable officer export "MAO ZEDONG" mao.officer
                """)

        @OptionGroup var station: StationOptions

        @Argument(help: "The officer.")
        var name: Codename

        @Argument(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
        var file: String

        func perform() throws {
            try DurableFile.writeNew(station.open().exportOfficer(name), to: file)
            Console.note("wrote the keys of \(name) to \(file), under his passphrase")
        }
    }

    struct Import: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Let an officer work here with keys that he brings along.",
            discussion: "EXAMPLE\n  cable officer import mao.officer")

        @OptionGroup var station: StationOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: ArgumentHelp("The officer's file.", valueName: "file"), completion: .file())
        var file: String

        @Option(help: ArgumentHelp("Read the passphrase from this file descriptor.", valueName: "n"))
        var passphraseFd: Int32?

        @OptionGroup var cost: GuessingCost

        func perform() throws {
            let station = try station.open()
            let bytes = try DurableFile.readPrivate(file, limit: 1 << 20)
            let session = try station.importOfficer(
                bytes, passphrase: Passphrases.existing(of: file, descriptor: passphraseFd),
                workFactor: cost.workFactor,
                sshAgentSocket: Environment.sshAgentSocket)
            try output.show(Listing(officers: station.officers().filter { $0.name == session.officer.officer }))
        }
    }
}

struct OfficerRow: Encodable {
    let name: String
    let keyType: String
    let fingerprint: String
    let sealingKeyUntil: String?
    let waiting: Int
}

extension Listing where Row == OfficerRow {
    init(officers: [OfficerStatus]) {
        self.init(
            rows: officers.map {
                OfficerRow(
                    name: $0.name.description, keyType: $0.keyType, fingerprint: $0.fingerprint,
                    sealingKeyUntil: $0.sealingKeyUntil?.description, waiting: $0.waiting)
            },
            heading: ["OFFICER", "WAITING", "SEALING KEY UNTIL", "SIGNING KEY"],
            empty: "no officers yet: add one with 'cable officer add'"
        ) { [$0.name, "\($0.waiting)", $0.sealingKeyUntil ?? "-", "\($0.keyType) \($0.fingerprint)"] }
    }
}
