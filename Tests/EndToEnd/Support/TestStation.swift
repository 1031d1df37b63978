import Testing

/// A station, worked as its officers and clerks work it: through commands alone.
final class TestStation: Sendable {
    let name: String
    let home: String
    let workspace: Workspace

    /// Describes a station; `found` makes it.
    init(_ name: String, in workspace: Workspace, home: String? = nil) {
        self.name = name
        self.workspace = workspace
        self.home = home ?? workspace.path(name.lowercased())
    }

    static func found(
        _ name: String, officers: [String] = [], in workspace: Workspace, home: String? = nil, firstNumber: Int = 1
    ) throws -> TestStation {
        let station = TestStation(name, in: workspace, home: home)
        try station.run("station", "found", name, "--first-number", "\(firstNumber)")
        for officer in officers {
            try station.run("officer", "add", officer, "--work-factor", "10", "--passphrase-fd", "3")
        }
        return station
    }

    // MARK: Running commands

    func start(_ arguments: [String], input: String = "", wrappedBy wrapper: [String] = []) throws -> RunningProgram {
        try workspace.start(wrapper + [Workspace.cable] + arguments + ["--station", home], input: Array(input.utf8))
    }

    /// Runs a command; any other exit code than the expected one ends the test.
    @discardableResult
    func run(
        _ arguments: String..., input: String = "", expecting code: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Run {
        try run(arguments, input: input, expecting: code, at: location)
    }

    @discardableResult
    func run(
        _ arguments: [String], input: String = "", expecting code: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Run {
        let run = try start(arguments, input: input).wait()
        try #require(run.code == code, "expected \(code): \(run)", sourceLocation: location)
        if code > 2, code != 78 || !run.errors.isEmpty { expectClearError(run, at: location) }
        return run
    }

    /// Runs an officer's command with his passphrase.
    @discardableResult
    func act(
        as officer: String, _ arguments: String..., input: String = "", expecting code: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) throws -> Run {
        try run(arguments + Self.credentials(officer), input: input, expecting: code, at: location)
    }

    static func credentials(_ officer: String) -> [String] { ["--as", officer, "--passphrase-fd", "3"] }

    /// An error is one line that names the cause, mostly with a line that names the remedy, and nothing else.
    private func expectClearError(_ run: Run, at location: SourceLocation) {
        let lines = run.errors.split(separator: "\n")
        let isClear = lines.contains { $0.lowercased().hasPrefix("error: ") || $0.hasPrefix(#"{"error":{"#) }
        #expect(isClear, "no error line: \(run)", sourceLocation: location)
        #expect(
            !run.errors.contains("(Swift.") && !run.errors.contains("Error("), "internals shown: \(run)",
            sourceLocation: location)
    }

    // MARK: Shorthands

    /// Sends a telegram; its number.
    @discardableResult
    func send(
        from officer: String, to: String, subject: String, text: String = "The text.", more: [String] = [],
        at location: SourceLocation = #_sourceLocation
    ) throws -> Int {
        let arguments = [
            "write", "--to", to, "--matter", "TEST", "--subject", subject, "--text", text, "--send", "--json",
        ]
        let run = try run(arguments + more + Self.credentials(officer), at: location)
        return try #require(run.json()[0]["number"].integer, sourceLocation: location)
    }

    @discardableResult
    func exchange(expecting code: Int32 = 0, at location: SourceLocation = #_sourceLocation) throws -> JSON {
        try run("exchange", "--json", expecting: code, at: location).json()
    }

    /// Every telegram of the register, newest first, with the subjects that an officer may read.
    func register(as officer: String, service: Bool = false) throws -> [JSON] {
        let more = service ? ["--service"] : []
        return try run(["list", "--json", "--limit", "100000"] + more + Self.credentials(officer)).json().items
    }

    /// The subjects of what came from outside, in the order of arrival; nothing may be unopened.
    func receivedSubjects(as officer: String) throws -> [String] {
        try register(as: officer).reversed().filter { $0["direction"].text == "in" }.map {
            $0["subject"].text ?? "(sealed)"
        }
    }

    func expectIntactRegister(at location: SourceLocation = #_sourceLocation) throws {
        let check = try run("register", "verify", at: location)
        #expect(check.lines.last == "INTACT", "\(check)", sourceLocation: location)
    }
}
