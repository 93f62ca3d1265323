using System.Net;
using System.Text.Json;
using Failover.AspNetCore.Tests.Support;
using Failover.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Failover.AspNetCore.Tests.Events;

public sealed class EventTests
{
    [Fact]
    public async Task The_stream_begins_with_the_status_and_goes_on_with_what_is_new()
    {
        await using var host = await OperatorHost.StartAsync();
        host.Operations.Record("old", "older");
        using var events = await EventReader.OpenAsync(host);

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal("1000", (await events.NextAsync())!["retry"]);
        var first = (await events.NextAsync())!;
        Assert.Equal(("status", "2"), (first["event"], first["id"]));
        Assert.Equal(JsonSerializer.Serialize(host.Operations.Status, FailoverJson.Default.ClusterStatus), first["data"]);

        host.Operations.Record("promoted");
        var record = (await events.NextAsync())!;
        Assert.Equal(("audit", "3"), (record["event"], record["id"]));
        Assert.Equal(JsonSerializer.Serialize(host.Operations.ReadAudit(2, 1)[0], FailoverJson.Default.AuditRecord), record["data"]);
        Assert.Equal(["status 3"], await events.NextNamesAsync(1));
    }

    [Fact]
    public async Task A_reader_that_comes_back_misses_no_record_at_any_member()
    {
        await using var one = await OperatorHost.StartAsync();
        await using var other = await OperatorHost.StartAsync();
        one.Operations.Record("a", "b");
        using (var events = await EventReader.OpenAsync(one))
        {
            Assert.Equal(["status 2"], await events.NextNamesAsync(1));
        }

        other.Operations.Record("a", "b", "c", "d");
        using var again = await EventReader.OpenAsync(other, "", ("Last-Event-ID", "2"));

        Assert.Equal(["audit 3", "audit 4", "status 4"], await again.NextNamesAsync(3));
    }

    [Fact]
    public async Task A_member_that_is_behind_the_reader_repeats_nothing()
    {
        await using var host = await OperatorHost.StartAsync();
        host.Operations.Record("a", "b");
        using var events = await EventReader.OpenAsync(host, "", ("Last-Event-ID", "3"));

        Assert.Equal(["status 3"], await events.NextNamesAsync(1));
        host.Operations.Record("c");
        Assert.Equal(["status 3"], await events.NextNamesAsync(1));
        host.Operations.Record("d");
        Assert.Equal(["audit 4", "status 4"], await events.NextNamesAsync(2));
    }

    [Fact]
    public async Task The_first_position_may_be_in_the_query_and_the_header_counts_more()
    {
        await using var host = await OperatorHost.StartAsync();
        host.Operations.Record([.. Enumerable.Range(1, 250).Select(number => $"v{number}")]);

        using var all = await EventReader.OpenAsync(host, "?after=0");
        string[] expected = [.. Enumerable.Range(1, 250).Select(number => $"audit {number}"), "status 250"];
        Assert.Equal(expected, await all.NextNamesAsync(251));

        using var last = await EventReader.OpenAsync(host, "?after=0", ("Last-Event-ID", "249"));
        Assert.Equal(["audit 250", "status 250"], await last.NextNamesAsync(2));
    }

    [Theory]
    [InlineData("?after=x", null, "after")]
    [InlineData("?from=1", null, "from")]
    [InlineData("", "x", "Last-Event-ID")]
    [InlineData("", "-1", "Last-Event-ID")]
    public async Task A_wrong_position_is_refused(string query, string? header, string field)
    {
        await using var host = await OperatorHost.StartAsync();

        var problem = await OperatorHost.ReadProblemAsync(
            await host.GetAsync("/failover/events" + query, ("Last-Event-ID", header)), HttpStatusCode.BadRequest);

        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task In_silence_there_are_comments_and_at_last_an_end()
    {
        var clock = new FakeTimeProvider();
        await using var host = await OperatorHost.StartAsync(
            options =>
            {
                options.HeartbeatInterval = TimeSpan.FromSeconds(10);
                options.EventStreamDuration = TimeSpan.FromSeconds(25);
            },
            services: services => services.AddSingleton<TimeProvider>(clock));
        using var events = await EventReader.OpenAsync(host);
        await events.NextNamesAsync(1);

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["still there"], (await events.NextAsync())!.Values);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["still there"], (await events.NextAsync())!.Values);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await events.NextAsync());
        Assert.Equal(0, host.Operations.Watching);
    }

    [Fact]
    public async Task The_end_of_the_host_ends_the_streams_at_once()
    {
        await using var host = await OperatorHost.StartAsync();
        using var events = await EventReader.OpenAsync(host);
        await events.NextNamesAsync(1);

        await host.StopAsync();

        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task One_stream_more_than_allowed_is_refused_until_another_ends()
    {
        await using var host = await OperatorHost.StartAsync(options => options.MaxEventStreams = 2);
        using var first = await EventReader.OpenAsync(host);
        using var second = await EventReader.OpenAsync(host);
        await first.NextNamesAsync(1);
        await second.NextNamesAsync(1);

        var response = await host.GetAsync("/failover/events");
        Assert.NotNull(response.Headers.RetryAfter);
        await OperatorHost.ReadProblemAsync(response, HttpStatusCode.ServiceUnavailable);

        first.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            // The server learns of it when it learns of it.
            using var third = await host.GetAsync("/failover/events");
            if (third.IsSuccessStatusCode)
            {
                break;
            }

            limit.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task A_reader_that_does_not_read_skips_states_and_no_records()
    {
        await using var host = await OperatorHost.StartAsync();
        using var events = await EventReader.OpenAsync(host, "?after=0");
        Assert.Equal(["status 0"], await events.NextNamesAsync(1));

        const int most = 5_000;
        for (var number = 1; number <= most; number++)
        {
            host.Operations.Record($"v{number}");
        }

        var (records, states) = (0L, 0);
        while (records < most)
        {
            foreach (var name in await events.NextNamesAsync(1))
            {
                if (name.StartsWith("audit", StringComparison.Ordinal))
                {
                    Assert.Equal($"audit {++records}", name);
                }
                else
                {
                    states++;
                }
            }
        }

        Assert.InRange(states, 0, most - 1);
    }
}
