using System.Runtime.InteropServices;

namespace Failover.Transport;

/// <summary>What .NET's sockets do not offer: a thread's own table of open files, and open files handed from one table to another.</summary>
/// <remarks>The numbers are Linux's, as 64-bit x86 and Arm processors have them.</remarks>
internal static partial class LinuxSockets
{
    public const short PollIn = 0x1;
    public const short PollOut = 0x4;

    private const int AddressFamilyUnix = 1;
    private const int StreamType = 1;
    private const int SequencedPacketType = 5;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int DoNotWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int CloseReceivedOnExec = 0x40000000;
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const nint CloseRangeCall = 436;
    private const nint CloseRangeUnshare = 2;

    /// <summary>The highest number there is, which no open file has.</summary>
    private const nint NoFile = int.MaxValue;

    /// <summary>Whether this process can make the calls. Whether the kernel allows them is known after a try.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>
    /// Gives the calling thread a copy of the process's table of open files. False where the kernel, or its sandbox, does not do it.
    /// </summary>
    /// <remarks>By closing no file in a copy of the table: sandboxes that forbid <c>unshare</c> allow this.</remarks>
    public static bool TryUnshareFiles() => SystemCall(CloseRangeCall, NoFile, NoFile, CloseRangeUnshare) == 0;

    /// <summary>
    /// Leaves the handling of signals to the process's other threads: .NET's handler writes to a pipe by a number, which in another table is
    /// another file, or none, and then ends the process. Signals that say that this very thread failed, and the runtime's own, are still handled here.
    /// </summary>
    public static unsafe bool TryBlockSignals()
    {
        const int SetBytes = 128, Block = 0;
        ReadOnlySpan<int> own = [4, 5, 6, 7, 8, 11, 31, 32, 33, 34, 35]; // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS; the libraries'; the runtime's.
        var blocked = ulong.MaxValue;
        foreach (var signal in own)
        {
            blocked &= ~(1UL << (signal - 1));
        }

        var set = stackalloc ulong[SetBytes / sizeof(ulong)];
        new Span<byte>(set, SetBytes).Clear();
        set[0] = blocked;
        return SetSignalMask(Block, set, 0) == 0;
    }

    /// <summary>Two ends of a channel in this process that keeps messages apart and can carry open files; negative if there is none to have.</summary>
    public static unsafe (int One, int Other) CreatePair()
    {
        var ends = stackalloc int[2];
        return SocketPair(AddressFamilyUnix, SequencedPacketType | CloseOnExec, 0, ends) == 0 ? (ends[0], ends[1]) : (-1, -1);
    }

    /// <summary>Begins to connect; negative if that failed at once.</summary>
    /// <param name="address">The address as the operating system lays it out: the family, then the rest.</param>
    public static unsafe int BeginConnect(ReadOnlySpan<byte> address)
    {
        const int InProgress = 115;
        var socket = Socket(MemoryMarshal.Read<ushort>(address), StreamType | NonBlocking | CloseOnExec, 0);
        fixed (byte* pointer = address)
        {
            if (socket >= 0 && Connect(socket, pointer, address.Length) != 0 && LastError != InProgress)
            {
                Close(socket);
                return -1;
            }
        }

        return socket;
    }

    /// <summary>The next connection of a listener that does not block; negative if there is none, or for an error.</summary>
    public static int Accept(int listener) => Accept4(listener, 0, 0, CloseOnExec);

    /// <summary>Sends a byte without blocking. False if there is no room, or nobody at the other end.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public static unsafe bool TrySend(SafeHandle socket, byte note) => Send(socket, &note, 1, NoSignal | DoNotWait) == 1;

    /// <summary>Sends without blocking. False unless the operating system took all of it.</summary>
    public static unsafe bool TrySend(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            return Send(socket, pointer, bytes.Length, NoSignal | DoNotWait) == bytes.Length;
        }
    }

    /// <summary>Receives without blocking: how many bytes, 0 at the end, negative for an error.</summary>
    public static unsafe int Receive(int socket, Span<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            return (int)Receive(socket, pointer, bytes.Length, DoNotWait);
        }
    }

    /// <summary>Sends a byte and, unless it is negative, an open file. Waits for room.</summary>
    public static unsafe bool TrySendFile(int socket, byte note, int file)
    {
        var vector = new IoVector(&note, 1);
        var control = new FileMessage(file);
        var message = new Message(&vector, file < 0 ? null : &control, file < 0 ? 0 : sizeof(FileMessage));
        return SendMessage(socket, &message, NoSignal) == 1;
    }

    /// <summary>Receives a byte and the open file that came with it, without blocking: how many bytes, 0 at the end, negative for an error.</summary>
    /// <param name="socket">Where to receive.</param>
    /// <param name="note">The byte.</param>
    /// <param name="file">The open file; negative if none came, or the process has no number left for it.</param>
    public static unsafe int ReceiveFile(SafeHandle socket, out byte note, out int file)
    {
        byte received = 0;
        var vector = new IoVector(&received, 1);
        var control = new FileMessage(-1);
        var message = new Message(&vector, &control, sizeof(FileMessage));
        var count = (int)ReceiveMessage(socket, &message, DoNotWait | CloseReceivedOnExec);
        note = received;
        file = count == 1 && message.ControlLength >= FileMessage.Length ? control.File : -1;
        return count;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll([In, Out] PollEntry[] entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static unsafe partial int SetSignalMask(int how, ulong* set, nint earlier);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static unsafe partial int SocketPair(int family, int type, int protocol, int* ends);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static unsafe partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept4(int listener, nint address, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static unsafe partial nint Send(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static unsafe partial nint Send(SafeHandle socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static unsafe partial nint Receive(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint SendMessage(int socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessage(SafeHandle socket, Message* message, int flags);

    /// <summary>What to wait for on one open file (<c>struct pollfd</c>).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int File;
        public short Wanted;
        public short Found;
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly unsafe struct IoVector(byte* bytes, nint count)
    {
        private readonly byte* _bytes = bytes;
        private readonly nint _count = count;
    }

    /// <summary><c>struct msghdr</c>, also as musl has it on these processors: its shorter fields are followed by zeros.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly unsafe struct Message(IoVector* vector, FileMessage* control, nint controlLength)
    {
        private readonly nint _name = 0;
        private readonly nint _nameLength = 0;
        private readonly IoVector* _vector = vector;
        private readonly nint _vectors = 1;
        private readonly FileMessage* _control = control;
        private readonly nint _controlLength = controlLength;
        private readonly nint _flags = 0;

        public nint ControlLength => _controlLength;
    }

    /// <summary>A <c>struct cmsghdr</c> that carries one open file.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    private readonly struct FileMessage(int file)
    {
        public const int Length = 20;

        private readonly nint _length = Length;
        private readonly int _level = SocketLevel;
        private readonly int _type = Rights;

        public int File { get; } = file;
    }
}
