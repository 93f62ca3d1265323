namespace TaskDispatch.Cluster;

/// <summary>The processes of a cluster did not do what was waited for. The message says what, and what each printed last.</summary>
/// <param name="message">The message.</param>
public sealed class DispatchClusterException(string message) : Exception(message);
