using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Failover.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Failover.Transport;

/// <summary>The cluster port over a network. Safe to use from any thread.</summary>
internal sealed class ClusterPort : IClusterPort
{
    private readonly ClusterPortOptions _options;
    private readonly IClusterNetwork _network;
    private readonly Func<long> _raftTerm;
    private readonly IMarkBook _marks;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly RateLimitedLog _refusals;
    private readonly SessionTable _sessions;
    private readonly AcceptedStreams _streams;
    private readonly PortDialler _dialler;
    private readonly Prober _prober;
    private readonly TaskCompletionSource<Exception> _listenerFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _closing;
    private readonly Lazy<Task> _disposal;
    private PortListener? _listener;
    private ILifelines? _lifelines;
    private int _started;

    /// <param name="options">Names, addresses and limits.</param>
    /// <param name="network">TCP, or a network in memory. Not disposed here.</param>
    /// <param name="raftTerm">
    /// The highest Raft term that this process knows. Called from any thread, for every answer, also after Raft has stopped; must not throw.
    /// </param>
    /// <param name="marks">What to tell in handshakes, and whom to tell what was heard.</param>
    /// <param name="timeProvider">Bounds handshakes and probes.</param>
    /// <param name="logger">Takes event ids 3000 to 3099.</param>
    public ClusterPort(
        ClusterPortOptions options, IClusterNetwork network, Func<long> raftTerm, IMarkBook marks, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _network = network;
        _raftTerm = raftTerm;
        _marks = marks;
        _timeProvider = timeProvider;
        _logger = logger;
        _refusals = new RateLimitedLog(timeProvider, logger);
        _sessions = new SessionTable(options, timeProvider, logger);
        _streams = new AcceptedStreams(options, _sessions);
        _dialler = new PortDialler(options, network, marks);
        _prober = new Prober(options, _dialler, timeProvider, _refusals);
        _closing = new Lazy<Task>(CloseStreamsAsync);
        _disposal = new Lazy<Task>(DisposeOnceAsync);
        RaftConnectionFactory = new RaftStreamDialler(options, _dialler, _refusals);
    }

    public ChannelReader<IFrameChannel> AcceptedSessions => _streams.Sessions;

    public IConnectionListenerFactory RaftListenerFactory => _streams.Raft;

    public IConnectionFactory RaftConnectionFactory { get; }

    public Task<Exception> ListenerFailed => _listenerFailed.Task;

    /// <summary>Where the port listens; null before it does.</summary>
    public EndPoint? LocalEndPoint { get; private set; }

    /// <summary>How many connections and session channels are open, or in their handshake.</summary>
    public int OpenConnections => _streams.Count + _dialler.Count + _sessions.Count + (_listener?.PendingHandshakes ?? 0);

    /// <exception cref="SocketException">The address is in use, or not this host's.</exception>
    /// <exception cref="InvalidOperationException">The port was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A cluster port starts once.");
        }

        var address = _options.ListenEndPoint ?? _options.Members[_options.Self];
        var listener = await _network.BindAsync(address, cancellationToken);
        LocalEndPoint = listener.EndPoint;
        _lifelines = listener as ILifelines;
        _listener = new PortListener(listener, _streams, _options, _raftTerm, _marks, _timeProvider, _refusals, _logger);
        _logger.Listening(_options.Self, listener.EndPoint, _options.Process);
        _ = ForwardFailureAsync(_listener.Failed);
    }

    public async Task<IFrameChannel> DialSessionAsync(string member, CancellationToken cancellationToken)
    {
        if (member == _options.Self)
        {
            return await DialSelfAsync();
        }

        if (!_options.Members.TryGetValue(member, out var address))
        {
            throw new IOException($"No member is called '{member}'.");
        }

        using var deadline = new CancellationTokenSource(_options.HandshakeTimeout, _timeProvider);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await DialSessionAsync(member, address, ended.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(
                $"Member '{member}' at {address} did not answer within {_options.HandshakeTimeout.TotalSeconds} s.", exception);
        }
        catch (SocketException exception)
        {
            throw new IOException($"Member '{member}' at {address} could not be reached: {exception.Message}.", exception);
        }
        catch (HandshakeException exception)
        {
            throw new IOException($"Member '{member}' at {address} refused a session: {exception.Message}.", exception);
        }
    }

    public Task<ProbeResult> ProbeAsync(string member, CancellationToken cancellationToken) =>
        _prober.ProbeAsync(member, cancellationToken);

    /// <summary>
    /// Closes the sessions, each after what it has queued, and the Raft streams, and takes no more of them; probes are answered still,
    /// until the port is disposed (rule 6). Idempotent.
    /// </summary>
    public Task CloseSessionsAsync() => _closing.Value;

    /// <summary>Closes sessions and Raft streams, and the listener last.</summary>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    private async Task<IFrameChannel> DialSessionAsync(string member, EndPoint address, CancellationToken cancellationToken)
    {
        var connection = await _dialler.OpenAsync(StreamKind.Session, member, address, cancellationToken);
        try
        {
            var answer = await _dialler.ReadAnswerAsync(connection.Transport.Input, member, cancellationToken);
            var lifeline = _lifelines?.Hold(connection.RemoteEndPoint!, _dialler.Greeting(StreamKind.Lifeline, member));
            return await _sessions.CreateAsync(connection, answer.Identity, lifeline);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<IFrameChannel> DialSelfAsync()
    {
        var (dialled, accepted) = await _sessions.CreateLocalPairAsync();
        if (_streams.TryTake(accepted))
        {
            return dialled;
        }

        await dialled.DisposeAsync();
        throw new IOException("The cluster port is closed.");
    }

    private async Task CloseStreamsAsync()
    {
        await _streams.StopAsync();
        await _sessions.CloseAllAsync();
        await _streams.CloseAsync();
    }

    private async Task DisposeOnceAsync()
    {
        await CloseSessionsAsync();
        await _dialler.CloseAsync();
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
            _logger.ListenerClosed(_options.Self);
        }
    }

    private async Task ForwardFailureAsync(Task<Exception> failed) => _listenerFailed.TrySetResult(await failed);
}
