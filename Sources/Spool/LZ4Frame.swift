internal import CLZ4

/// Blocks to and from LZ4 frames, as docs/spool-format.md section 2 wants them.
enum LZ4Frame {
    static func compressed(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.blockSizeID = LZ4F_max256KB
        preferences.frameInfo.blockMode = LZ4F_blockIndependent
        preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
        preferences.frameInfo.blockChecksumFlag = LZ4F_blockChecksumEnabled
        preferences.frameInfo.contentSize = UInt64(content.count)
        let bound = LZ4F_compressFrameBound(content.count, &preferences)
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = content.withUnsafeBytes { source in
                LZ4F_compressFrame(buffer.baseAddress, bound, source.baseAddress, source.count, &preferences)
            }
            // With the bound's room there is nothing left that can fail but a lack of memory.
            precondition(LZ4F_isError(count) == 0, "LZ4 could not compress a block")
        }
    }

    /// The content of one whole frame, all its checksums verified.
    static func decompressed(_ frame: ArraySlice<UInt8>, contentBytes: Int) throws(FormatFault) -> [UInt8] {
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
            throw FormatFault("there is not enough memory to decompress it", at: frame.startIndex)
        }
        defer { LZ4F_freeDecompressionContext(context) }
        var consumed = 0
        var isWhole = false
        let content = [UInt8](unsafeUninitializedCapacity: max(contentBytes, 1)) { buffer, count in
            frame.withUnsafeBytes { source in
                var rest = 1
                while rest != 0 {
                    var sourceBytes = source.count - consumed
                    var contentSpace = contentBytes - count
                    rest = LZ4F_decompress(
                        context,
                        buffer.baseAddress.map { $0 + count },
                        &contentSpace,
                        source.baseAddress.map { $0 + consumed },
                        &sourceBytes,
                        nil
                    )
                    guard LZ4F_isError(rest) == 0, sourceBytes > 0 || contentSpace > 0 else { return }
                    consumed += sourceBytes
                    count += contentSpace
                }
                isWhole = true
            }
        }
        guard isWhole, consumed == frame.count, content.count == contentBytes else {
            throw FormatFault("a block fails its checksums", at: frame.startIndex)
        }
        return content
    }
}
