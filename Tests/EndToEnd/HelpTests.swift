import Testing

@Suite("The program's own help")
struct HelpTests {
    /// A command as the program describes itself.
    struct Command: CustomTestStringConvertible {
        var path: [String]
        var abstract: String?
        var takesJSON: Bool

        var testDescription: String { path.joined(separator: " ") }
    }

    static let commands: [Command] = {
        guard let workspace = try? Workspace(),
            let run = try? workspace.run([Workspace.cable, "--experimental-dump-help"]),
            let root = try? run.json()
        else { return [] }
        return found(root["command"], below: [])
    }()

    private static func found(_ command: JSON, below path: [String]) -> [Command] {
        guard command["shouldDisplay"] != .bool(false), let name = command["commandName"].text, name != "help" else {
            return []
        }
        let path = path + [name]
        let options = command["arguments"].items.flatMap { $0["names"].items.compactMap { $0["name"].text } }
        return [Command(path: path, abstract: command["abstract"].text, takesJSON: options.contains("json"))]
            + command["subcommands"].items.flatMap { found($0, below: path) }
    }

    @Test("there are commands for all that is promised")
    func allCommandsAreThere() {
        #expect(Self.commands.count > 45)
    }

    @Test("says what the command does, and gives an example that begins with the program's name", arguments: commands)
    func helpHasExample(command: Command) throws {
        let workspace = try Workspace()
        let run = try workspace.run([Workspace.cable] + command.path.dropFirst() + ["--help"])
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(command.abstract?.isEmpty == false)
        let marker = command.path.count == 1 ? "FIRST STEPS" : "EXAMPLE"
        let example = run.lines.drop { !$0.contains(marker) }.dropFirst().first ?? ""
        let isDefault = command.path == ["cable", "drafts", "list"]
        let words = command.path.count == 1 ? ["cable"] : isDefault ? ["cable", "drafts"] : command.path
        #expect(example.contains(words.joined(separator: " ")), "\(run)")
    }

    @Test("a command that does not exist, or is used wrongly, ends with code 64 and points to the help")
    func wrongUse() throws {
        let workspace = try Workspace()
        for arguments in [["telegraph"], ["send"], ["trace", "abc"], ["write", "--precedence", "urgent"], ["open"]] {
            let run = try workspace.run([Workspace.cable] + arguments)
            #expect(run.code == 64, "\(run)")
            #expect(run.errors.contains("error: "), "\(run)")
            #expect(run.errors.contains("--help"), "\(run)")
            #expect(run.output == "", "\(run)")
        }
    }

    @Test("completion scripts are accepted by their shell", arguments: ["bash", "zsh", "fish"])
    func completion(shell: String) throws {
        let workspace = try Workspace()
        let run = try workspace.run([Workspace.cable, "--generate-completion-script", shell])
        #expect(run.code == 0)
        #expect(run.output.contains("readdress"))
        guard shell == "bash" else { return }
        try workspace.write(run.bytes, to: "completion")
        #expect(try workspace.run(["bash", "-n", workspace.path("completion")]).code == 0)
    }

    @Test("where there is no station, the first error says how to found one")
    func noStation() throws {
        let workspace = try Workspace()
        for arguments in [["inbox"], ["list"], ["exchange"], ["register", "verify"], ["station", "show"]] {
            let run = try workspace.run([Workspace.cable] + arguments)
            #expect(run.code == 66, "\(run)")
            #expect(run.errors.contains("hint: found one with 'cable station found'"), "\(run)")
        }
        #expect(!Files.exists(workspace.path(".cablegram")))
    }
}
