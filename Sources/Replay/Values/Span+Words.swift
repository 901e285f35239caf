extension Span where Element == UInt8 {
    func equals(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in indices where self[index] != word.utf8Start[index] { return false }
        return true
    }

    func ends(with word: StaticString) -> Bool {
        count >= word.utf8CodeUnitCount && extracting((count - word.utf8CodeUnitCount)...).equals(word)
    }

    func starts(with word: StaticString) -> Bool {
        count >= word.utf8CodeUnitCount && extracting(..<word.utf8CodeUnitCount).equals(word)
    }

    func bytes() -> [UInt8] {
        withUnsafeBufferPointer { Array($0) }
    }
}
