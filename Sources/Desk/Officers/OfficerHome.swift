import DurableFiles
import Station
import Telegrams
import Traffic

extension StationHome {
    func officer(_ name: Codename) -> OfficerHome {
        OfficerHome(path: folder(of: name), sealingKeys: receivingKeys(of: name))
    }
}

/// Where an officer's keys are kept.
struct OfficerHome: Sendable, Hashable {
    /// In bytes.
    static let keyFileLimit = 65_536

    let path: String
    let sealingKeys: String

    var keys: String { path + "/keys.age" }
    /// The same of one who is an officer no longer: it opens his papers.
    var formerKeys: String { path + "/former.age" }

    /// The key file that is there; nil where there is none.
    var keyFile: String? { [keys, formerKeys].first { DurableFile.exists($0) } }

    func create() throws {
        try PrivateDirectory.create(path)
        try PrivateDirectory.create(sealingKeys)
    }
}
