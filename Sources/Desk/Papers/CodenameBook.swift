import Register
import Sealing
import Station
import Telegrams
import Traffic

/// An officer's own book: who is behind a codename.
///
/// It never travels, and rests sealed under his archive key.
package struct CodenameBook: Sendable, Equatable {
    private(set) package var names: [Codename: String] = [:]

    package init() {}

    init(parsing bytes: [UInt8]) throws {
        // Bytes, not characters: an identity may begin with a mark that Unicode joins to the sign before it.
        for line in bytes.split(separator: 0x0A) {
            guard let equals = line.firstIndex(of: 0x3D) else {
                throw StationError(.damaged, "the book of codenames is damaged")
            }
            let codename = try Codename(String(decoding: line[..<equals], as: UTF8.self))
            names[codename] = String(decoding: line[(equals + 1)...], as: UTF8.self)
        }
    }

    var bytes: [UInt8] {
        Array(names.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined().utf8)
    }

    /// An address with the identity that the book gives: `FILIPPOV@MOSCOW [Stalin]`.
    package func name(_ address: Address) -> String {
        guard let officer = address.officer, let identity = names[officer] else { return address.description }
        return "\(address) [\(identity)]"
    }

    package mutating func set(_ codename: Codename, _ identity: String?) throws {
        if let identity { try CanonicalText.check(line: identity) }
        names[codename] = identity
    }
}

extension Station {
    package func book(of session: OfficerSession) throws -> CodenameBook {
        try register.read { try book(of: session, in: $0) }
    }

    private func book(of session: OfficerSession, in reader: Register.Reader) throws -> CodenameBook {
        guard let sealed = try reader.book(of: session.codename) else { return CodenameBook() }
        return try CodenameBook(parsing: session.archiveKey.open(sealed, for: .book))
    }

    /// Changes an officer's book as it is at that moment.
    package func changeBook(of session: OfficerSession, _ change: (inout CodenameBook) throws -> Void) throws {
        try register.write { writer in
            var book = try book(of: session, in: writer.reader)
            try change(&book)
            try writer.setBook(session.archiveKey.seal(book.bytes, for: .book), officer: session.codename)
        }
    }
}
