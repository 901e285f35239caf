internal import OpenGaussClient
internal import Testing

@testable import Capture

struct TextSettingsCheckTests {
    private static let good = [
        "DateStyle": "ISO, MDY", "IntervalStyle": "postgres", "bytea_output": "hex", "TimeZone": "UTC",
    ]

    private func verify(isParallel: Bool, _ changed: [String: String]) throws {
        let settings = Self.good.merging(changed) { _, new in new }
        try TextSettingsCheck.verify(isParallel: isParallel, database: "shop") { (name) throws(SourceError) in
            settings[name]
        }
    }

    @Test(arguments: [true, false])
    func `settings that spell values exactly pass`(isParallel: Bool) throws {
        try verify(isParallel: isParallel, [:])
        try verify(isParallel: isParallel, ["DateStyle": "ISO, DMY"])
    }

    @Test(
        arguments: [true, false],
        [("DateStyle", "German, DMY"), ("IntervalStyle", "iso_8601"), ("bytea_output", "escape"), ("DateStyle", "")]
    )
    func `others are refused with the statement that mends them`(
        isParallel: Bool,
        setting: (name: String, value: String)
    ) throws {
        let error = try #require(throws: CaptureError.self) {
            try verify(isParallel: isParallel, [setting.name: setting.value])
        }
        #expect("\(error)".contains("\(setting.name) = \(setting.value), in which"))
        #expect("\(error)".contains("ALTER DATABASE \"shop\" SET \(setting.name) = "))
    }

    @Test func `parallel workers may print any time zone, since values carry their offset`() throws {
        try verify(isParallel: true, ["TimeZone": "Asia/Shanghai"])
        #expect(throws: CaptureError.self) { try verify(isParallel: false, ["TimeZone": "Asia/Shanghai"]) }
    }

    @Test func `a server that does not answer is not called wrong`() throws {
        let lost = SourceError(.connectionLost, operation: "show TimeZone", message: "gone")
        let error = try #require(throws: CaptureError.self) {
            try TextSettingsCheck.verify(isParallel: true, database: "shop") { (_) throws(SourceError) in throw lost }
        }
        guard case .source(let failure) = error else { Issue.record("\(error)"); return }
        #expect(failure == lost)
    }
}
