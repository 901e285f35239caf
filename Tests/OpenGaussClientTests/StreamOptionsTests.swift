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

    @Test func `what only the parallel dialects know is said only to them`() {
        var options = StreamOptions()
        options.sendsBatches = true
        options.decodeStyle = UInt8(ascii: "t")
        #expect(options.clause == StreamOptions().clause)
        options.parallelDecodeThreads = 4
        let tail = #""parallel-decode-num" '4', "decode-style" 't', "sending-batch" '1')"#
        #expect(options.clause.hasSuffix(", " + tail))
    }

    @Test func `every option at once, in a fixed order`() {
        var options = StreamOptions(whiteTableList: ["a.*"], standbyConnection: true)
        options.includesTimestamps = false
        options.onlyLocal = false
        options.includesOrigins = true
        options.parallelDecodeThreads = 20
        options.senderTimeoutMilliseconds = 60_000
        #expect(
            options.clause
                == #" ("include-xids" 'true', "include-timestamp" 'false', "skip-empty-xacts" 'true', "#
                + #""white-table-list" 'a.*', "standby-connection" 'true', "only-local" 'false', "#
                + #""include-originid" 'true', "parallel-decode-num" '20', "decode-style" 'b', "#
                + #""sending-batch" '0', "sender-timeout" '60000')"#
        )
    }

    @Test func `origins are told or not only where that is asked for`() {
        var options = StreamOptions()
        options.includesOrigins = false
        #expect(options.clause.hasSuffix(#", "include-originid" 'false')"#))
    }

    @Test func `a standby is named only where the connection is to one`() {
        #expect(StreamOptions(standbyConnection: true).clause.hasSuffix(#", "standby-connection" 'true')"#))
        #expect(!StreamOptions().clause.contains("standby"))
    }
}
