import Glibc
import Links
import Station

/// The parts of the benchmarks that need our own code at hand; the scripts beside it call them.
let usage = """
    usage: benchmark letters [ROUNDS [PER_ROUND]]
           benchmark seal RECIPIENT THREADS < plain > sealed
           benchmark open IDENTITY_FILE THREADS < sealed > plain
           benchmark text SEED
           benchmark relay SENDER RECEIVER HOST:PORT PROCESS COUNT
           benchmark deliver SENDER DESTINATION HOST:PORT COUNT
           benchmark arrivals STATION COUNT
           benchmark drafts STATION OFFICER ADDRESSEE COUNT SEED < its officer's passphrase
           benchmark correspondents STATION COUNT SCRATCH
           benchmark statements STATION OFFICER COUNT < its officer's passphrase
           benchmark fill SENDER_KEYS STATION READER_KEYS OPENED WAITING < their two passphrases

    """

func complain(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}

func run(_ arguments: [String]) async throws {
    switch (arguments.first, arguments.count) {
    case ("letters", 1...3):
        try LetterBenchmark().run(
            rounds: arguments.count > 1 ? Int(arguments[1]) ?? 15 : 15,
            perRound: arguments.count > 2 ? Int(arguments[2]) ?? 200 : 200)
    case ("seal", 3): try Streaming.seal(to: arguments[1], threads: Int(arguments[2]) ?? 1)
    case ("open", 3): try Streaming.open(identities: arguments[1], threads: Int(arguments[2]) ?? 1)
    case ("text", 2): print(SampleText(seed: UInt64(arguments[1]) ?? 0).paragraph)
    case ("fill", 6):
        try RegisterFiller(senderKeys: arguments[1], station: arguments[2], readerKeys: arguments[3])
            .fill(opened: Int(arguments[4]) ?? 0, waiting: Int(arguments[5]) ?? 0)
    case ("relay", 6):
        try await RelayBenchmark().run(
            from: arguments[1], to: arguments[2], over: HostAndPort(arguments[3]), process: Int(arguments[4]) ?? 0,
            count: Int(arguments[5]) ?? 10_000)
    case ("deliver", 5):
        try await RelayBenchmark().deliver(
            from: arguments[1], to: arguments[2], by: HostAndPort(arguments[3]), count: Int(arguments[4]) ?? 10_000)
    case ("drafts", 6):
        try DraftWriter(folder: arguments[1], officer: arguments[2])
            .write(Int(arguments[4]) ?? 0, to: arguments[3], seed: Int(arguments[5]) ?? 0)
    case ("correspondents", 4):
        try CorrespondentFiller(folder: arguments[1], scratch: arguments[3]).fill(Int(arguments[2]) ?? 0)
    case ("statements", 4):
        try StatementFiller(folder: arguments[1], officer: arguments[2]).fill(Int(arguments[3]) ?? 0)
    case ("arrivals", 3): try ArrivalWatch(folder: arguments[1]).run(count: Int(arguments[2]) ?? 1)
    default:
        complain(usage)
        exit(64)
    }
}

do {
    try await run(Array(CommandLine.arguments.dropFirst()))
} catch {
    complain("benchmark: \(error)\n")
    exit(1)
}
