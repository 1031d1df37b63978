import Foundation
import Testing

/// The invariants of ARCHITECTURE.md that can be seen in the sources.
@Suite struct InvariantTests {
    private let tree = SourceTree()

    @Test func aTargetImportsOnlyWhatTheManifestDeclares() throws {
        let declared = try Manifest(tree).dependencies
        for target in try tree.targets() {
            let allowed = try #require(declared[target], "\(target) is not in Package.swift")
            for file in try tree.files(of: target) {
                for module in file.imports where !SourceTree.system.contains(module) {
                    #expect(
                        allowed.contains(module), "\(file.path) imports \(module), which its target does not declare")
                }
            }
        }
    }

    /// It compiles the same sources again, from a list of targets of its own.
    @Test func theFuzzersManifestHasAllThatItsLibrariesImport() throws {
        let manifest = try tree.text("Fuzz/Package.swift")
        for target in try tree.targets() where manifest.contains("library(\"\(target)\"") {
            for file in try tree.files(of: target) {
                for module in file.imports where !SourceTree.system.contains(module) {
                    #expect(manifest.contains("\"\(module)\""), "\(file.path) imports \(module)")
                }
            }
        }
    }

    @Test func everyTargetHasItsPlaceInTheArchitecture() throws {
        let architecture = try tree.text("ARCHITECTURE.md")
        for target in try tree.targets() {
            #expect(architecture.contains("`\(target)`"), "ARCHITECTURE.md does not name \(target)")
        }
    }

    @Test(arguments: ["Telegrams", "BundleProtocol"])
    func thePureTargetsImportNothing(target: String) throws {
        for file in try tree.files(of: target) {
            #expect(file.imports.allSatisfy { $0 == "Swift" }, "\(file.path) imports \(file.imports)")
        }
    }

    @Test(arguments: ["Relay", "Links"])
    func aRelayCannotOpenWhatItCarries(target: String) throws {
        let forbidden: Set = ["Sealing", "Age", "SSHSignatures", "Crypto"]
        for file in try tree.files(of: target) {
            #expect(forbidden.isDisjoint(with: file.imports), "\(file.path) imports \(file.imports)")
        }
    }

    /// `Station` too: what it exposed, `Traffic` could use without naming it.
    @Test(arguments: ["Station", "Traffic"])
    func trafficHasNothingThatOpensAnOfficersLetter(target: String) throws {
        let keys = [
            "OfficerKeys", "OfficerSession", "OfficerHome", "OfficerLuggage", "ArchiveKey", "FiledLetter",
            "HeldFileKey", "fileKey", "import Desk",
        ]
        for file in try tree.files(of: target) {
            for key in keys { #expect(!file.code.contains(key), "\(file.path) names \(key)") }
        }
    }

    @Test func commandsDoNotReachPastTheLayersToTheRegister() throws {
        for target in ["Commands", "Console"] {
            for file in try tree.files(of: target) {
                #expect(!file.imports.contains("Register"), "\(file.path) imports Register")
            }
        }
    }

    @Test func onlyCommandsReadsTheEnvironment() throws {
        for target in try tree.targets() where target != "Commands" {
            for file in try tree.files(of: target) {
                #expect(!file.code.contains("ProcessInfo") && !file.code.contains("getenv"), "\(file.path)")
            }
        }
    }

    @Test func nothingIsForced() throws {
        for target in try tree.targets() {
            for file in try tree.files(of: target) {
                for (number, line) in file.lines {
                    #expect(!line.contains("try!") && !line.contains("as!"), "\(file.path):\(number)")
                    #expect(!line.contains("fatalError("), "\(file.path):\(number)")
                }
            }
        }
    }

    @Test func everyUncheckedSendableHasItsProofBesideIt() throws {
        for target in try tree.targets() {
            for file in try tree.files(of: target) {
                for (number, line) in file.lines
                where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                    #expect(file.hasComment(nearLine: number), "\(file.path):\(number) needs a comment that proves it")
                }
            }
        }
    }
}
