// swift-tools-version: 6.2
import PackageDescription

// One set of settings for every Swift target: Swift 6 mode, no warning survives, imports say what they expose.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of the house (docs/architecture.md): a target with the settings that all share.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a room.
func tests(of room: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: room + "Tests",
        dependencies: [.target(name: room)] + dependencies,
        swiftSettings: strict
    )
}

/// A C library of the system, found through pkg-config.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// An executable beside the product, built only when the environment asks for it: see docs/testing.md and docs/benchmarks.md.
func beside(_ folder: String, _ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: "\(folder)/\(path ?? name)",
        swiftSettings: strict
    )
}

let fuzzers: [Target] =
    Context.environment["FUZZ"] == nil
    ? []
    : [
        .systemLibrary(name: "CFuzzer", path: "Fuzz/CFuzzer"),
        beside("Fuzz", "FuzzDecoders", ["CFuzzer", "ChangeDecoding", "ChangeModel"]),
        beside("Fuzz", "FuzzSegmentReader", ["CFuzzer", "Spool"]),
        beside("Fuzz", "FuzzServerMessages", ["CFuzzer", "ChangeModel", "OpenGaussClient"]),
    ]

let benchmarks: [Target] =
    Context.environment["BENCHMARKS"] == nil
    ? []
    : [
        beside("Benchmarks", "DecodingBenchmark", path: "Decoding", ["ChangeDecoding", "ChangeModel"]),
        beside("Benchmarks", "SeedReplay", ["ChangeModel", "MySQLClient", "Spool", "Threading", argumentParser]),
        beside("Benchmarks", "StatementBenchmark", path: "Statements", ["MySQLClient", "Threading"]),
    ]

let package = Package(
    name: "reverse-migration",
    products: [
        .executable(name: "reverse-migration", targets: ["reverse-migration"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        // Ground: the system's libraries, and what Swift cannot say.
        library("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
        library("CMySQL", pkgConfig: "mysqlclient", apt: "default-libmysqlclient-dev"),
        library("CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev"),
        library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        .target(name: "CShims"),

        // Floor 1: plain values, the target's client, the configuration, what is measured.
        room("ChangeModel"),
        room("MySQLClient", ["CMySQL"]),
        room("Settings", ["CYAML"]),
        room("Telemetry", ["ChangeModel", logging]),
        room("Threading", ["CShims"]),

        // Floor 2: bytes to changes, changes to segments, the source's client.
        room("ChangeDecoding", ["ChangeModel"]),
        room("Spool", ["ChangeModel", "CLZ4", crypto]),
        room("OpenGaussClient", ["ChangeModel", "COpenSSL"]),

        // Floor 3: the two halves of the pipeline. They never import each other.
        room(
            "Capture",
            ["ChangeModel", "ChangeDecoding", "Spool", "OpenGaussClient", "Telemetry", "Threading", logging]
        ),
        room("Replay", ["ChangeModel", "Spool", "MySQLClient", "Telemetry", "Threading", logging]),
        room(
            "Verification",
            ["ChangeModel", "OpenGaussClient", "MySQLClient", "Telemetry", "Threading", logging]
        ),

        // Floor 4: one file a verb.
        .executableTarget(
            name: "reverse-migration",
            dependencies: [
                "ChangeModel", "Spool", "OpenGaussClient", "MySQLClient", "Settings", "Telemetry", "Threading",
                "Capture", "Replay", "Verification",
                "CShims", logging, argumentParser,
            ],
            swiftSettings: strict
        ),

        // What the rooms' tests share; a plain target, so that each of them can import it.
        .target(
            name: "TestSupport",
            dependencies: ["ChangeModel", "CLZ4"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests(of: "ChangeModel"),
        tests(of: "MySQLClient"),
        tests(of: "Settings", ["TestSupport"]),
        tests(of: "Telemetry", ["ChangeModel"]),
        tests(of: "Threading"),
        tests(of: "ChangeDecoding", ["ChangeModel", "TestSupport"]),
        tests(of: "Spool", ["ChangeModel", "TestSupport"]),
        tests(of: "OpenGaussClient", ["COpenSSL", "ChangeModel", "TestSupport", "Threading"]),
        tests(
            of: "Capture",
            [
                "ChangeDecoding", "ChangeModel", "OpenGaussClient", "Spool", "Telemetry", "TestSupport", "Threading",
                logging,
            ]
        ),
        tests(of: "Replay", ["ChangeModel", "MySQLClient", "Spool", "Telemetry", "TestSupport", "Threading", logging]),
        tests(
            of: "Verification",
            ["ChangeModel", "MySQLClient", "OpenGaussClient", "TestSupport", "Threading", logging]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "reverse-migration", "Capture", "ChangeModel", "MySQLClient", "OpenGaussClient", "Replay", "Settings",
                "Spool", "Telemetry", argumentParser,
            ],
            swiftSettings: strict
        ),
    ] + fuzzers + benchmarks
)
