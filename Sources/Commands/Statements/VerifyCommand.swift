import ArgumentParser
import DurableFiles
import Foundation
import SSHSignatures
import Sealing
import Station
import Telegrams

struct VerifyCommand: ShowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a joint statement. Needs no station.",
        discussion: """
            Name a released folder, or the text; its signatures are the files beside it with the same name and .1.sig, .2.sig \
            and so on, unless --signature names others. The last line is the verdict: VALID (exit code 0), NOT VALID (1) or \
            CANNOT TELL (2). Compare the keys with what you obtained independently: with --keys you give your own \
            allowed_signers file; the one in a released folder proves nothing by itself.

            EXAMPLE
              cable verify statement-7 --keys my_allowed_signers
              cable verify statement-7.txt --signature a.sig --signature b.sig --keys my_allowed_signers
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A released folder, or the statement's text.", valueName: "path"), completion: .file())
    var path: String

    @Option(help: ArgumentHelp("A signature file; may be repeated.", valueName: "file"), completion: .file())
    var signature: [String] = []

    @Option(
        help: ArgumentHelp("Your key book, in the form of allowed_signers.", valueName: "file"), completion: .file())
    var keys: String?

    @Option(
        help: ArgumentHelp("The text as you know it, to name the line that was altered.", valueName: "file"),
        completion: .file())
    var reference: String?

    func perform() throws {
        let material = try StatementMaterial(path: path, signatures: signature, keys: keys)
        let verdict = StatementVerdict.judge(try material.evidence(reference: reference))
        try output.show(VerdictView(verdict: verdict, usesEnclosedKeys: material.usesEnclosedKeys))
        if verdict.word != .valid { throw ExitCode(verdict.word.exitCode) }
    }
}

/// The files of which a statement consists, as an outsider has them.
private struct StatementMaterial {
    let text: String
    let signatures: [String]
    let keys: String?
    let usesEnclosedKeys: Bool

    init(path: String, signatures named: [String], keys book: String?) throws {
        let isFolder = (try? OpenFolder(path)) != nil
        let folder = isFolder ? path : SplitPath(path).folder
        let names = try DurableFile.names(in: folder).sorted()
        if isFolder {
            let texts = names.filter { $0.hasPrefix("statement-") && $0.hasSuffix(".txt") }
            guard let only = texts.first, texts.count == 1 else {
                throw StationError(
                    .notFound, "\(path) holds \(texts.isEmpty ? "no statement" : "several statements")",
                    hint: "name the text itself")
            }
            text = folder + "/" + only
        } else {
            text = path
        }
        let fileName = SplitPath(text).name.description
        let stem = fileName.hasSuffix(".txt") ? String(fileName.dropLast(4)) : fileName
        let beside = names.filter { ($0.hasPrefix(stem + ".") || $0.hasPrefix(fileName + ".")) && $0.hasSuffix(".sig") }
        signatures = named.isEmpty ? beside.map { folder + "/" + $0 } : named
        let enclosed = folder + "/" + ReleasedStatement.allowedSignersName
        usesEnclosedKeys = book == nil && DurableFile.exists(enclosed)
        keys = book ?? (usesEnclosedKeys ? enclosed : nil)
    }

    func evidence(reference: String?) throws -> StatementEvidence {
        let bytes = try DurableFile.read(text, limit: 1 << 20)
        let found = try signatures.map { file in
            StatementSignature(
                source: SplitPath(file).name.description, armored: try DurableFile.read(file, limit: 16_384),
                over: bytes)
        }
        return StatementEvidence(
            text: bytes, signatures: found, book: try book(for: bytes),
            reference: try reference.map { try DurableFile.read($0, limit: 1 << 20) })
    }

    private func book(for bytes: [UInt8]) throws -> KeyBook? {
        guard let keys else { return nil }
        let signers = try AllowedSigners(file: DurableFile.read(keys, limit: 1 << 20))
        let signatories = (try? Statement(parsing: bytes))?.signatories ?? []
        return try KeyBook(signers, signatories: signatories, time: Instant.now().seconds)
    }
}

private struct VerdictView: Presentable {
    let verdict: StatementVerdict
    let usesEnclosedKeys: Bool

    var lines: [String] {
        let note =
            usesEnclosedKeys && verdict.word == .valid
            ? ["note: the keys are those that came with the statement; compare them with what you know, or give --keys"]
            : []
        return note + verdict.report.map { Console.visible($0) }
    }

    func encode(to encoder: any Encoder) throws {
        try verdict.encode(to: encoder)
    }
}
