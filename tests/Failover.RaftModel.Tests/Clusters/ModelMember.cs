using Failover.Simulation.Model;

namespace Failover.RaftModel.Tests.Clusters;

/// <summary>A process of the model with nothing in it but a view.</summary>
internal sealed class ModelMember(MemberView view) : IRaftProcess
{
    private LogPosition _last;

    public MemberView View => view;

    public bool IsAlive { get; set; } = true;

    public bool IsPaused => false;

    public long ApplyLag => 0;

    /// <summary>What it has been asked and not answered.</summary>
    public List<Answer> Open { get; } = [];

    public void Run(Action action)
    {
        if (IsAlive)
        {
            action();
        }
    }

    public void BecameCoordinator(long raftTerm) => view.OnBecameCoordinator(raftTerm);

    public void CeasedCoordinator()
    {
        // The model says it also of a leadership that it had not announced; a driver does not care.
        if (view.LeadsIn is { } raftTerm)
        {
            view.OnCeasedCoordinator(raftTerm);
        }
    }

    public void Stored(long raftTerm, long index) => view.OnStored(raftTerm, index);

    public void CoordinatorChanged(string? member) => view.OnCoordinatorChanged(member);

    public void Apply(long index, long raftTerm, byte[] entry)
    {
        _last = new LogPosition(index, raftTerm);
        view.Apply(_last, entry);
    }

    public byte[] CreateSnapshot() => view.CreateSnapshot().ToArray();

    public void Restore(byte[] state) => view.Restore(_last, state);
}
