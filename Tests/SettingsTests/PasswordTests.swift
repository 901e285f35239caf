import Glibc
import Settings
import Testing

struct PasswordTests {
    @Test func aSecretShowsItselfOnlyWhenItIsAsked() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "•••")
        #expect(String(reflecting: secret) == "•••")
        #expect(!dumped.contains("hunter2"))
        #expect(secret.reveal() == "hunter2")
    }

    @Test func settingsPrintWithoutTheirPasswords() throws {
        let settings = try Sample.settings(Sample.minimal("mysql", "password: hunter2"))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!"\(settings) \(String(reflecting: settings)) \(dumped)".contains("hunter2"))
    }

    @Test(arguments: [
        ("123456", "123456"), ("007", "007"), ("true", "true"), ("\"\"", ""), ("'~'", "~"), ("a#b//c", "a#b//c"),
        ("' a // b '", " a // b "), ("\"ü\\t\"", "ü\t"),
    ])
    func thePasswordIsTheTextAsItIsWritten(written: String, password: String) throws {
        let settings = try Sample.settings(Sample.minimal("og_conn", "password: \(written)"))
        #expect(settings.source.password.reveal() == password)
    }

    @Test func theEnvironmentIsAskedWhenTheFileSaysNothing() throws {
        let environment = [
            "REVERSE_MIGRATION_SOURCE_PASSWORD": "one", "REVERSE_MIGRATION_TARGET_PASSWORD": "two", "MINE": "three",
        ]
        let settings = try Sample.settings(environment: environment)
        #expect(settings.source.password.reveal() == "one")
        #expect(settings.target.password.reveal() == "two")
        let named = try Sample.settings(Sample.minimal("mysql", "password_env: MINE"), environment: environment)
        #expect(named.target.password.reveal() == "three")
        let written = try Sample.settings(Sample.minimal("mysql", "password: \"\""), environment: environment)
        #expect(written.target.password.isEmpty)
        #expect(try Sample.settings().source.password.isEmpty)
    }

    @Test func aVariableThatIsNotSetIsAProblemThatDoesNotRepeatIt() {
        #expect(
            Sample.problems(Sample.minimal("mysql", "password_env: hunter2")) == [
                "config.yaml:8:17: mysql.password_env names an environment variable that is not set."
            ]
        )
    }

    @Test func twoWaysToGiveAPasswordAreOneTooMany() {
        let text = Sample.minimal("mysql", "password_env: MINE", "password: hunter2")
        #expect(
            Sample.problems(text, environment: ["MINE": "x"]) == [
                "config.yaml:9:3: mysql has password_env on line 8 already: keep one of the two."
            ]
        )
    }

    @Test(arguments: [
        "password: [hunter2]", "password: {a: hunter2}", "password: hunter2 // hunter2", "password: \"hunter2\\0\"",
        "pasword: hunter2", "password:hunter2", "password hunter2", "password: hunter2: hunter2", "password: \"hunter2",
        "password: @hunter2", "password: !hunter2 a", "password: *hunter2", "password: &hunter2 a",
        "password_file: hunter2", "password_env: hunter2", "{password:hunter2}: 1", "? password:hunter2",
        "password=hunter2: 1", "password: |\thunter2",
    ])
    func noProblemRepeatsAPassword(_ line: String) {
        let problems = Sample.problems(Sample.minimal("og_conn", line))
        #expect(!problems.isEmpty)
        #expect(!problems.joined().contains("hunter2"), "\(problems)")
    }

    @Test(arguments: [("secret\n", "secret"), ("secret\r\nmore\n", "secret"), (" secret ", " secret "), ("", "")])
    func thePasswordFilesFirstLineIsThePassword(content: String, password: String) throws {
        let file = try TemporaryFile(content, mode: 0o600)
        let settings = try Sample.settings(Sample.minimal("mysql", "password_file: \(file.path)"))
        #expect(settings.target.password.reveal() == password)
        #expect(settings.notices.isEmpty)
    }

    @Test func aMissingPasswordFileIsAProblem() {
        let problems = Sample.problems(Sample.minimal("mysql", "password_file: /nowhere/at/all"))
        #expect(
            problems == [
                "config.yaml:8:18: mysql.password_file names a file that cannot be read (No such file or directory)."
            ]
        )
    }

    @Test func aPasswordFileThatOthersMayReadDrawsANotice() throws {
        let file = try TemporaryFile("secret", mode: 0o640)
        let settings = try Sample.settings(Sample.minimal("mysql", "password_file: \(file.path)"))
        #expect(
            settings.notices.map(\.sentence) == [
                "The file that mysql.password_file names can be read by other users: chmod 600 mends it."
            ]
        )
    }

    @Test(arguments: [(mode_t(0o600), 0), (0o640, 1), (0o604, 1), (0o622, 0)])
    func aConfigurationWithAPasswordThatOthersMayReadDrawsANotice(mode: mode_t, noticeCount: Int) throws {
        let file = try TemporaryFile(Sample.minimal("mysql", "password: secret"), mode: mode)
        let notices = try SettingsFile.load(path: file.path, environment: [:]).notices
        #expect(notices.count == noticeCount)
        #expect(notices.allSatisfy { $0.description.contains("`chmod 600 \(file.path)`") })
    }

    @Test func aConfigurationWithoutAPasswordMayBeReadByAll() throws {
        let file = try TemporaryFile(Sample.minimal("mysql", "password: ''"), mode: 0o644)
        #expect(
            try SettingsFile.load(path: file.path, environment: ["REVERSE_MIGRATION_SOURCE_PASSWORD": "a"]).notices
                .isEmpty
        )
    }
}
