import Testing

@testable import SSHSignatures

@Suite(
    "Verdicts on allowed signers, beside those of ssh-keygen",
    .enabled(if: Command.isInstalled("ssh-keygen"), "ssh-keygen is not installed"))
struct KeygenAllowedSignersTests {
    private let folder: TemporaryFolder
    private let command: Command
    private let key: PrivateKey
    private let line: String
    private let message: [UInt8] = [1, 2, 3]

    init() throws {
        folder = try TemporaryFolder()
        command = Command(folder: folder)
        key = try PrivateKey.generate()
        line = "\(try PublicKeyLine(key: key.publicKey))"
    }

    /// Files, with KEY for the signer's key and OTHER for another one.
    static let files = [
        "k@x KEY", "k@x,m@x KEY comment", "*@x KEY", "?@x KEY", "*@x,!m@x KEY", "!m@x,*@x KEY", "!m@x KEY", "* KEY",
        "k@* KEY\nm@x KEY", "\"k m\" KEY", "\"k@x,k m\" KEY", "k@x OTHER", "k@x OTHER\nk@x KEY", "K@X KEY",
        "k@x namespaces=\"file\" KEY", "k@x namespaces=\"file,git\" KEY", "k@x namespaces=\"g*\" KEY",
        "k@x namespaces=\"*,!git\" KEY", "k@x namespaces=\"file\" KEY\nk@x namespaces=\"git\" KEY",
        "* NAMESPACES=\"file\",Valid-After=\"20200101Z\" KEY", "k@x valid-after=\"20200101Z\" KEY",
        "k@x valid-before=\"20200101Z\" KEY", "k@x valid-after=\"20200101\",valid-before=\"20201231\" KEY",
        "k@x valid-after=\"202001010000\",valid-before=\"20200101000001UTC\" KEY",
        "k@x valid-before=\"20190101z\" KEY\nk@x valid-after=\"20191231235959Z\" KEY",
        "# comment\n\n  \t k@x\t \tKEY\n", "k@x KEY\r\nm@x KEY\r\n",
    ]

    private static let times = ["20200101000001Z", "20191231235959Z", "20200101000000Z", "20200101000002Z"]

    @Test("both come to the same verdict for every file, principal, namespace and time", arguments: files)
    func sameVerdict(file: String) throws {
        let allowed = try self.allowed(file)
        let dependsOnTime = file.lowercased().contains("valid-")
        for namespace: Namespace in ["file", "git"] {
            try folder.write(key.sign(message, namespace: namespace).armored, to: "sig")
            for principal in ["k@x", "m@x", "k m"] {
                for time in Self.times.prefix(dependsOnTime ? Self.times.count : 1) {
                    let theirs = try verify(principal, namespace, time)
                    let seconds = try #require(SignerTimestamp.parse(Array(time.utf8)))
                    let ours = allowed.decision(
                        for: key.publicKey, principal: principal, namespace: namespace, time: seconds)
                    #expect(ours.isAllowed == theirs.succeeded, "\(principal) \(namespace) \(time): \(theirs.errors)")
                }
            }
        }
    }

    @Test("both find the same principals", arguments: files.filter { !$0.contains("namespaces") })
    func samePrincipals(file: String) throws {
        let allowed = try self.allowed(file)
        try folder.write(key.sign(message, namespace: "file").armored, to: "sig")
        let theirs = try command.run(
            "ssh-keygen", "-Y", "find-principals", "-s", folder.path("sig"), "-f", folder.path("allowed"), "-O",
            "verify-time=20200101000000Z")
        let ours = allowed.principals(for: key.publicKey, namespace: "file", time: 1_577_836_800)
        // ssh-keygen stops at the first line and prints its patterns one by one.
        let expected = ours.first.map { $0.description.replacing(",", with: "\n") + "\n" } ?? ""
        #expect(theirs.text == expected, "\(theirs.errors)")
    }

    @Test("the lines we print mean the same to ssh-keygen", arguments: files)
    func sameMeaningWhenPrinted(file: String) throws {
        let allowed = try self.allowed(file)
        try folder.write("\(allowed)", to: "allowed")
        try folder.write(key.sign(message, namespace: "file").armored, to: "sig")
        for principal in ["k@x", "m@x", "k m"] {
            let ours = allowed.decision(
                for: key.publicKey, principal: principal, namespace: "file", time: 1_577_836_800)
            let theirs = try verify(principal, "file", "20200101000000Z")
            #expect(ours.isAllowed == theirs.succeeded, "\(principal): \(theirs.errors)")
        }
    }

    @Test("what we refuse as malformed, ssh-keygen does not accept", arguments: AllowedSignersTests.malformed)
    func malformedForBoth(line: String, reason: String) throws {
        // These it reads: it skips empty patterns and is looser about where quotation marks stand.
        guard !["a,,b", "a\"b\"", "\"a\"ssh"].contains(where: line.hasPrefix) else { return }
        let ownKey = line.replacing(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIlizSIN3DQV78VPNjVvvwjgf+P5HqbPYCYu3BOMdjAE", with: self.line)
        try folder.write("\(ownKey)\n", to: "allowed")
        try folder.write(key.sign(message, namespace: "file").armored, to: "sig")
        #expect(try !verify("a", "file", "20200101000000Z").succeeded)
    }

    private func allowed(_ file: String) throws -> AllowedSigners {
        let other = "\(try PublicKeyLine(key: PrivateKey.generate().publicKey))"
        let text = file.replacing("KEY", with: line).replacing("OTHER", with: other)
        try folder.write(text, to: "allowed")
        return try AllowedSigners(file: Array(text.utf8))
    }

    private func verify(_ principal: String, _ namespace: Namespace, _ time: String) throws -> Command.Result {
        try command.run(
            "ssh-keygen", "-Y", "verify", "-f", folder.path("allowed"), "-I", principal, "-n", "\(namespace)", "-s",
            folder.path("sig"), "-O", "verify-time=\(time)", input: message)
    }
}
