// swift-tools-version: 6.2
import PackageDescription

/// Coverage counters and traced comparisons for libFuzzer; without them it would be blind.
let instrumented: [SwiftSetting] = [
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing"]), .treatAllWarnings(as: .error),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")

/// A library of the package above, compiled again from the same sources, with instrumentation.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Libraries/\(name)", swiftSettings: instrumented)
}

let package = Package(
    name: "cablegram-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2")
    ],
    targets: [
        .target(name: "CChaChaPoly", dependencies: [crypto], path: "Libraries/CChaChaPoly"),
        library("Age", ["CChaChaPoly", crypto, cryptoExtras]),
        library("SSHSignatures", [crypto]),
        library("TransparencyLog", [crypto]),
        library("BundleProtocol"),
        library("Telegrams"),
        .target(name: "CKeyAgent", path: "Libraries/CKeyAgent"),
        library("KeyAgent", ["CKeyAgent"]),
        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "Age", "SSHSignatures", "TransparencyLog", "BundleProtocol", "Telegrams", "KeyAgent", "CLibFuzzer",
                crypto,
            ],
            swiftSettings: instrumented,
            linkerSettings: [.linkedLibrary("stdc++")]),
    ],
    swiftLanguageModes: [.v6]
)
