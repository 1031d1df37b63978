import ArgumentParser
import Desk
import Station
import Telegrams

struct DraftsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drafts",
        abstract: "List, show, edit and remove drafts.",
        discussion: "EXAMPLE\n  cable drafts\n  cable drafts show 7\n  cable drafts edit 7",
        subcommands: [List.self, Show.self, Edit.self, Remove.self], defaultSubcommand: List.self)
}

extension DraftsCommand {
    struct List: ShowingCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List an officer's drafts.", discussion: "EXAMPLE\n  cable drafts")

        @OptionGroup var officer: OfficerOptions
        @OptionGroup var output: OutputOptions

        func perform() throws {
            let station = try officer.station.open()
            let drafts = try station.drafts(session: officer.session(at: station))
            try output.show(
                Listing(
                    rows: drafts.map(DraftRow.init), heading: ["DRAFT", "UPDATED", "PRECEDENCE", "TO", "SUBJECT"],
                    empty: "no drafts"
                ) {
                    [
                        "\($0.id)", $0.updated, $0.precedence, $0.to.joined(separator: ", "),
                        $0.subject.map { Console.quoted($0) } ?? "-",
                    ]
                })
        }
    }

    struct Show: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print a draft.",
            discussion: "EXAMPLE\n  cable drafts show 7\n  cable drafts show 7 --raw > telegram.txt")

        @OptionGroup var officer: OfficerOptions

        @Argument(help: "The draft.")
        var draft: Int64

        @Flag(help: "Print the form alone, as 'cable write --from-file' reads it.")
        var raw = false

        func perform() throws {
            let station = try officer.station.open()
            let draft = try station.draft(draft, session: officer.session(at: station))
            let form = DraftText.editable(draft.paper.draft)
            guard !raw else { return Console.result(form) }
            // A reply repeats words of the telegram that it answers.
            Console.result(lines: Console.page.theirs(form.hasSuffix("\n") ? form.dropLast() : form[...]))
            for attachment in draft.paper.attachments { Console.note("encloses \(Console.quoted(attachment.name))") }
        }
    }

    struct Edit: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Change a draft in your editor.", discussion: "EXAMPLE\n  cable drafts edit 7")

        @OptionGroup var officer: OfficerOptions

        @Argument(help: "The draft.")
        var draft: Int64

        func perform() throws {
            let station = try officer.station.open()
            let session = try officer.session(at: station)
            var filed = try station.draft(draft, session: session)
            let text = DraftText.editable(filed.paper.draft)
            filed.paper.draft = try Editor.draft(beginningWith: text, from: session.officer)
            let kept = try station.update(filed, session: session)
            Console.note(
                kept == draft
                    ? "draft \(draft) is changed"
                    : "draft \(draft) was sent, changed or removed meanwhile; your text is draft \(kept)")
        }
    }

    struct Remove: CableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove a draft.", discussion: "EXAMPLE\n  cable drafts remove 7")

        @OptionGroup var officer: OfficerOptions

        @Argument(help: "The draft.")
        var draft: Int64

        func perform() throws {
            let station = try officer.station.open()
            try station.removeDraft(draft, session: officer.session(at: station))
            Console.note("draft \(draft) is removed")
        }
    }
}

struct DraftRow: Encodable {
    let id: Int64
    let updated: String
    let precedence: String
    let to: [String]
    let subject: String?
    let enclosures: [String]

    init(_ draft: FiledDraft) {
        id = draft.id
        updated = DateTimeGroup.short(draft.updated)
        precedence = draft.paper.draft.content.precedence.description
        to = draft.paper.draft.content.to.map(\.description)
        subject = draft.paper.draft.content.subject
        enclosures = draft.paper.attachments.map(\.name)
    }
}
