internal import Telemetry
internal import Testing

@testable import reverse_migration

struct DiskCheckTests {
    @Test func `a directory that can be written has a finding with its room`() {
        let finding = DiskCheck.finding("/tmp")
        #expect(finding.severity != .problem)
        #expect(finding.sentence.hasPrefix("/tmp has "))
    }

    @Test func `a directory that is not there is judged by its parent`() {
        #expect(DiskCheck.finding("/tmp/no-such-spool-of-a-test").severity != .problem)
        #expect(DiskCheck.finding("no-such-spool-of-a-test").severity != .problem)
    }

    @Test func `where nothing can be made there is a problem and what mends it`() {
        let finding = DiskCheck.finding("/no-such-directory/spool")
        #expect(finding.severity == .problem)
        #expect(finding.remedy?.hasPrefix("mkdir -p /no-such-directory/spool") == true)
    }
}
