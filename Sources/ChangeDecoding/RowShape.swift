internal import ChangeModel

/// The part of a row's JSON that repeats: everything but the values. Rows of one table and operation differ only in
/// those, so a head and a middle seen before need no parsing, just a comparison.
struct RowShape: Sendable {
    /// From the opening brace to the `[` of `columns_val`.
    let head: [UInt8]
    /// From behind the `]` of `columns_val` to the `[` of `old_keys_val`.
    let middle: [UInt8]
    let operation: RowOperation
    /// Index into the decoder's relations.
    let relation: Int
    let newCount: Int
    let oldCount: Int
    /// For each value of the old image as sent, its place among the relation's old columns; empty where they agree.
    let oldPlaces: [Int]
}
