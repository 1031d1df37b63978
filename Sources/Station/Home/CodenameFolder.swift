import Telegrams

extension Codename {
    /// The codename as the name of a folder: `kim-il-sung`.
    ///
    /// Different codenames have different ones.
    package var fileName: String {
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
