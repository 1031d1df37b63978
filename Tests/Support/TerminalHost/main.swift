import Glibc
import Terminal

// Asks at a terminal of its own for the tests, and prints what came of it on standard output.
//
//     TerminalHost TERMINAL ask|new|confirm|survive    becomes the leader of a session with that terminal
//     TerminalHost TERMINAL pool                       the same, and asks on a thread that blocks all signals
//     TerminalHost TERMINAL live                       the same, and shows a live page until `q` is typed
//     TerminalHost TERMINAL job                        the same, and runs `ask` in it as a shell runs a job
//     TerminalHost - ask                               keeps whatever terminal there is

/// Prints at once, because the next thing that happens may be a signal.
func report(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDOUT_FILENO, line, line.count)
}

func isEchoing() -> Bool {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY)
    defer { close(terminal) }
    var mode = termios()
    tcgetattr(terminal, &mode)
    return mode.c_lflag & tcflag_t(ECHO) != 0
}

/// Makes the terminal ours: the first one that the leader of a session opens is.
func takeTerminal(_ path: String) {
    guard path != "-" else { return }
    setsid()
    guard open(path, O_RDWR) >= 0 else { exit(2) }
}

func ask(_ what: String) throws(TerminalError) {
    let terminal = try ControllingTerminal()
    switch what {
    case "confirm": report("answer \(try terminal.confirm("burn the pad?", default: false))")
    case "new": report(hexadecimal(try terminal.askNewPassphrase("new passphrase for FILIPPOV")))
    default: report(hexadecimal(try terminal.askPassphrase("passphrase for FILIPPOV")))
    }
}

func hexadecimal(_ passphrase: borrowing Passphrase) -> String {
    "passphrase "
        + passphrase.withUnsafeBytes { $0.map { String(Int($0) + 0x100, radix: 16).dropFirst() }.joined() }
}

/// Runs a job in the foreground, tells when it has stopped, continues it, and tells how it ended.
func runJob() {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    let words = ["TerminalHost", "-", "ask"].map { (word: String) in strdup(word) } + [nil]
    var job = pid_t()
    guard posix_spawn(&job, "/proc/self/exe", nil, &attributes, words, environ) == 0 else { exit(3) }
    signal(SIGTTOU, SIG_IGN)
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY)
    tcsetpgrp(terminal, job)
    var status: CInt = 0
    while waitpid(job, &status, WUNTRACED) == job {
        // The macros of wait(2): a stopped process has 0x7f in the low byte and its signal above.
        guard status & 0xff == 0x7f else { break }
        report("stopped echo \(isEchoing())")
        tcsetpgrp(terminal, job)
        kill(-job, SIGCONT)
    }
    report("ended \(status)")
}

/// Shows a page that counts how often it was drawn, and reports what happens meanwhile.
func showLive() throws(TerminalError) {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY)
    var screen = try LiveScreen(input: terminal, output: terminal)
    var count = 0
    while true {
        count += 1
        screen.draw(["page \(count)"])
        let event = screen.wait(.seconds(3600))
        report("\(event)")
        if event == .end || event == .key(UInt8(ascii: "q")) { return }
    }
}

/// Asks as the threads of a pool do: with all signals blocked, which then go to the main thread.
func askOnThread() {
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { _ in
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_SETMASK, &all, nil)
            do { try ask("ask") } catch { report("error \(error)") }
            return nil
        }, nil)
    pthread_join(thread, nil)
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else { exit(1) }
takeTerminal(arguments[1])
if arguments[2] == "survive" { signal(SIGTERM) { _ in report("handler of the program") } }
do {
    switch arguments[2] {
    case "job": runJob()
    case "pool": askOnThread()
    case "live": try showLive()
    default: try ask(arguments[2])
    }
} catch {
    report("error \(error)")
}
