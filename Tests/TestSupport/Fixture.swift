internal import CLZ4
internal import Glibc

/// Files under Tests/Fixtures, found from this file's own place.
package enum Fixture {
    package static let directory: String = {
        let parts = #filePath.split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/") + "/Fixtures"
    }()

    /// Whether the golden segments are to be made anew, on purpose, with a new version of the format.
    package static var isGoldenWanted: Bool { getenv("GOLDEN") != nil }

    package static func bytes(_ name: String) -> [UInt8] {
        ByteFile.read(directory + "/" + name)
    }

    package static func text(_ name: String) -> String {
        String(decoding: bytes(name), as: UTF8.self)
    }

    /// The content of an LZ4 frame, which says its size: `lz4 --content-size`.
    package static func decompressed(_ name: String) -> [UInt8] {
        let frame = bytes(name)
        var context: OpaquePointer?
        LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
        defer { LZ4F_freeDecompressionContext(context) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var consumed = 0
        while consumed < frame.count {
            var sourceBytes = frame.count - consumed
            var contentBytes = chunk.count
            let rest = frame[consumed...].withUnsafeBytes { source in
                LZ4F_decompress(context, &chunk, &contentBytes, source.baseAddress, &sourceBytes, nil)
            }
            precondition(LZ4F_isError(rest) == 0, "\(name) is no whole LZ4 frame")
            content.append(contentsOf: chunk[..<contentBytes])
            consumed += sourceBytes
        }
        return content
    }
}
