internal import Testing

@testable import reverse_migration

struct TextTableTests {
    @Test func `cells are padded to their column's widest, numbers on the right`() {
        var table = TextTable(header: ["name", "rows", "x"], rightAligned: [1])
        table.append(["a", "1000000", "y"])
        table.append(["longer name", "2", "z"])
        #expect(
            table.lines == [
                "name            rows  x",
                "a            1000000  y",
                "longer name        2  z",
            ]
        )
    }

    @Test func `a table without rows is its header`() {
        #expect(TextTable(header: ["a", "b"]).lines == ["a  b"])
    }

    @Test func `letters beyond ASCII count once`() {
        var table = TextTable(header: ["é", "n"])
        table.append(["ab", "1"])
        #expect(table.lines == ["é   n", "ab  1"])
    }
}
