import DurableFiles
import Station
import Telegrams
import Traffic

extension StationHome {
    func officer(_ name: Codename) -> OfficerHome {
        OfficerHome(path: officers + "/" + name.fileName)
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

extension Codename {
    /// The codename as the name of a folder: `kim-il-sung`.
    ///
    /// Different codenames have different ones.
    var fileName: String {
        var name = ""
        for scalar in description.unicodeScalars {
            switch scalar {
            case " ": name += "-"
            case "-": name += "_h"
            case "'": name += "_a"
            case ".": name += "_d"
            default: name += scalar.properties.lowercaseMapping
            }
        }
        return name
    }
}
