using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Failover.Consensus;

/// <summary>
/// Holds <see cref="LogProgress"/> on disk, written in place after every flush of the log and before its acknowledgement.
/// </summary>
/// <remarks>
/// The record lies within one disk sector, which disks write whole or not at all; so one that does not match its
/// checksum was damaged, not torn. Not thread-safe; its owner takes turns.
/// </remarks>
internal sealed class ProgressFile : IDisposable
{
    private const int RecordLength = 32;
    private const long Format = 0x4C4F_4731;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[RecordLength];
    private LogProgress _current;

    public ProgressFile(string path, LogProgress current)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, FileOptions.WriteThrough);
        _current = current;
    }

    /// <summary>What the file says now.</summary>
    public LogProgress Current => _current;

    public static void Create(string path) => DurableFile.Replace(path, Encode(default, new byte[RecordLength]));

    /// <summary>Reads the record, or returns null when it is damaged.</summary>
    public static LogProgress? Read(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length != RecordLength
            || BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(RecordLength - 8)) != Crc32C.Compute(Format, content.AsSpan(0, RecordLength - 8)))
        {
            return null;
        }

        return new LogProgress(
            BinaryPrimitives.ReadInt64LittleEndian(content),
            BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8)),
            BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(16)));
    }

    /// <summary>Writes the record through to the disk.</summary>
    public void Write(LogProgress progress)
    {
        RandomAccess.Write(_handle, Encode(progress, _buffer), 0);
        _current = progress;
    }

    public void Dispose() => _handle.Dispose();

    private static byte[] Encode(LogProgress progress, byte[] buffer)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer, progress.LastIndex);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(8), progress.CommitIndex);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(16), progress.InstalledSnapshot);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(24), Crc32C.Compute(Format, buffer.AsSpan(0, RecordLength - 8)));
        return buffer;
    }
}
