internal import ChangeModel

/// Where fuzzing enters: bytes as a segment's frames or as a block's content, without a file system. Faults are the
/// expected answer.
package enum FuzzEntry {
    package static func readFrames(_ bytes: [UInt8]) {
        var decoder = RecordDecoder(lastPosition: .zero)
        var offset = 0
        while offset < bytes.count,
            case .whole(let layout)? = try? FrameLayout.measure(bytes.span.extracting(offset..<bytes.count))
        {
            precondition(layout.totalBytes > 0 && layout.totalBytes <= bytes.count - offset)
            readFrame(layout, bytes[offset..<(offset + layout.totalBytes)], &decoder)
            offset += layout.totalBytes
        }
    }

    private static func readFrame(_ layout: FrameLayout, _ frame: ArraySlice<UInt8>, _ decoder: inout RecordDecoder) {
        let payload = frame.dropFirst(SegmentFormat.skippableHeadBytes)
        switch layout.magic {
        case SegmentFormat.headerMagic: _ = try? SegmentHeader(payload: payload)
        case SegmentFormat.indexMagic: _ = try? SegmentIndex(payload: payload)
        case SegmentFormat.sealMagic: _ = try? SegmentSeal(payload: payload)
        default:
            guard let content = try? LZ4Frame.decompressed(frame, contentBytes: layout.contentBytes) else { return }
            _ = try? decoder.decode(content, withRows: true)
        }
    }

    /// Whatever decodes with its rows decodes without them, to the same stream.
    package static func readBlock(_ content: [UInt8]) {
        var skimmer = RecordDecoder(lastPosition: .zero)
        var decoder = skimmer
        let skimmed = try? skimmer.decode(content, withRows: false)
        guard let block = try? decoder.decode(content, withRows: true) else { return }
        precondition(skimmed?.run == block.run && skimmed?.firstCommit == block.firstCommit)
        for case .row(let change) in block.batch.records {
            let relation = block.batch.relations[change.relation]
            let count = relation.newColumnIndices.count + relation.oldColumnIndices.count
            precondition(change.firstValue + count <= block.batch.values.count)
        }
        precondition(block.batch.values.allSatisfy { ($0.range?.upperBound ?? 0) <= content.count })
    }
}
