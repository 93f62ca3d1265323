using Failover.Audit;
using Failover.Simulation.Model;

namespace Failover.Simulation.Checks;

/// <summary>All members have the same state after the same entry, whether they applied it or were given a snapshot.</summary>
internal sealed class AgreementCheck(World world) : Check(world, "agreement")
{
    private readonly Dictionary<long, int> _digests = new() { [0] = DigestOf(ClusterState.Initial) };

    public override void Applied(MemberProcess process, AppliedEntry applied)
    {
        var digest = DigestOf(applied.After);
        Hold(_digests.TryAdd(applied.Index, digest) || _digests[applied.Index] == digest, $"{process.Host.Member} has another state after entry {applied.Index}");
        Hold(applied.After.Index == applied.Index, $"{process.Host.Member} counts {applied.After.Index} after entry {applied.Index}");
    }

    public override void Restored(MemberProcess process, ClusterState state)
    {
        Hold(_digests[state.Index] == DigestOf(state), $"the snapshot that {process.Host.Member} read differs from the state at {state.Index}");
        Hold(AuditChain.FirstBroken(state.Audit.Records) is null, $"the audit trail that {process.Host.Member} read is broken");
    }

    private static int DigestOf(ClusterState state)
    {
        var hash = new HashCode();
        hash.Add(state.Audit.Head);
        hash.Add(state.Audit.Count);
        hash.Add(state.LastRequest);
        foreach (var member in state.Members.Values)
        {
            hash.Add((member.Name, member.LastIncarnation, member.Session?.Id, member.Session?.Process));
            hash.Add((member.Session?.Unfit, member.Session?.Deposed, member.Drained));
        }

        foreach (var election in state.Elections.Values)
        {
            hash.Add((election.Name, election.Leader, election.Term, election.Cause, election.Since, election.HandOver, election.Pause));
            foreach (var candidate in election.Candidates.Values)
            {
                hash.Add(candidate);
            }

            foreach (var quarantine in election.Quarantined.Values)
            {
                hash.Add(quarantine);
            }

            hash.Add(election.History.Length);
            hash.Add((election.Policy, election.PolicyRevision, election.IsForced));
            hash.Add((election.Request?.Number, election.Request?.Revision, election.Request?.Candidate, election.Request?.EvidenceDigest));
            hash.Add((election.Request?.IsEscalated, election.Request?.IsTimedOut, election.Request?.ApprovalsNeeded));
            foreach (var approval in election.Request?.Approvals ?? [])
            {
                hash.Add(approval);
            }

            foreach (var passed in election.PassedOver)
            {
                hash.Add(passed);
            }

            foreach (var term in election.RecentTerms)
            {
                hash.Add(term);
            }

            hash.Add(election.Last?.Labels.GetValueOrDefault("zone"));
        }

        foreach (var key in state.ResultOrder)
        {
            hash.Add(state.Results[key]);
        }

        return hash.ToHashCode();
    }
}
