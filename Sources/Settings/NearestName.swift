/// Finds the name that somebody meant. Case and the choice between - and _ do not count.
enum NearestName {
    /// Longer ones are no slip of the keys, and comparing them costs time.
    private static let characterCountMax = 64

    static func nearest(to name: String, among candidates: [String]) -> String? {
        let folded = fold(name)
        guard folded.count <= characterCountMax else { return nil }
        let distances = candidates.map { (name: $0, distance: distance(folded, fold($0))) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, folded.count / 3) && best.distance < folded.count ? best.name : nil
    }

    private static func fold(_ name: String) -> [Character] {
        name.lowercased().map { $0 == "-" ? "_" : $0 }
    }

    /// Levenshtein's distance, one row of the matrix at a time.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (leftIndex, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = leftIndex + 1
            for rightIndex in right.indices {
                let substitution = diagonal + (character == right[rightIndex] ? 0 : 1)
                diagonal = row[rightIndex + 1]
                row[rightIndex + 1] = min(substitution, diagonal + 1, row[rightIndex] + 1)
            }
        }
        return row[right.count]
    }
}
