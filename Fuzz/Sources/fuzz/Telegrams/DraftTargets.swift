import Telegrams

extension FuzzTarget {
    static let draft = FuzzTarget("draft", longestInput: 1024) { bytes in
        let draft = try Draft(parsing: bytes)
        promise("prints as it was read") { draft.text == bytes }
        promise("is put together again from its parts") { try Draft(from: draft.from, content: draft.content) == draft }
        promise("what the editor is given reads back") {
            try DraftText.parse(Array(DraftText.editable(draft).utf8)) == draft
        }
    }

    /// What an author types.
    static let draftText = FuzzTarget("draft-text", longestInput: 1024) { bytes in
        let draft = try DraftText.parse(bytes)
        promise("the draft reads back from storage") { try Draft(parsing: draft.text) == draft }
        promise("what the editor is given reads back") {
            try DraftText.parse(Array(DraftText.editable(draft).utf8)) == draft
        }
    }
}
