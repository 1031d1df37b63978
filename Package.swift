// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: warnings are errors.
let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

// Targets stand in dependency order: an arrow only ever points upwards.
let package = Package(
    name: "cablegram",
    products: [
        .executable(name: "cable", targets: ["cable"]),
        .library(name: "Age", targets: ["Age"]),
        .library(name: "SSHSignatures", targets: ["SSHSignatures"]),
        .library(name: "TransparencyLog", targets: ["TransparencyLog"]),
        .library(name: "BundleProtocol", targets: ["BundleProtocol"]),
        // For tests alone: programs are started with it.
        .library(name: "ShiftedClock", type: .dynamic, targets: ["ShiftedClock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "CChaChaPoly", dependencies: [crypto]),
        .target(name: "Age", dependencies: ["CChaChaPoly", crypto, cryptoExtras], swiftSettings: settings),
        .target(name: "SSHSignatures", dependencies: [crypto], swiftSettings: settings),
        .target(name: "TransparencyLog", dependencies: [crypto], swiftSettings: settings),
        .target(name: "BundleProtocol", swiftSettings: settings),
        .target(name: "Telegrams", swiftSettings: settings),
        .target(name: "Sealing", dependencies: ["Telegrams", "Age", "SSHSignatures", crypto], swiftSettings: settings),
        .target(name: "Relay", dependencies: ["Telegrams", "BundleProtocol"], swiftSettings: settings),
        .target(
            name: "Register", dependencies: ["Telegrams", "Relay", "TransparencyLog", crypto, grdb],
            swiftSettings: settings),
        .target(name: "CLinux", swiftSettings: settings),
        .target(name: "DurableFiles", dependencies: ["CLinux"], swiftSettings: settings),
        .target(name: "LinkCertificates", dependencies: [crypto, x509, asn1], swiftSettings: settings),
        .target(
            name: "Links",
            dependencies: [
                "Telegrams", "BundleProtocol", "Relay", "DurableFiles", nioCore, nioPosix, nioTLS, nioSSL, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Station",
            dependencies: [
                "Telegrams", "Age", "SSHSignatures", "TransparencyLog", "DurableFiles", "Sealing", "Register", "Relay",
                "Links", crypto,
            ],
            swiftSettings: settings),
        .target(
            name: "Traffic",
            dependencies: [
                "Telegrams", "Age", "SSHSignatures", "BundleProtocol", "DurableFiles", "Sealing", "Register", "Relay",
                "Station",
            ],
            swiftSettings: settings),
        .target(
            name: "Desk",
            dependencies: [
                "Telegrams", "Age", "SSHSignatures", "DurableFiles", "Sealing", "Register", "Relay", "Links", "Station",
                "Traffic",
            ],
            swiftSettings: settings),
        .target(name: "Terminal", swiftSettings: settings),
        .target(
            name: "Serving",
            dependencies: [
                "CLinux", "Telegrams", "BundleProtocol", "Relay", "Register", "LinkCertificates", "Links", "Station",
                "Traffic", "Terminal", nioCore, nioPosix, nioHTTP1, logging, lifecycle,
            ],
            swiftSettings: settings),
        .target(name: "CKeyAgent", swiftSettings: settings),
        .target(name: "KeyAgent", dependencies: ["CKeyAgent"], swiftSettings: settings),
        .target(
            name: "Commands",
            dependencies: [
                "Telegrams", "Age", "SSHSignatures", "DurableFiles", "Sealing", "Relay", "Station", "Traffic", "Desk",
                "Serving", "KeyAgent", "Terminal", argumentParser, logging, lifecycle,
            ],
            swiftSettings: settings),
        .executableTarget(name: "cable", dependencies: ["Commands"], swiftSettings: settings),
        // Whole networks of stations in one process, from the real state machines: `make simulate`.
        .target(name: "Simulation", dependencies: ["Telegrams", "BundleProtocol", "Relay"], swiftSettings: settings),
        .executableTarget(
            name: "simulate", dependencies: ["Simulation", argumentParser], swiftSettings: settings),
        // Not in the products: what `Benchmarks/` measures from within.
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "Telegrams", "Relay", "Age", "SSHSignatures", "BundleProtocol", "DurableFiles", "Sealing", "Register",
                "LinkCertificates", "Links", "Station", "Traffic", "Desk", "Terminal", crypto, logging,
            ],
            path: "Benchmarks/Program", swiftSettings: settings),

        // Programs that the tests start, to be killed and looked at from outside.
        .target(
            name: "FolderSupport", dependencies: ["Relay", "DurableFiles"], path: "Tests/Support/FolderSupport",
            swiftSettings: settings),
        .target(
            name: "LiteralSupport", dependencies: ["Telegrams"], path: "Tests/Support/LiteralSupport",
            swiftSettings: settings),
        .target(
            name: "StationSupport",
            dependencies: [
                "Telegrams", "Age", "BundleProtocol", "SSHSignatures", "Sealing", "Register", "Relay", "Station",
                "Traffic", "Desk", "FolderSupport", grdb,
            ],
            path: "Tests/Support/StationSupport", swiftSettings: settings),
        .executableTarget(
            name: "RegisterWriter", dependencies: ["Register", "Telegrams"], path: "Tests/Support/RegisterWriter",
            swiftSettings: settings),
        .executableTarget(
            name: "FolderWriter", dependencies: ["DurableFiles", "Links", "FolderSupport"],
            path: "Tests/Support/FolderWriter", swiftSettings: settings),
        .executableTarget(
            name: "LinkPeer", dependencies: ["BundleProtocol", "LinkCertificates", "Links", nioPosix, logging],
            path: "Tests/Support/LinkPeer", swiftSettings: settings),
        .executableTarget(
            name: "HostileStation",
            dependencies: [
                "Telegrams", "BundleProtocol", "SSHSignatures", "Sealing", "Register", "Relay", "Station", "Traffic",
                "DurableFiles", "FolderSupport",
            ],
            path: "Tests/Support/HostileStation", swiftSettings: settings),
        .executableTarget(
            name: "AgentHost", dependencies: ["KeyAgent"], path: "Tests/Support/AgentHost", swiftSettings: settings),
        .executableTarget(
            name: "TerminalHost", dependencies: ["Terminal"], path: "Tests/Support/TerminalHost",
            swiftSettings: settings),

        .target(name: "ShiftedClock", path: "Tests/Support/ShiftedClock", swiftSettings: settings),
        .testTarget(name: "AgeTests", dependencies: ["Age", "CChaChaPoly", crypto], swiftSettings: settings),
        .testTarget(name: "SSHSignaturesTests", dependencies: ["SSHSignatures", crypto], swiftSettings: settings),
        .testTarget(name: "TransparencyLogTests", dependencies: ["TransparencyLog", crypto], swiftSettings: settings),
        .testTarget(name: "BundleProtocolTests", dependencies: ["BundleProtocol"], swiftSettings: settings),
        .testTarget(name: "TelegramsTests", dependencies: ["Telegrams"], swiftSettings: settings),
        .testTarget(
            name: "DurableFilesTests", dependencies: ["DurableFiles", "FolderSupport", "FolderWriter"],
            swiftSettings: settings),
        .testTarget(name: "KeyAgentTests", dependencies: ["KeyAgent", "AgentHost"], swiftSettings: settings),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TerminalHost"], swiftSettings: settings),
        .testTarget(
            name: "RelayTests", dependencies: ["Relay", "Telegrams", "BundleProtocol"], swiftSettings: settings),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation", "Relay", "Telegrams"], swiftSettings: settings),
        .testTarget(
            name: "LinkCertificatesTests", dependencies: ["LinkCertificates", crypto, x509], swiftSettings: settings),
        .testTarget(
            name: "LinksTests",
            dependencies: [
                "BundleProtocol", "DurableFiles", "Relay", "LinkCertificates", "Links", "FolderSupport", "FolderWriter",
                "LinkPeer",
                crypto, nioCore, nioPosix, nioEmbedded, nioTLS, nioSSL, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ServingTests",
            dependencies: [
                "LiteralSupport",
                "Serving", "Station", "Traffic", "Register", "Relay", "Links", "Telegrams", "BundleProtocol",
                "FolderSupport", "StationSupport",
                nioCore, nioPosix, logging, lifecycle,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RegisterTests",
            dependencies: ["Register", "Relay", "Telegrams", "FolderSupport", "RegisterWriter", crypto, grdb],
            swiftSettings: settings),
        .testTarget(
            name: "SealingTests",
            dependencies: ["Sealing", "Age", "SSHSignatures", "Telegrams", "FolderSupport", crypto],
            swiftSettings: settings),
        .testTarget(
            name: "StationTests",
            dependencies: [
                "Station", "Traffic", "Desk", "StationSupport", "FolderSupport", "Register", "Sealing", "Age",
                "Telegrams",
                "DurableFiles",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TrafficTests",
            dependencies: [
                "Traffic", "Station", "Desk", "StationSupport", "Register", "Relay", "Sealing", "Telegrams",
                "BundleProtocol",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Desk", "Traffic", "Station", "StationSupport", "FolderSupport", "Register", "Relay", "Sealing", "Age",
                "SSHSignatures", "Telegrams", "DurableFiles", crypto,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Commands", "Station", "Traffic", "Relay", "Telegrams", "Terminal", "LiteralSupport", argumentParser,
            ],
            swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        // The tests of the whole drive the program itself, which is built beside them.
        .testTarget(name: "EndToEndTests", dependencies: ["cable"], path: "Tests/EndToEnd", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
