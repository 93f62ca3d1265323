using Failover.Chaos.Hook;
using Failover.Diagnostics;
using Failover.Testing;
using TaskDispatch.Cluster;

namespace Failover.Chaos.Faults;

/// <summary>The tests' hands in the members: each starts with the hook of <c>Failover.Chaos.Hook</c> and a file of its own to obey.</summary>
internal sealed class MemberHooks(int entriesPerSnapshot) : IDisposable
{
    private readonly Dictionary<string, MemberControl> _controls = [];
    private readonly List<ReservedPort> _ports = [];

    public MemberControl this[string member] => _controls[member];

    /// <summary>How often each step was reached, in all members and all their lives.</summary>
    public IReadOnlyDictionary<string, long> Reached =>
        Enum.GetValues<Failpoint>().ToDictionary(step => $"{step}", CountOf);

    public long CountOf(Failpoint step) => _controls.Values.Sum(control => (long)Volatile.Read(ref control.Reached(step)));

    /// <summary>A member's place, with the hook in it.</summary>
    /// <param name="name">The member.</param>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="place">Where it lives, or null for anywhere.</param>
    public MemberPlace Equip(string name, string directory, MemberPlace? place)
    {
        place ??= new MemberPlace($"127.0.0.1:{Reserve()}", $"http://127.0.0.1:{Reserve()}");
        var path = Path.Combine(directory, $"{name}.control");
        _controls[name] = MemberControl.Create(path);
        _controls[name][MemberControl.EntriesPerSnapshot] = entriesPerSnapshot;
        var environment = new Dictionary<string, string>(place.Surroundings.Environment)
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(MemberControl).Assembly.Location,
            [MemberControl.Variable] = path,
        };
        return place with { Surroundings = place.Surroundings with { Environment = environment } };
    }

    /// <summary>Lets a member die or stall when it reaches a step for the n-th time from now on.</summary>
    public void Arm(string member, Failpoint step, FailpointAction action, int times, TimeSpan stall)
    {
        var control = _controls[member];
        control[MemberControl.Step] = (int)step;
        control[MemberControl.Countdown] = times;
        control[MemberControl.StallMilliseconds] = (int)stall.TotalMilliseconds;
        control[MemberControl.Done] = 0;
        Volatile.Write(ref control[MemberControl.Action], (int)action);
    }

    public void Disarm(string member) => Volatile.Write(ref _controls[member][MemberControl.Action], (int)FailpointAction.Pass);

    /// <summary>Whether what a member was armed for has happened.</summary>
    public bool IsDone(string member) => Volatile.Read(ref _controls[member][MemberControl.Done]) > 0;

    public void Dispose()
    {
        foreach (var control in _controls.Values)
        {
            control.Dispose();
        }

        _ports.ForEach(port => port.Dispose());
    }

    private int Reserve()
    {
        var port = new ReservedPort();
        _ports.Add(port);
        return port.Number;
    }
}
