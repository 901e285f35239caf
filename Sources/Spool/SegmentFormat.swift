/// Every number of the spool's format, version 1. See docs/spool-format.md: a change here changes that page and adds a
/// golden segment.
enum SegmentFormat {
    static let version: UInt16 = 1
    static let signature = Array("RMSPOOL\0".utf8)

    // Magic numbers of LZ4 frames: three of the sixteen skippable ones, and the data frame's.
    static let headerMagic: UInt32 = 0x184D_2A50
    static let indexMagic: UInt32 = 0x184D_2A51
    static let sealMagic: UInt32 = 0x184D_2A52
    static let blockMagic: UInt32 = 0x184D_2204

    /// Magic and size.
    static let skippableHeadBytes = 8
    static let checksumBytes = 8
    static let hashBytes = 32
    static let indexEntryBytes = 40
    /// Frame head, the index's offset and the hash.
    static let sealBytes = skippableHeadBytes + 8 + hashBytes

    /// What stands for an unknown time.
    static let unknownTime = Int64.min

    /// A block's content may not exceed this: openGauss's rows end at 1 GB.
    static let blockContentBytesMax = 2 << 30
    /// A header with its five strings stays far below.
    static let headerBytesMax = 1 << 20
    /// An index entry covers at least this much of the file, so that small blocks do not make a large index.
    static let indexRunBytesMin: UInt64 = 64 << 10

    /// Kinds of records. Zero is never written, so that zeroed space never looks like one.
    enum RecordKind {
        static let relation: UInt8 = 1
        static let begin: UInt8 = 2
        static let insert: UInt8 = 3
        static let update: UInt8 = 4
        static let delete: UInt8 = 5
        static let truncate: UInt8 = 6
        static let commit: UInt8 = 7
        static let position: UInt8 = 8
        static let schemaChange: UInt8 = 9
    }

    enum ColumnFlag {
        static let inNewImage: UInt8 = 1
        static let inOldImage: UInt8 = 2
        static let all: UInt8 = 3
    }

    enum TruncateFlag {
        static let restartsSequences: UInt8 = 1
        static let cascades: UInt8 = 2
        static let all: UInt8 = 3
    }

    /// Tags of values; a text of n bytes has the tag n + 2.
    enum ValueTag {
        static let null: UInt64 = 0
        static let absent: UInt64 = 1
        static let firstText: UInt64 = 2
    }
}
