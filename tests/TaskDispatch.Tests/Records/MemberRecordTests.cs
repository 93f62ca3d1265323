using Failover;
using TaskDispatch.Records;
using TaskDispatch.Store;
using TaskDispatch.Tests.Support;

namespace TaskDispatch.Tests.Records;

public sealed class MemberRecordTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var leadership = new FakeLeadership(3);
        using var record = new MemberRecord(_directory.FullName, "n1");
        var leader = new LeaderInfo("n1", 1, null, FakeElection.NoLabels);
        record.LeaderSeen(new ElectionSnapshot { Election = "dispatcher", Term = 3, Leader = leader });
        record.LeadershipBegan(leadership);
        var began = BootClock.NowNanoseconds;
        record.Act(leadership, "assign", began);
        leadership.Lose();
        record.Refused(new StaleTermException(new Fence("dispatcher", 3, "n1"), 4, "assign"));
        record.LeadershipEnded(leadership);
        record.Enqueued("key");

        var lines = MemberRecordReader.ReadDirectory(_directory.FullName);

        Assert.Equal(
            [
                RecordKind.Started, RecordKind.LeaderSeen, RecordKind.LeadershipBegan, RecordKind.Act, RecordKind.Refused,
                RecordKind.LeadershipEnded, RecordKind.Enqueued,
            ],
            lines.Select(line => line.Kind));
        Assert.All(lines, line => Assert.Equal(("n1", record.Process), (line.Member, line.Process)));
        Assert.Equal((3, "n1"), (lines[1].Term, lines[1].Leader));
        Assert.True(lines[2].Held);
        Assert.Equal((began, true, true, "assign"), (lines[3].AtNanoseconds, lines[3].Held, lines[3].HeldAtEnd, lines[3].Operation));
        Assert.InRange(lines[3].EndNanoseconds!.Value, began, BootClock.NowNanoseconds);
        Assert.Equal((3, 4), (lines[4].Term, lines[4].HighestTerm));
        Assert.False(lines[5].Held);
        Assert.Equal("key", lines[6].ClientKey);
    }

    [Fact]
    public void Acts_are_sampled_and_the_first_of_a_term_is_always_written()
    {
        using var record = new MemberRecord(_directory.FullName, "n1");
        Act(1, 0);
        Act(1, 4_999_999);
        Act(1, 5_000_000);
        Act(2, 5_000_001);

        Assert.Equal(
            [(1, 0), (1, 5_000_000), (2, 5_000_001)],
            MemberRecordReader.ReadFile(record.FilePath)
                .Where(line => line.Kind == RecordKind.Act)
                .Select(line => (line.Term!.Value, line.AtNanoseconds)));

        void Act(long term, long at)
        {
            var leadership = new FakeLeadership(term);
            if (at is 0 or 5_000_001)
            {
                record.LeadershipBegan(leadership);
            }

            record.Act(leadership, "write", at);
        }
    }

    [Fact]
    public void A_torn_last_line_is_left_out()
    {
        var path = Write("{\"atNanoseconds\":1,\"kind\":\"Started\",\"member\":\"a\",\"process\":\"a-1\"}\n{\"atNano");

        Assert.Equal(1, Assert.Single(MemberRecordReader.ReadFile(path)).AtNanoseconds);
    }

    [Fact]
    public void A_broken_line_elsewhere_is_an_error_that_says_where()
    {
        var path = Write("{\"atNano\n{\"atNanoseconds\":1,\"kind\":\"Started\",\"member\":\"a\",\"process\":\"a-1\"}\n");

        var error = Assert.Throws<InvalidDataException>(() => MemberRecordReader.ReadFile(path));
        Assert.Contains($"{path}, byte 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_process_loses_nothing_it_had_written_and_its_stamps_compare_with_ours()
    {
        var before = BootClock.NowNanoseconds;
        await using var child = new ChildProcess("record", _directory.FullName);
        var told = (await child.ReadLinesAsync(100)).Concat(await child.KillAsync()).ToList();
        var after = BootClock.NowNanoseconds;

        var lines = MemberRecordReader.ReadDirectory(_directory.FullName);
        Assert.Subset(lines.Select(line => line.ClientKey).ToHashSet(), told.ToHashSet<string?>());
        Assert.All(lines, line => Assert.InRange(line.AtNanoseconds, before, after));
    }

    private string Write(string text)
    {
        var path = _directory.File("hand-made.jsonl");
        File.WriteAllText(path, text);
        return path;
    }
}
