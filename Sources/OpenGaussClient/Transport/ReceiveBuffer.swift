/// Bytes that have arrived and are not yet taken: one piece of memory of a fixed size.
struct ReceiveBuffer: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    init(capacityBytes: Int) {
        memory = .allocate(byteCount: capacityBytes, alignment: 16)
    }

    deinit {
        memory.deallocate()
    }

    var capacityBytes: Int { memory.count }
    var count: Int { end - start }

    /// What can be taken; valid until the buffer is changed.
    var readable: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory[start..<end])
    }

    mutating func consume(_ count: Int) {
        precondition(count <= end - start)
        start += count
        if start == end { (start, end) = (0, 0) }
    }

    /// Room to read into. Empty only when the buffer is full: what is left of a message moves to the front when little room is behind it.
    mutating func space() -> UnsafeMutableRawBufferPointer {
        if start > 0, memory.count - end < memory.count / 4 {
            let left = end - start
            UnsafeMutableRawBufferPointer(rebasing: memory[0..<left])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
            (start, end) = (0, left)
        }
        return UnsafeMutableRawBufferPointer(rebasing: memory[end...])
    }

    mutating func filled(_ count: Int) {
        precondition(count <= memory.count - end)
        end += count
    }
}
