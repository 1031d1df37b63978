// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: warnings are errors.
let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

// Targets stand in dependency order; an arrow only ever points upwards.
let package = Package(
    name: "cablegram",
    products: [
        .executable(name: "cable", targets: ["cable"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .target(name: "Telegrams", swiftSettings: settings),
        .target(
            name: "Register",
            dependencies: ["Telegrams", crypto, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .executableTarget(
            name: "cable",
            dependencies: ["Register", .product(name: "ArgumentParser", package: "swift-argument-parser"), crypto],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
