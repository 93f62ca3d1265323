namespace Failover.Consensus.Tests;

public sealed class DataDirectoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_directory_in_use_names_itself_and_the_process_that_holds_it()
    {
        await using var cluster = await TestCluster.StartAsync(1);

        var error = await Assert.ThrowsAsync<DataDirectoryException>(() => OpenAsync(cluster.SettingsOf("m1")));

        Assert.Contains(cluster.SettingsOf("m1").DataDirectory, error.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_of_another_member_or_cluster_names_both()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        await cluster.StopAllAsync();
        var settings = cluster.SettingsOf("m1");

        var otherMember = await Assert.ThrowsAsync<DataDirectoryException>(() => OpenAsync(settings with { Self = "m2" }));
        var otherCluster = await Assert.ThrowsAsync<DataDirectoryException>(() => OpenAsync(settings with { ClusterId = "other" }));

        Assert.Contains("member 'm1' of cluster 'test', not to member 'm2'", otherMember.Message, StringComparison.Ordinal);
        Assert.Contains("of cluster 'test', not to member 'm1' of cluster 'other'", otherCluster.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_members_than_before_are_refused_because_they_could_be_another_majority()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        await cluster.StopAllAsync();
        var settings = cluster.SettingsOf("m1");

        var error = await Assert.ThrowsAsync<DataDirectoryException>(
            () => OpenAsync(settings with { Members = settings.Members.Where(member => member.Key == "m1").ToDictionary() }));

        Assert.Contains("with the members m1, m2, m3, but configured are m1.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("member", Damage.Deleted)]
    [InlineData("member", Damage.Emptied)]
    [InlineData("member", Damage.Halved)]
    [InlineData("progress", Damage.Deleted)]
    [InlineData("progress", Damage.Emptied)]
    [InlineData("progress", Damage.Halved)]
    [InlineData("raft/state", Damage.Deleted)]
    [InlineData("raft/state", Damage.Emptied)]
    [InlineData("raft/state", Damage.Halved)]
    [InlineData("raft/checkpoint", Damage.Deleted)]
    [InlineData("raft/checkpoint", Damage.Emptied)]
    [InlineData("raft/checkpoint", Damage.Halved)]
    [InlineData("raft/metadata/0", Damage.Deleted)]
    [InlineData("raft/metadata/0", Damage.Emptied)]
    [InlineData("raft/data/0", Damage.Deleted)]
    [InlineData("raft/data/0", Damage.Emptied)]
    [InlineData("raft", Damage.Deleted)]
    public async Task A_file_that_is_missing_or_cut_short_is_named_and_the_member_does_not_start(string file, Damage damage)
    {
        await using var cluster = await TestCluster.StartAsync(1);
        await cluster.ProposeAsync("a");
        await cluster.StopAllAsync();
        var settings = cluster.SettingsOf("m1");
        Apply(damage, Path.Combine(settings.DataDirectory, file));

        var error = await Assert.ThrowsAsync<DataDirectoryException>(() => OpenAsync(settings));

        Assert.Contains(Path.Combine(settings.DataDirectory, file.Split('/')[0]), error.FilePath, StringComparison.Ordinal);
        Assert.Contains(error.FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains("the-way-back", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("member", 0)]
    [InlineData("progress", 0)]
    [InlineData("raft/state", 0)]
    [InlineData("raft/checkpoint", 0)]
    [InlineData("raft/metadata/0", 256)]
    [InlineData("raft/data/0", 128)]
    public async Task A_changed_bit_is_refused_or_does_no_harm(string file, int length)
    {
        await using var cluster = await TestCluster.StartAsync(1);
        await cluster.ProposeAsync("a");
        await cluster.ProposeAsync("b");
        var raftTerm = cluster.Member("m1").Log.RaftTerm;
        await cluster.StopAllAsync();
        var settings = cluster.SettingsOf("m1");
        var path = Path.Combine(settings.DataDirectory, file);
        var pristine = settings.DataDirectory + ".pristine";
        CopyDirectory(settings.DataDirectory, pristine);
        var sound = await File.ReadAllBytesAsync(path, Token);
        var refused = 0;
        string[] entries = ["a", "b"];

        for (var index = 0; index < (length == 0 ? sound.Length : length); index++)
        {
            Directory.Delete(settings.DataDirectory, recursive: true);
            CopyDirectory(pristine, settings.DataDirectory);
            var changed = sound.ToArray();
            changed[index] ^= (byte)(1 << (index % 8));
            await File.WriteAllBytesAsync(path, changed, Token);

            try
            {
                var machine = new ListMachine();
                await using var log = await OpenAsync(settings, machine);

                // Nothing is lost, nothing is made up, and no vote can be given twice.
                Assert.True(log.Storage.RaftTerm >= raftTerm);
                Assert.Equal(2, log.Storage.LastEntryIndex);
                Assert.Equal(entries.Take(machine.Entries.Length), machine.Entries);
            }
            catch (DataDirectoryException error)
            {
                Assert.Contains(settings.DataDirectory, error.FilePath, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 0);
    }

    [Fact]
    public async Task Without_the_snapshot_that_the_log_goes_on_from_the_member_does_not_start()
    {
        await using var cluster = await TestCluster.StartAsync(1, entriesPerSnapshot: 20);
        for (var number = 0; number < 50; number++)
        {
            await cluster.ProposeAsync($"{number} {new string('x', 200_000)}");
        }

        await cluster.StopAllAsync();
        var settings = cluster.SettingsOf("m1");
        foreach (var snapshot in Directory.GetFiles(Path.Combine(settings.DataDirectory, "snapshots")))
        {
            Apply(Damage.Halved, snapshot);
        }

        var error = await Assert.ThrowsAsync<DataDirectoryException>(() => OpenAsync(settings));

        Assert.Contains("the-way-back", error.Message, StringComparison.Ordinal);
    }

    private static async Task<OpenLog> OpenAsync(ConsensusSettings settings, ListMachine? machine = null)
    {
        Exception? failure = null;
        var log = await OpenLog.OpenAsync(settings, machine ?? new ListMachine(), TestMarks.Create(), () => long.MaxValue, error => failure ??= error, Token);
        Assert.Null(failure);
        return log;
    }

    private static void Apply(Damage damage, string path)
    {
        switch (damage)
        {
            case Damage.Deleted when Directory.Exists(path):
                Directory.Delete(path, recursive: true);
                break;
            case Damage.Deleted:
                File.Delete(path);
                break;
            case Damage.Emptied:
                File.WriteAllBytes(path, []);
                break;
            case Damage.Halved:
                var content = File.ReadAllBytes(path);
                File.WriteAllBytes(path, content[..(content.Length / 2)]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage));
        }
    }

    private static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var directory in Directory.GetDirectories(from))
        {
            CopyDirectory(directory, Path.Combine(to, Path.GetFileName(directory)));
        }
    }
}
