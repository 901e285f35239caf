import Settings
import Testing

/// Whatever the bytes are, the answer is a list of problems, soon.
struct HostileInputTests {
    @Test func randomBytesAreRefused() {
        var random = SplitMix(state: 1)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 1...400, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(!Sample.problems(bytes).isEmpty)
        }
    }

    @Test func aDamagedConfigurationIsReadOrRefusedButNeverTraps() {
        var random = SplitMix(state: 2)
        let alphabet = Array("{}[]:,&*!|>'\"%@`#-?/ \n\tax\\".utf8)
        for _ in 0..<3000 {
            var bytes = Array(Sample.minimal.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = Sample.problems(bytes)
        }
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func deepNestingIsRefused(_ opening: String) {
        let problems = Sample.problems(String(repeating: opening, count: 100_000))
        #expect(problems.count == 1)
        #expect(problems[0].contains("nested deeper than 32 levels"), "\(problems)")
    }

    @Test func invalidUTF8IsNamedWithItsPlace() {
        let bytes = Array("slot:\n  name: äb".utf8) + [0xFF] + Array("c\n".utf8)
        #expect(Sample.problems(bytes) == ["config.yaml:2:11: This byte is not UTF-8: save the file as UTF-8 text."])
    }

    @Test func utf16IsNoUTF8() {
        let bytes: [UInt8] = [0xFF, 0xFE] + Array("slot:".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(Sample.problems(bytes) == ["config.yaml:1:1: This byte is not UTF-8: save the file as UTF-8 text."])
    }

    @Test func aControlCharacterIsNamedWithItsPlace() {
        #expect(
            Sample.problems("slot:\n  a\u{0}: b") == ["config.yaml:2:4: A control character stands here: remove it."]
        )
    }

    @Test func aLongListOfProblemsIsCut() {
        let text = (0..<5000).map { "key\($0): 1\n" }.joined()
        let problems = Sample.problems(text)
        #expect(problems.count == 101)
        #expect(problems.last == "config.yaml: 4903 further problems are not listed; mend these first.")
    }

    @Test func moreValuesThanAConfigurationHasAreRefused() {
        let text = (0..<60_000).map { "unknown_\($0): 1\n" }.joined()
        #expect(
            Sample.problems(text) == [
                "config.yaml:10000:15: This is more than 20000 keys and values: it is no configuration."
            ]
        )
    }

    @Test func aLongKeyIsShortened() {
        let problems = Sample.problems(Sample.minimal + "? " + String(repeating: "x", count: 100_000) + "\n: 1\n")
        #expect(problems.count == 1)
        #expect(problems[0].count < 250)
    }

    @Test func aHugeFileIsRefused() throws {
        let file = try TemporaryFile([UInt8](repeating: 0x20, count: SettingsFile.byteCountMax + 1), mode: 0o600)
        #expect(loadProblem(file.path) == "\(file.path): This is a file that is larger than 1048576 bytes: \(advice)")
    }

    @Test func aMissingFileAndAFolderAreRefused() {
        #expect(
            loadProblem("/nowhere/config.yaml")
                == "/nowhere/config.yaml: This is a file that cannot be read (No such file or directory): \(advice)"
        )
        #expect(loadProblem("/tmp") == "/tmp: This is a file that cannot be read (Is a directory): \(advice)")
    }

    @Test func aPathWithANulIsRefused() {
        #expect(loadProblem("a\u{0}b").contains("its name has a NUL in it"))
    }

    private let advice = "name the configuration with --config FILE."

    private func loadProblem(_ path: String) -> String {
        do throws(SettingsProblems) {
            _ = try SettingsFile.load(path: path, environment: [:])
            return "loaded"
        } catch {
            return error.description
        }
    }
}

/// The same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
