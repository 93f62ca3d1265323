using System.IO.Pipelines;

namespace Failover.Transport;

/// <summary>The two ends of a connection that its user holds.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;
}
