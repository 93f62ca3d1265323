namespace Failover.Transport;

/// <summary>How much a frame channel carries.</summary>
/// <param name="MaxFrameBytes">The longest frame, in bytes, in either direction.</param>
/// <param name="MaxQueuedFrames">How many frames may wait to be sent.</param>
/// <param name="MaxQueuedBytes">How many bytes may wait to be sent.</param>
internal readonly record struct FrameLimits(int MaxFrameBytes, int MaxQueuedFrames, int MaxQueuedBytes);
