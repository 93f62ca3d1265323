using System.Buffers;
using System.Buffers.Binary;
using DotNext.Net.Cluster;

namespace Failover.Consensus;

/// <summary>
/// Divides the requests on a Raft connection into the pieces that DotNext 6.12 reads one by one: the kind of request, its header, and
/// for each entry or snapshot a header and frames.
/// </summary>
/// <remarks>Looks into headers only. Not thread-safe.</remarks>
internal sealed class RaftRequestPieces
{
    private const int EntryHeaderLength = 8 + 1 + 4 + 8;
    private const int FrameHeaderLength = 4;

    private static readonly int s_voteLength = ClusterMemberId.Size + 8 + 8 + 8 + 4;
    private static readonly int s_entryCountOffset = ClusterMemberId.Size + 8 + 8 + 8 + 8;
    private static readonly int s_appendEntriesLength = s_entryCountOffset + 4 + 4;
    private static readonly int s_snapshotLength = ClusterMemberId.Size + 8 + 8 + EntryHeaderLength + 8 + 4;

    // As long as the longest header.
    private readonly byte[] _header = new byte[Math.Max(s_snapshotLength, s_appendEntriesLength)];
    private RaftRequestKind _kind;
    private Piece _piece = Piece.Kind;
    private int _headerLength;
    private int _seriesLeft;
    private bool _isLastFrame;

    private enum Piece
    {
        Kind,
        Header,
        EntryHeader,
        FrameHeader,
        Frame,
        Unknown,
    }

    /// <summary>How many bytes of the present piece have not been read; at least one.</summary>
    public long Rest { get; private set; } = 1;

    /// <summary>The sender's Raft term, if the last request was a snapshot.</summary>
    public long? SnapshotSenderTerm { get; private set; }

    /// <summary>Whether the stream may end here.</summary>
    public bool IsBetweenRequests => _piece == Piece.Kind;

    /// <summary>Takes note of bytes that were read: never more than <see cref="Rest"/>.</summary>
    public void Read(ReadOnlySequence<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Rest);
        if (_piece is not (Piece.Frame or Piece.Unknown))
        {
            bytes.CopyTo(_header.AsSpan(_headerLength));
            _headerLength += (int)bytes.Length;
        }

        Rest -= bytes.Length;
        while (Rest == 0)
        {
            BeginNext();
        }
    }

    private void BeginNext()
    {
        switch (_piece)
        {
            case Piece.Kind:
                _kind = (RaftRequestKind)_header[0];
                SnapshotSenderTerm = null;
                BeginRequest();
                break;
            case Piece.Header:
                if (_kind == RaftRequestKind.InstallSnapshot)
                {
                    SnapshotSenderTerm = BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(ClusterMemberId.Size));
                }

                _seriesLeft = _kind switch
                {
                    RaftRequestKind.AppendEntries => BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(s_entryCountOffset)),
                    RaftRequestKind.InstallSnapshot => 2, // The configuration, and the snapshot.
                    _ => 0,
                };
                BeginSeries();
                break;
            case Piece.FrameHeader:
                var header = BinaryPrimitives.ReadInt32LittleEndian(_header);
                _isLastFrame = header < 0;
                Begin(Piece.Frame, header & int.MaxValue);
                break;
            case Piece.Frame when _isLastFrame:
                BeginSeries();
                break;
            default:
                Begin(Piece.FrameHeader, FrameHeaderLength);
                break;
        }
    }

    private void BeginRequest()
    {
        switch (_kind)
        {
            case RaftRequestKind.Vote or RaftRequestKind.PreVote:
                Begin(Piece.Header, s_voteLength);
                break;
            case RaftRequestKind.AppendEntries:
                Begin(Piece.Header, s_appendEntriesLength);
                break;
            case RaftRequestKind.InstallSnapshot:
                Begin(Piece.Header, s_snapshotLength);
                break;
            case RaftRequestKind.Synchronize:
                Begin(Piece.Header, sizeof(long));
                break;
            case RaftRequestKind.Resign or RaftRequestKind.Metadata:
                Begin(Piece.Kind, 1);
                break;
            default:
                // DotNext refuses it, and closes the connection.
                Begin(Piece.Unknown, long.MaxValue);
                break;
        }
    }

    private void BeginSeries()
    {
        if (_seriesLeft <= 0)
        {
            Begin(Piece.Kind, 1);
            return;
        }

        _seriesLeft--;
        if (_kind == RaftRequestKind.AppendEntries)
        {
            Begin(Piece.EntryHeader, EntryHeaderLength);
        }
        else
        {
            Begin(Piece.FrameHeader, FrameHeaderLength);
        }
    }

    private void Begin(Piece piece, long length) => (_piece, Rest, _headerLength) = (piece, length, 0);
}
