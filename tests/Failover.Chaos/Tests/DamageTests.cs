using System.Buffers.Binary;
using Failover.Chaos.Faults;

namespace Failover.Chaos.Tests;

/// <summary>That damage is damage, and that what a member has forgotten is found.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("failover-chaos-").FullName;

    public static TheoryData<string> Damages => [.. Enum.GetNames<FileDamage>()];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Damages))]
    public void Each_damage_changes_the_file(string damage)
    {
        byte[] content = [.. Enumerable.Range(1, 100).Select(number => (byte)number), .. new byte[100]];
        var path = Path.Combine(_directory, "file");
        File.WriteAllBytes(path, content);

        new DamagedFile("file", Enum.Parse<FileDamage>(damage)).Apply(_directory);

        Assert.True(!File.Exists(path) || !content.SequenceEqual(File.ReadAllBytes(path)));
    }

    [Fact]
    public void Nothing_is_forgotten_by_a_directory_that_holds_as_much_or_more()
    {
        var promised = Write(raftTerm: 7, vote: 1, acknowledged: 20, stored: 20);

        Assert.Null(promised.ForgottenBy(Write(raftTerm: 7, vote: 1, acknowledged: 20, stored: 20)));
        Assert.Null(promised.ForgottenBy(Write(raftTerm: 8, vote: 2, acknowledged: 25, stored: 25)));
    }

    [Theory]
    [InlineData(6, 1, 20, "Raft term 7 is forgotten")]
    [InlineData(7, 2, 20, "The vote of Raft term 7 is forgotten")]
    [InlineData(7, 1, 19, "Entries up to 20 were acknowledged")]
    public void What_is_forgotten_is_found(long raftTerm, byte vote, long stored, string expected)
    {
        var promised = Write(raftTerm: 7, vote: 1, acknowledged: 20, stored: 20);

        Assert.StartsWith(expected, promised.ForgottenBy(Write(raftTerm, vote, acknowledged: stored, stored)), StringComparison.Ordinal);
    }

    /// <summary>What is left of a vote in an earlier Raft term is no promise. Found by the campaign of seed 25000, where zeroing it was called a vote forgotten.</summary>
    [Fact]
    public void A_vote_that_was_not_given_cannot_be_forgotten()
    {
        var promised = Write(raftTerm: 7, vote: 1, acknowledged: 20, stored: 20, hasVote: 0);

        Assert.Null(promised.ForgottenBy(Write(raftTerm: 7, vote: 0, acknowledged: 20, stored: 20, hasVote: 0)));
        Assert.NotNull(Write(raftTerm: 7, vote: 1, acknowledged: 20, stored: 20).ForgottenBy(promised));
    }

    private Promises Write(long raftTerm, byte vote, long acknowledged, long stored, byte hasVote = 1)
    {
        var raft = Directory.CreateDirectory(Path.Combine(_directory, "raft")).FullName;
        byte[] state = [hasVote, vote, .. new byte[8]];
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(2), raftTerm);
        File.WriteAllBytes(Path.Combine(raft, "state"), state);
        var checkpoint = new byte[20];
        BinaryPrimitives.WriteInt64LittleEndian(checkpoint.AsSpan(12), stored);
        File.WriteAllBytes(Path.Combine(raft, "checkpoint"), checkpoint);
        var progress = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(progress, acknowledged);
        File.WriteAllBytes(Path.Combine(_directory, "progress"), progress);
        return Promises.Read(_directory);
    }
}
