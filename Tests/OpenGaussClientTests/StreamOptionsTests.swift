internal import Testing

@testable import OpenGaussClient

struct StreamOptionsTests {
    @Test func `by default identifiers and times are asked for and empty transactions are not`() {
        #expect(
            StreamOptions().clause
                == #" ("include-xids" 'true', "include-timestamp" 'true', "skip-empty-xacts" 'true')"#
        )
    }

    @Test func `what is switched off is said to be off`() {
        let options = StreamOptions(includesTransactionIdentifiers: false, skipsEmptyTransactions: false)
        #expect(options.clause == #" ("include-xids" 'false', "include-timestamp" 'true', "skip-empty-xacts" 'false')"#)
    }

    @Test func `tables are one list with commas, quoted as a literal`() {
        let options = StreamOptions(whiteTableList: ["shop.*", "public.o'brien"])
        #expect(options.clause.hasSuffix(#", "white-table-list" 'shop.*,public.o''brien')"#))
    }

    @Test func `a standby is named only where the connection is to one`() {
        #expect(StreamOptions(standbyConnection: true).clause.hasSuffix(#", "standby-connection" 'true')"#))
        #expect(!StreamOptions().clause.contains("standby"))
    }
}
