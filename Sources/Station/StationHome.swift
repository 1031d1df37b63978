import DurableFiles
import Telegrams

/// Where a station keeps its things.
package struct StationHome: Sendable, Hashable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    var register: String { path + "/station.db" }
    var keys: String { path + "/keys" }
    var sealingKeys: String { path + "/keys/sealing" }
    var stationKey: String { path + "/keys/station.key" }
    var logKey: String { path + "/keys/log.key" }
    var postQuantumKey: String { path + "/keys/ml-dsa-65.key" }
    var enclosures: String { path + "/enclosures" }
    var quarantine: String { path + "/quarantine" }

    func officer(_ name: Codename) -> OfficerHome {
        OfficerHome(path: path + "/officers/" + name.fileName)
    }

    /// Makes every folder, each readable by nobody else.
    func create() throws {
        for folder in [path, keys, sealingKeys, path + "/officers", enclosures, quarantine] {
            try PrivateDirectory.create(folder)
        }
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
