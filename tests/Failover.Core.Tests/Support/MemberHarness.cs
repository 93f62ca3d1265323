namespace Failover.Core.Tests.Support;

/// <summary>
/// The session of member a, which coordinator "c" has welcomed on channel 1, and a clock in milliseconds. Lease 2,000 ms, safety
/// margin 100 ms, renewals each 250 ms.
/// </summary>
internal sealed class MemberHarness
{
    private readonly List<SessionOutput> _outputs = [];

    public MemberSession Session { get; } = new(new MemberSettings
    {
        Member = "a",
        Process = StateBuilder.ProcessOf("a"),
        Lease = TimeSpan.FromMilliseconds(2_000),
        SafetyMargin = TimeSpan.FromMilliseconds(100),
        RenewalInterval = TimeSpan.FromMilliseconds(250),
        RetryDelay = TimeSpan.FromMilliseconds(50),
    });

    public StateBuilder Log { get; } = StateBuilder.ThreeCandidates();

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    /// <summary>The number of the newest renewal that was sent.</summary>
    public long LastRenewal => Sent<SessionMessage.Renew>().LastOrDefault()?.Number ?? 0;

    /// <summary>A session that is open in the log, welcomed, and has a lease from the present time.</summary>
    public static MemberHarness Leased()
    {
        var harness = new MemberHarness();
        harness.Session.Applied(harness.Log.State, null, harness.Now);
        harness.Connect();
        harness.Receive(new SessionMessage.Confirmed(harness.LastRenewal, 1));
        return harness;
    }

    /// <summary>The same, leading the election "e" in term 1.</summary>
    public static MemberHarness Leading()
    {
        var harness = Leased();
        harness.Apply(new Command.Promote("e", 0, harness.Session.Id));
        harness.Clear();
        return harness;
    }

    public MemberHarness At(int milliseconds)
    {
        Now = TimeSpan.FromSeconds(100) + TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    /// <summary>Time goes on in small steps, as far as that.</summary>
    public MemberHarness TickUntil(int milliseconds)
    {
        for (var at = (int)(Now - TimeSpan.FromSeconds(100)).TotalMilliseconds; at <= milliseconds; at += 10)
        {
            At(at).Session.Tick(Now);
        }

        return this;
    }

    public void Connect(int channel = 1)
    {
        Session.CoordinatorIs("c", Now);
        Session.Dialled("c", channel, Now);
        Receive(new SessionMessage.Welcome(Session.Id), channel);
    }

    public void Receive(SessionMessage message, int channel = 1) => Session.Received(channel, message, Now);

    public void Apply(params IReadOnlyList<Command> commands)
    {
        Log.Apply(commands);
        Session.Applied(Log.State, Log.Events, Now);
    }

    /// <summary>All outputs so far, also those that were looked at.</summary>
    public IReadOnlyList<SessionOutput> Outputs()
    {
        _outputs.AddRange(Session.TakeOutputs());
        return _outputs;
    }

    public void Clear()
    {
        Outputs();
        _outputs.Clear();
    }

    public IEnumerable<T> Sent<T>()
        where T : SessionMessage => Outputs().OfType<SessionOutput.Send>().Select(send => send.Message).OfType<T>();

    public bool Acts(long term = 1) => Session.ActsIn("e", term, Now);
}
