using DotNext.IO.Log;
using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Failover.Consensus.Tests;

/// <summary>Design section 5, rule 10, at the log of one member, with a test in the part of Raft.</summary>
public sealed class DurableLogTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new(1);
    private readonly ListMachine _machine = new();
    private Exception? _failure;
    private long _freeSpace = long.MaxValue;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_cut_short_on_the_way_is_refused_and_those_before_it_are_kept()
    {
        await using var log = await OpenAsync();
        var whole = FakeEntries.Whole(1, "whole");
        var other = FakeEntries.Whole(1, "cut short").Content;

        foreach (var length in Enumerable.Range(0, other.Length))
        {
            var cut = new FakeEntries.Entry(1, other[..length], other.Length);
            await Assert.ThrowsAsync<InvalidDataException>(() => AppendAsync(log, 1, new FakeEntries(cut)));
        }

        // Even when the length was changed as well.
        var changed = new FakeEntries.Entry(1, other[..^1], null);
        await Assert.ThrowsAsync<InvalidDataException>(() => AppendAsync(log, 1, new FakeEntries(whole, changed)));
        Assert.Equal(0, log.Storage.LastEntryIndex);
        Assert.Null(_failure);

        await AppendAsync(log, 1, new FakeEntries(whole, FakeEntries.Whole(1, "next")));
        Assert.Equal(2, log.Storage.LastEntryIndex);
    }

    [Fact]
    public async Task An_entry_of_a_wrong_Raft_term_or_with_a_changed_bit_is_refused()
    {
        await using var log = await OpenAsync();
        var sound = FakeEntries.Whole(1, "sound").Content;

        await Assert.ThrowsAsync<InvalidDataException>(() => AppendAsync(log, 1, new FakeEntries(new FakeEntries.Entry(2, sound, null))));
        for (var index = 0; index < sound.Length; index++)
        {
            var changed = sound.ToArray();
            changed[index] ^= 1;
            await Assert.ThrowsAsync<InvalidDataException>(() => AppendAsync(log, 1, new FakeEntries(new FakeEntries.Entry(1, changed, null))));
        }
    }

    [Fact]
    public async Task Entries_are_on_disk_and_on_record_before_they_are_acknowledged()
    {
        await using (var log = await OpenAsync())
        {
            for (var index = 1; index <= 20; index++)
            {
                await AppendAsync(log, index, new FakeEntries(FakeEntries.Whole(1, $"e{index}")));
                Assert.Equal(index, ProgressFile.Read(PathOf("progress"))!.Value.LastIndex);
                Assert.True(RaftCheckpointFile.Read(PathOf("raft", "checkpoint"))!.Value.LastIndex >= index);
            }
        }

        await using var reopened = await OpenAsync();
        Assert.Equal(20, reopened.Storage.LastEntryIndex);
    }

    [Fact]
    public async Task A_vote_that_was_cancelled_before_it_was_written_is_not_put_on_record_again_and_again()
    {
        var candidate = ClusterMemberId.FromEndPoint(LoopbackNetwork.Reserve());
        await using var log = await OpenAsync();
        await ((IPersistentState)log.Storage).UpdateTermAsync(7, resetLastVote: true, Token);
        await log.Storage.KeepPromisesAsync(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await ((IPersistentState)log.Storage).UpdateVotedForAsync(candidate, new CancellationToken(canceled: true)));
        var before = Record();

        await log.Storage.KeepPromisesAsync(Token);

        Assert.Equal(before.Marks, Record().Marks);
    }

    [Fact]
    public async Task A_vote_is_on_record_before_anything_is_sent()
    {
        var candidate = ClusterMemberId.FromEndPoint(LoopbackNetwork.Reserve());
        await using (var log = await OpenAsync())
        {
            await ((IPersistentState)log.Storage).UpdateTermAsync(7, resetLastVote: true, Token);
            await log.Storage.KeepPromisesAsync(Token);
            Assert.Equal((7, null), (Record().RaftTerm, Record().Vote));

            await ((IPersistentState)log.Storage).UpdateVotedForAsync(candidate, Token);
            await log.Storage.KeepPromisesAsync(Token);
            Assert.Equal(7, Record().RaftTerm);
            Assert.Equal(RaftStateFile.Read(PathOf("raft", "state")), (7, Record().Vote));
            Assert.NotNull(Record().Vote);
        }

        await using var reopened = await OpenAsync();
        Assert.True(((IPersistentState)reopened.Storage).IsVotedFor(candidate));
        Assert.False(((IPersistentState)reopened.Storage).IsVotedFor(ClusterMemberId.FromEndPoint(LoopbackNetwork.Reserve())));
    }

    [Fact]
    public async Task A_late_repetition_takes_nothing_back()
    {
        await using var log = await OpenAsync();
        await AppendAsync(log, 1, new FakeEntries([.. Enumerable.Range(1, 10).Select(number => FakeEntries.Whole(1, $"e{number}"))]));

        await AppendAsync(log, 3, new FakeEntries(FakeEntries.Whole(1, "e3"), FakeEntries.Whole(1, "e4")));
        await AppendAsync(log, 5, new FakeEntries());

        Assert.Equal(10, log.Storage.LastEntryIndex);
        Assert.Equal(10, ProgressFile.Read(PathOf("progress"))!.Value.LastIndex);
    }

    [Fact]
    public async Task Entries_that_a_new_coordinator_has_otherwise_are_replaced()
    {
        await using (var log = await OpenAsync())
        {
            await AppendAsync(log, 1, new FakeEntries([.. Enumerable.Range(1, 10).Select(number => FakeEntries.Whole(1, $"e{number}"))]));
            await AppendAsync(log, 4, new FakeEntries(FakeEntries.Whole(1, "e4"), FakeEntries.Whole(2, "f5"), FakeEntries.Whole(2, "f6")));
            await ((IAuditTrail)log.Storage).CommitAsync(6, Token);
            await _machine.UntilAsync("e1", "e2", "e3", "e4", "f5", "f6");
            Assert.Equal(6, log.Storage.LastEntryIndex);
        }

        await using var reopened = await OpenAsync();
        Assert.Equal(6, reopened.Storage.LastEntryIndex);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_coordinator_and_this_member_have_on_disk_is_committed(bool coordinatorIsFirst)
    {
        await using var log = await OpenAsync();
        await ((IPersistentState)log.Storage).UpdateTermAsync(3, resetLastVote: true, Token);
        if (coordinatorIsFirst)
        {
            await log.Storage.CoordinatorStoredAsync(3, 2);
        }

        await AppendAsync(log, 1, new FakeEntries(FakeEntries.Whole(2, "e1")));
        Assert.Equal(0, log.Storage.LastCommittedEntryIndex);
        await AppendAsync(log, 2, new FakeEntries(FakeEntries.Whole(3, "e2"), FakeEntries.Whole(3, "e3")));
        if (!coordinatorIsFirst)
        {
            Assert.Equal(0, log.Storage.LastCommittedEntryIndex);
            await log.Storage.CoordinatorStoredAsync(3, 2);
        }

        Assert.Equal(2, log.Storage.LastCommittedEntryIndex);
        await _machine.UntilAsync("e1", "e2");
        Assert.Null(_failure);
    }

    /// <summary>
    /// An entry of an earlier Raft term may come from a coordinator that this member elected without having it: a third member, with an entry of a Raft
    /// term in between, could still be elected, and would replace it. And what is here of another Raft term is another entry.
    /// </summary>
    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 2)]
    public async Task What_two_have_is_not_committed_unless_it_is_of_the_present_Raft_term(long raftTerm, long entryTerm)
    {
        await using var log = await OpenAsync();
        await ((IPersistentState)log.Storage).UpdateTermAsync(raftTerm, resetLastVote: true, Token);

        await log.Storage.CoordinatorStoredAsync(3, 1);
        await AppendAsync(log, 1, new FakeEntries(FakeEntries.Whole(entryTerm, "e1")));
        await log.Storage.CoordinatorStoredAsync(3, 1);

        Assert.Equal(0, log.Storage.LastCommittedEntryIndex);
    }

    /// <summary>DotNext compares a snapshot with what is committed before it hands it over, and a coordinator may say meanwhile what it stored.</summary>
    [Fact]
    public async Task A_snapshot_of_what_has_been_committed_meanwhile_is_not_needed()
    {
        await using var log = await OpenAsync();
        await AppendAsync(log, 1, new FakeEntries(FakeEntries.Whole(1, "e1"), FakeEntries.Whole(1, "e2"), FakeEntries.Whole(1, "e3")));
        await ((IAuditTrail)log.Storage).CommitAsync(3, Token);
        var snapshot = new FakeEntries.Entry(1, SnapshotFormat.Encode(new LogPosition(2, 1), "[]"u8), null) { IsSnapshot = true };

        await ((IAuditTrail<IRaftLogEntry>)log.Storage).AppendAsync(snapshot, 2, Token);

        await _machine.UntilAsync("e1", "e2", "e3");
        Assert.Equal(0, _machine.Restored);
        Assert.Equal(3, log.Storage.LastEntryIndex);
        Assert.Null(_failure);
    }

    [Fact]
    public async Task What_is_not_on_disk_when_the_log_closes_is_not_called_stored()
    {
        await using var log = await OpenAsync();
        var entry = new BinaryLogEntry { Term = 0, Content = EntryEnvelope.Seal(0, [(byte)'x']) };
        var stored = new List<long>();
        var first = await log.Storage.AppendProposalAsync(entry, Token);
        await log.Storage.BeginFlushAsync(first, () => stored.Add(first));
        var second = await log.Storage.AppendProposalAsync(entry, Token);
        await log.Storage.DisposeAsync();

        await log.Storage.BeginFlushAsync(second, () => stored.Add(second));

        Assert.Equal([first], stored);
    }

    [Fact]
    public async Task An_entry_of_a_leadership_that_is_over_is_not_appended()
    {
        await using var log = await OpenAsync();
        await AppendAsync(log, 1, new FakeEntries(FakeEntries.Whole(5, "e1")));

        await Assert.ThrowsAsync<NotCoordinatorException>(
            async () => await ((IAuditTrail<IRaftLogEntry>)log.Storage).AppendAsync(new EmptyLogEntry { Term = 4 }, Token));

        Assert.Equal(1, log.Storage.LastEntryIndex);
    }

    [Fact]
    public async Task A_full_disk_is_reported_and_nothing_is_acknowledged()
    {
        await using var log = await OpenAsync();
        await AppendAsync(log, 1, new FakeEntries(FakeEntries.Whole(1, "e1")));

        _freeSpace = 1_000_000;
        await Assert.ThrowsAsync<IOException>(() => AppendAsync(log, 2, new FakeEntries(FakeEntries.Whole(1, "e2"))));

        Assert.Contains("1000000 bytes left", _failure?.Message, StringComparison.Ordinal);
        Assert.Equal(1, log.Storage.LastEntryIndex);
    }

    [Fact]
    public async Task A_flush_that_fails_is_reported_and_not_tried_again()
    {
        await using var log = await OpenAsync();
        await AppendAsync(log, 1, new FakeEntries(FakeEntries.Whole(1, "e1")));
        Directory.Delete(PathOf("raft", "metadata"), recursive: true);

        await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(log, 2, new FakeEntries(FakeEntries.Whole(1, "e2"))));
        var first = _failure;
        Directory.CreateDirectory(PathOf("raft", "metadata"));
        await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(log, 2, new FakeEntries(FakeEntries.Whole(1, "e2"))));

        Assert.NotNull(first);
        Assert.Equal(1, ProgressFile.Read(PathOf("progress"))!.Value.LastIndex);
        Assert.Empty(Directory.GetFiles(PathOf("raft", "metadata")));
    }

    [Fact]
    public async Task Concurrent_appends_commits_and_heartbeats_take_turns()
    {
        await using var log = await OpenAsync();
        var trail = (IAuditTrail<IRaftLogEntry>)log.Storage;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(
            async () =>
            {
                var index = await log.Storage.AppendProposalAsync(
                    new BinaryLogEntry { Term = 0, Content = EntryEnvelope.Seal(0, [(byte)'x']) }, Token);
                await trail.AppendAsync(new FakeEntries(), index + 1, true, Token);
                await trail.CommitAsync(index, Token);
            },
            Token)));

        await _machine.UntilCountAsync(200);
        Assert.Equal(200, ProgressFile.Read(PathOf("progress"))!.Value.LastIndex);
        Assert.Null(_failure);
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private static Task AppendAsync(OpenLog log, long index, FakeEntries entries) =>
        ((IAuditTrail<IRaftLogEntry>)log.Storage).AppendAsync(entries, index, skipCommitted: true, Token).AsTask();

    private Task<OpenLog> OpenAsync() =>
        OpenLog.OpenAsync(_cluster.SettingsOf("m1"), _machine, TestMarks.Create(), () => _freeSpace, error => _failure ??= error, Token);

    private MemberRecord Record() => CheckedFile.Read(PathOf("member"), ConsensusJson.Default.MemberRecord)!;

    private string PathOf(params string[] parts) => Path.Combine([_cluster.SettingsOf("m1").DataDirectory, .. parts]);
}
