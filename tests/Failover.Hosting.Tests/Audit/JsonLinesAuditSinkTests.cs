using Failover.Audit;
using Failover.Hosting.Audit;

namespace Failover.Hosting.Tests.Audit;

/// <summary>The audit file goes on where it was, whatever a crash left of its last line.</summary>
public sealed class JsonLinesAuditSinkTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("failover-audit-").FullName;

    private string FileName => Path.Combine(_directory, "sub", "audit.jsonl");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_begins_with_nothing_and_goes_on_after_the_last_record()
    {
        var sink = new JsonLinesAuditSink(FileName);
        Assert.Equal(0, await sink.ReadLastNumberAsync(Cancelled));
        await sink.WriteAsync([Record(1), Record(2)], Cancelled);
        await sink.WriteAsync([Record(3)], Cancelled);

        Assert.Equal(3, await new JsonLinesAuditSink(FileName).ReadLastNumberAsync(Cancelled));
        Assert.Equal(3, File.ReadLines(FileName).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_line_that_was_cut_short_is_removed(int missing)
    {
        var sink = new JsonLinesAuditSink(FileName);
        await sink.WriteAsync([Record(1), Record(2)], Cancelled);
        using (var file = new FileStream(FileName, FileMode.Open))
        {
            file.SetLength(file.Length - missing);
        }

        Assert.Equal(1, await sink.ReadLastNumberAsync(Cancelled));
        await sink.WriteAsync([Record(2)], Cancelled);
        Assert.Equal(2, await sink.ReadLastNumberAsync(Cancelled));
        Assert.Equal(2, File.ReadLines(FileName).Count());
    }

    [Fact]
    public async Task Damage_within_the_file_is_an_error_that_names_it_and_removes_nothing()
    {
        await new JsonLinesAuditSink(FileName).WriteAsync([Record(1), Record(2)], Cancelled);
        var lines = File.ReadAllLines(FileName);
        File.WriteAllLines(FileName, [lines[0], "{ not a record", lines[1]]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await new JsonLinesAuditSink(FileName).ReadLastNumberAsync(Cancelled));

        Assert.Contains($"Line 2 of the audit file '{FileName}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadLines(FileName).Count());
    }

    private static AuditRecord Record(long number) => new()
    {
        Number = number,
        Index = number,
        RaftTerm = 1,
        At = DateTimeOffset.UnixEpoch,
        Coordinator = "n1",
        Verb = "promoted",
        Reason = "ä reason with ünicode",
    };
}
