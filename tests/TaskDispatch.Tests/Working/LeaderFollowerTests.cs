using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TaskDispatch.Records;
using TaskDispatch.Tests.Support;
using TaskDispatch.Working;

namespace TaskDispatch.Tests.Working;

/// <summary>What the follower does when its stream of changes ends.</summary>
public sealed class LeaderFollowerTests : IDisposable
{
    private readonly TempDirectory _records = new();
    private readonly FakeElection _election = new("a");
    private readonly FakeTimeProvider _time = new();
    private readonly TaskDispatchOptions _options = new() { RetryDelay = TimeSpan.FromSeconds(1) };
    private readonly MemberRecord _record;
    private readonly LeaderFollower _follower;

    public LeaderFollowerTests()
    {
        _record = new MemberRecord(_records.FullName, "a");
        _follower = new LeaderFollower(_election, _record, Options.Create(_options), _time, NullLogger<LeaderFollower>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _follower.Dispose();
        _record.Dispose();
        _records.Dispose();
    }

    [Fact]
    public async Task It_does_not_watch_a_member_that_stops_again_and_again()
    {
        _election.See(1, "b", "http://127.0.0.1:1");
        await _follower.StartAsync(Cancel);
        await SeenAsync(1);
        _election.Complete();

        await _follower.ExecuteTask!.WaitAsync(Eventually.Limit, Cancel);
        Assert.Equal(1, _election.WatchCount);
        Assert.Single(MemberRecordReader.ReadFile(_record.FilePath), line => line.Kind == RecordKind.LeaderSeen);
        Assert.Equal("b", _follower.Current.Snapshot.Leader?.Member);
    }

    [Fact]
    public async Task It_watches_again_after_a_pause_when_it_fell_behind()
    {
        _election.See(1, null, null);
        await _follower.StartAsync(Cancel);
        await SeenAsync(1);
        _election.BreakWatches();
        _election.See(2, "b", "http://127.0.0.1:1");
        await Eventually.TrueAsync("it watches again", () =>
        {
            _time.Advance(_options.RetryDelay / 10);
            return Task.FromResult(_election.WatchCount == 2);
        });

        Assert.True(_time.GetUtcNow() - _time.Start >= _options.RetryDelay);
        await SeenAsync(2);
        await _follower.StopAsync(Cancel);
    }

    private Task SeenAsync(long term) => Eventually.TrueAsync($"term {term} is seen", () => Task.FromResult(_follower.Current.Snapshot.Term == term));
}
