/// Hashes what conflict keys are made of. The same values give the same hash in every run.
///
/// The mixing step multiplies to 128 bits and folds the halves, as the wyhash family of hashes does.
struct KeyHasher {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A seed from names: of a table, and of a key of it.
    init(naming texts: String...) {
        self.init(seed: 0x243F_6A88_85A3_08D3)
        for text in texts { add(text.utf8Span.span) }
    }

    @inline(__always)
    mutating func add(_ number: UInt64) {
        state = Self.mix(state ^ 0xA076_1D64_78BD_642F, number ^ 0xE703_7ED1_A0B4_28DB)
    }

    /// The length goes in too, so that two texts are told from one.
    mutating func add(_ bytes: Span<UInt8>) {
        add(UInt64(bytes.count))
        var word: UInt64 = 0
        var filled = 0
        for index in 0..<bytes.count {
            word |= UInt64(bytes[index]) << UInt64(filled * 8)
            filled += 1
            if filled == 8 {
                add(word)
                word = 0
                filled = 0
            }
        }
        if filled > 0 { add(word) }
    }

    var hash: UInt64 { Self.mix(state, 0x8EBC_6AF0_9C88_C6E3) }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
