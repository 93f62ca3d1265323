using Failover.Audit;
using static Failover.Core.Tests.Support.StateBuilder;

namespace Failover.Core.Tests.Audit;

public sealed class AuditTrailTests
{
    [Fact]
    public void Records_are_numbered_without_gaps_and_bound_to_each_other()
    {
        var trail = Trail();

        Assert.Equal(Enumerable.Range(1, trail.Records.Count).Select(number => (long)number), trail.Records.Select(record => record.Number));
        Assert.Equal(trail.Head, trail.Records[^1].Hash);
        Assert.Null(AuditChain.FirstBroken(trail.Records));
    }

    [Fact]
    public void A_changed_record_is_found_whichever_field_it_is()
    {
        var records = Trail().Records;
        Func<AuditRecord, AuditRecord>[] changes =
        [
            record => record with { Index = record.Index + 1 },
            record => record with { RaftTerm = record.RaftTerm + 1 },
            record => record with { At = record.At.AddTicks(1) },
            record => record with { Coordinator = "x" },
            record => record with { Verb = "x" },
            record => record with { Election = record.Election is null ? "" : null },
            record => record with { Member = "x" },
            record => record with { Term = record.Term + 1 },
            record => record with { Cause = VacancyCause.Operator },
            record => record with { Actor = "x" },
            record => record with { Reason = "x" },
            record => record with { Refused = !record.Refused },
            record => record with { Request = 9 },
            record => record with { Revision = 9 },
            record => record with { From = "x" },
            record => record with { Method = "x" },
            record => record with { Address = "x" },
            record => record with { EvidenceDigest = "x" },
            record => record with { Detail = "x" },
            record => record with { VacantMs = 1.5 },
        ];

        foreach (var change in changes)
        {
            Assert.Equal(4, AuditChain.FirstBroken(records.SetItem(3, change(records[3]))));
        }
    }

    [Fact]
    public void A_record_that_was_taken_out_or_put_in_is_found()
    {
        var records = Trail().Records;

        Assert.Equal(4, AuditChain.FirstBroken(records.RemoveAt(2)));
        Assert.Equal(3, AuditChain.FirstBroken(records.Insert(3, records[2])));
    }

    [Fact]
    public void Fields_that_run_into_each_other_give_different_hashes()
    {
        var record = Trail().Records[0];

        Assert.NotEqual(
            AuditHash.Of("", record with { Actor = "ab", Reason = "c" }),
            AuditHash.Of("", record with { Actor = "a", Reason = "bc" }));
    }

    [Fact]
    public void The_trail_keeps_the_latest_records_and_counts_all()
    {
        var builder = ThreeCandidates();
        for (var i = 0; i < AuditTrail.Length + 5; i++)
        {
            builder.Apply(new Command.SetFitness(Id("a"), i % 2 == 0 ? "disk" : null));
        }

        var trail = builder.State.Audit;
        Assert.Equal(AuditTrail.Length, trail.Records.Count);
        Assert.Equal(trail.Count, trail.Records[^1].Number);
        Assert.True(trail.Count > AuditTrail.Length);
        Assert.Null(AuditChain.FirstBroken(trail.Records));
    }

    private static AuditTrail Trail() => ThreeCandidates().Lead("a")
        .Apply(new Command.Drain("a", By("k")))
        .Apply(new Command.CloseSession(Id("a"), VacancyCause.CrashConfirmed, "refused"))
        .State.Audit;
}
