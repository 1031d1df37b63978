import DurableFiles
import Station
import Telegrams
import Traffic

extension StationHome {
    func officer(_ name: Codename) -> OfficerHome {
        OfficerHome(path: folder(of: name))
    }
}

/// Where an officer's keys are kept.
struct OfficerHome: Sendable, Hashable {
    let path: String

    var keys: String { path + "/keys.age" }
    var sealingKeys: String { path + "/sealing" }

    func create() throws {
        try PrivateDirectory.create(path)
        try PrivateDirectory.create(sealingKeys)
    }
}
