import Age
import Desk
import Glibc
import Station
import Telegrams
import Terminal

enum OfficerAtWork {
    /// Opens an officer's keys with the passphrase that standard input gives, a line.
    static func open(folder: String, officer: String) throws -> (Station, OfficerSession) {
        let passphrase = try Passphrase.readLine(from: STDIN_FILENO)
        let secret = SecretBytes(count: passphrase.count) { buffer in
            passphrase.withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
        let station = try Station(home: StationHome(path: folder))
        return (station, try station.unlock(Codename(officer), passphrase: secret, sshAgentSocket: nil))
    }
}
