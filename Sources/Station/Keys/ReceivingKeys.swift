import DurableFiles
import Register
import Telegrams

// Officers' receiving keys, as far as their files' names tell: nothing here opens one.

/// Something that is wrong with receiving keys: nobody can write any more, or what was written cannot be opened.
package struct KeyTrouble: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
        /// There is none whose use has begun; `time` is when one begins.
        case none
        /// The newest has ended, and its grace is over.
        case ended
        /// The newest has ended; correspondents still use it in its grace.
        case ending
        /// One was destroyed by a clock that was ahead; it ought to have opened what comes until `time`.
        case destroyedEarly = "destroyed-early"
        /// A file is not what it should be, and was set aside.
        case damaged
        /// Telegrams wait that no key that is left opens.
        case unopenable
        /// Telegrams wait for somebody who is no officer here.
        case nobody
    }

    package var kind: Kind
    /// Whose key it is; nil for the station's own.
    package var officer: Codename?
    package var time: Instant?
    /// Where the damaged file is.
    package var file: String?
    /// The telegrams concerned.
    package var telegrams: [Int64]

    package init(
        _ kind: Kind, of officer: Codename?, time: Instant? = nil, file: String? = nil, telegrams: [Int64] = []
    ) {
        self.kind = kind
        self.officer = officer
        self.time = time
        self.file = file
        self.telegrams = telegrams
    }
}

extension Station {
    /// What is wrong with receiving keys: the station's, and those of its officers or of one of them.
    package func keyTroubles(of officer: Codename? = nil, in reader: Register.Reader) throws -> [KeyTrouble] {
        let now = try keyClock(in: reader).time
        let here = try ownCard(in: reader).officers.map(\.name)
        let officers = here.filter { DurableFile.exists(home.receivingKeys(of: $0)) }
        let troubles = try officers.filter { officer == nil || $0 == officer }.flatMap { name in
            try stateOfKeys(of: name, in: SealingKeyFolder(path: home.receivingKeys(of: name)), at: now)
                + destroyedEarly(of: name, at: now, in: reader) + unopenable(of: name, in: reader)
        }
        guard officer == nil else { return troubles }
        return try stateOfKeys(of: nil, in: sealingKeyFolder, at: now) + troubles + forNobody(here, in: reader)
    }

    /// For which of the telegrams that wait for an officer no receiving key is left.
    ///
    /// A cover tells to which key it is sealed, and a key that began only after a telegram had come does not open it. Of
    /// others only he can tell.
    package func telegramsWithoutKey(
        of officer: Codename, limit: Int = .max, in reader: Register.Reader
    ) throws -> [Entry] {
        let keys = try SealingKeyFolder(path: home.receivingKeys(of: officer)).files()
        guard let first = keys.map(\.from).min() else { return try reader.waiting(for: officer, limit: limit) }
        let time = first.adding(seconds: -SealingKeyFolder.clockTolerance)
        return try reader.waiting(for: officer, sealedBefore: time, limit: limit)
    }

    /// How many telegrams a trouble names.
    private static let namedTelegrams = 100

    private func stateOfKeys(
        of officer: Codename?, in folder: SealingKeyFolder, at now: Instant
    ) throws -> [KeyTrouble] {
        let damaged = try folder.damagedFiles().map {
            KeyTrouble(.damaged, of: officer, file: folder.path + "/" + $0)
        }
        let keys = try folder.files()
        guard let until = keys.filter({ $0.from <= now }).map(\.until).max() else {
            return [KeyTrouble(.none, of: officer, time: keys.map(\.from).min())] + damaged
        }
        guard until <= now else { return damaged }
        let dead = until.adding(days: SealingKeyChoice.graceInDays)
        return [KeyTrouble(dead <= now ? .ended : .ending, of: officer, time: dead <= now ? until : dead)] + damaged
    }

    private func destroyedEarly(
        of officer: Codename, at now: Instant, in reader: Register.Reader
    ) throws -> [KeyTrouble] {
        let ends = try reader.destroyedKeys(of: officer).map { $0.until.adding(days: SealingKeyChoice.graceInDays) }
        return ends.max().map { now < $0 ? [KeyTrouble(.destroyedEarly, of: officer, time: $0)] : [] } ?? []
    }

    private func unopenable(of officer: Codename, in reader: Register.Reader) throws -> [KeyTrouble] {
        let lost = try telegramsWithoutKey(of: officer, limit: Self.namedTelegrams, in: reader).map(\.number)
        return lost.isEmpty ? [] : [KeyTrouble(.unopenable, of: officer, telegrams: lost)]
    }

    private func forNobody(_ here: [Codename], in reader: Register.Reader) throws -> [KeyTrouble] {
        let former = try reader.formerCodenames()
        let names = try reader.awaitedOfficers().filter { !here.contains($0) && former[$0] == nil }
        return try names.map { name in
            let waiting = try reader.waiting(for: name, limit: Self.namedTelegrams)
            return KeyTrouble(.nobody, of: name, telegrams: waiting.map(\.number))
        }
    }

    /// Destroys receiving keys of those who are not on the card: officers no longer, or never admitted.
    package func destroyKeysOfNobody() throws {
        func folders(_ reader: Register.Reader) throws -> [SealingKeyFolder] {
            let officers = Set(try ownCard(in: reader).officers.map(\.name.fileName))
            return try DurableFile.names(in: home.officers).filter { !officers.contains($0) }.map {
                SealingKeyFolder(path: home.officers + "/" + $0 + "/sealing")
            }.filter { try !$0.files().isEmpty }
        }
        guard try !register.read(folders).isEmpty else { return }
        // Officers are admitted within a write: while this one lasts, nobody is half admitted.
        try register.write { writer in for folder in try folders(writer.reader) { try folder.destroyAll() } }
    }
}
