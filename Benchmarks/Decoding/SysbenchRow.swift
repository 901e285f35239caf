/// A row of sysbench's table: `id int, k int, c char(120), pad char(60)`.
struct SysbenchRow {
    let id: Int
    let k: Int
    let c: String
    let pad: String
}
