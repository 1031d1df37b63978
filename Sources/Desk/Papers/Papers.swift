import Register
import Sealing
import Station
import Telegrams
import Traffic

/// Something to be enclosed in a telegram.
package struct Attachment: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// Travels within the letter; at most `Attachment.inlineLimit` bytes.
        case bytes([UInt8])
        /// A file that is read when the telegram is sent, and travels sealed by itself.
        case file(path: String)
    }

    /// The most bytes that travel within the letter; whatever is larger travels by itself.
    package static let inlineLimit = 65_536

    package var name: String
    package var mediaType: String
    package var source: Source

    package init(name: String, mediaType: String, source: Source) {
        self.name = name
        self.mediaType = mediaType
        self.source = source
    }
}

/// A draft and what will be enclosed in it.
package struct DraftPaper: Sendable, Equatable {
    package var draft: Draft
    package var attachments: [Attachment]

    package init(_ draft: Draft, attachments: [Attachment] = []) {
        self.draft = draft
        self.attachments = attachments
    }

    private static let firstLine = FirstLine(format: "CABLEGRAM DRAFT PAPER")
    private static let limit = 8 << 20

    init(parsing bytes: [UInt8]) throws {
        var reader = try FrameReader(bytes, firstLine: Self.firstLine, limit: Self.limit)
        draft = try Draft(parsing: Array(reader.required("draft", sizes: 1...1_000_000)))
        attachments = []
        while let name = try reader.optional("name", sizes: 1...1000) {
            let mediaType = try reader.required("media-type", sizes: 1...1000)
            let source: Attachment.Source =
                if let path = try reader.optional("path", sizes: 1...4096) {
                    .file(path: String(decoding: path, as: UTF8.self))
                } else {
                    .bytes(Array(try reader.required("bytes", sizes: 0...Attachment.inlineLimit)))
                }
            attachments.append(
                Attachment(
                    name: String(decoding: name, as: UTF8.self), mediaType: String(decoding: mediaType, as: UTF8.self),
                    source: source))
        }
        try reader.finish()
    }

    var bytes: [UInt8] {
        var writer = FrameWriter(firstLine: Self.firstLine, capacity: 4096)
        writer.append("draft", draft.text)
        for attachment in attachments {
            writer.append("name", Array(attachment.name.utf8))
            writer.append("media-type", Array(attachment.mediaType.utf8))
            switch attachment.source {
            case .bytes(let bytes): writer.append("bytes", bytes)
            case .file(let path): writer.append("path", Array(path.utf8))
            }
        }
        return writer.finish(padding: .none)
    }
}

/// A draft in an officer's papers.
package struct FiledDraft: Sendable {
    package var id: Int64
    package var updated: Instant
    package var paper: DraftPaper

    package init(id: Int64, updated: Instant, paper: DraftPaper) {
        self.id = id
        self.updated = updated
        self.paper = paper
    }
}

extension Station {
    /// Keeps a new draft among an officer's papers.
    package func keep(_ paper: DraftPaper, session: OfficerSession) throws -> Int64 {
        let sealed = try session.archiveKey.seal(paper.bytes, for: .draft)
        return try register.write { try $0.addDraft(sealed, officer: session.codename, at: now()) }
    }

    /// Replaces the text of a draft; where it was sent, changed or removed since it was read, the text becomes a new one.
    ///
    /// - Returns: the number of the draft that has the text.
    package func update(_ draft: FiledDraft, session: OfficerSession) throws -> Int64 {
        let sealed = try session.archiveKey.seal(draft.paper.bytes, for: .draft)
        return try register.write { writer in
            let isUnchanged = try writer.updateDraft(draft.id, sealed: sealed, since: draft.updated, at: now())
            return isUnchanged ? draft.id : try writer.addDraft(sealed, officer: session.codename, at: now())
        }
    }

    package func drafts(session: OfficerSession) throws -> [FiledDraft] {
        try register.read { try $0.drafts(of: session.codename) }.map { try open($0, session: session) }
    }

    package func draft(_ id: Int64, session: OfficerSession) throws -> FiledDraft {
        guard let record = try register.read({ try $0.draft(id) }), record.officer == session.officer.officer else {
            throw StationError(
                .notFound, "there is no draft \(id) of \(session.officer)", hint: "list them with 'cable drafts'")
        }
        return try open(record, session: session)
    }

    package func removeDraft(_ id: Int64, session: OfficerSession) throws {
        _ = try draft(id, session: session)
        guard try register.write({ try $0.removeDraft(id) }) else {
            throw StationError(.notFound, "draft \(id) is gone", hint: "another command has sent or removed it")
        }
    }

    private func open(_ record: DraftRecord, session: OfficerSession) throws -> FiledDraft {
        let bytes = try session.archiveKey.open(record.sealed, for: .draft)
        return FiledDraft(id: record.id, updated: record.updated, paper: try DraftPaper(parsing: bytes))
    }
}
