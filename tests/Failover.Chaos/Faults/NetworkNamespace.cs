using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Failover.Chaos.Faults;

/// <summary>Moves threads between network namespaces. Linux only.</summary>
internal static partial class NetworkNamespace
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>Moves the calling thread into a namespace, for the rest of its life.</summary>
    /// <exception cref="Win32Exception">Not allowed.</exception>
    public static void Enter(SafeFileHandle name)
    {
        if (SetNamespace(name, CloneNewNet) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle name, int kind);
}
