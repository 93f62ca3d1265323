using System.Net;
using System.Net.Sockets;
using Failover.Diagnostics;

namespace Failover.Transport;

/// <summary>Asks an address who answers there (rules 4 and 6).</summary>
internal sealed class Prober(ClusterPortOptions options, PortDialler dialler, TimeProvider timeProvider, RateLimitedLog log)
{
    private static readonly ProbeResult Silent = new(ProbeOutcome.Silent);

    /// <summary>
    /// How often an address that took the connection and dropped it is dialled again at once: a process that dies closes its listener
    /// within a moment.
    /// </summary>
    private const int QuickRetries = 10;

    /// <summary>How long to wait before each later try.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(5);

    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ProbeResult> ProbeAsync(string member, CancellationToken cancellationToken)
    {
        if (!options.Members.TryGetValue(member, out var address))
        {
            return Silent;
        }

        using var deadline = new CancellationTokenSource(options.ProbeTimeout, timeProvider);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                // A dying process closes its sockets one by one: its listener may take a connection and be gone an instant later.
                if (await TryProbeAsync(member, address, ended.Token) is { } result)
                {
                    return result;
                }

                if (tries > QuickRetries)
                {
                    await Task.Delay(RetryDelay, timeProvider, ended.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Silent;
        }
    }

    /// <summary>One attempt; null when a connection ended before an answer, or while it was made.</summary>
    private async Task<ProbeResult?> TryProbeAsync(string member, EndPoint address, CancellationToken cancellationToken)
    {
        var opening = dialler.OpenAsync(StreamKind.Probe, member, address, cancellationToken).AsTask();
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        switch (opening.Exception?.InnerException)
        {
            case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                return new ProbeResult(ProbeOutcome.Refused);
            case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NotConnected }:
                return null;
            case SocketException:
                return Silent;
            case IOException:
                return dialler.IsClosed ? Silent : null;
        }

        var connection = await opening; // Throws for a cancellation.
        await using (connection)
        {
            try
            {
                var answer = await dialler.ReadAnswerAsync(connection.Transport.Input, member, cancellationToken);
                return new ProbeResult(ProbeOutcome.Answered, answer.Identity, answer.RaftTerm);
            }
            catch (HandshakeException exception)
            {
                log.Write((logger, more) => logger.StreamWasRefused(StreamKind.Probe, member, exception.Message, more));
                return Silent;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
