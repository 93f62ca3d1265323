using System.Net;
using Failover.Transport;

namespace Failover.Consensus.Tests;

/// <summary>How a member finds out that its data directory is older than what it promised.</summary>
public sealed class MarkBookTests : IDisposable
{
    private static readonly Dictionary<string, EndPoint> s_members =
        Enumerable.Range(1, 3).ToDictionary(number => $"m{number}", _ => (EndPoint)new IPEndPoint(IPAddress.Loopback, 1));

    private readonly string _root = Directory.CreateTempSubdirectory("failover-marks-").FullName;

    private ConsensusSettings Settings => new()
    {
        ClusterId = "test",
        Self = "m1",
        Members = s_members,
        DataDirectory = Path.Combine(_root, "m1"),
    };

    private string Rejoin => Path.Combine(Settings.DataDirectory, "rejoin");

    [Fact]
    public void A_directory_that_went_on_had_every_mark_that_was_told()
    {
        Mark atFirst, later;
        using (var life = new Life(Settings))
        {
            atFirst = life.Mark;
            life.WriteAgain();
            later = life.Mark;
        }

        using var next = new Life(Settings);

        Assert.True(next.IsToldOf(atFirst));
        Assert.True(next.IsToldOf(later));
        Assert.True(next.IsToldOf(default));
        Assert.True(next.Mark.Number > later.Number);
        Assert.Null(next.Failure);
    }

    [Fact]
    public void Who_has_not_said_that_it_remembers_the_newest_mark_is_told_again()
    {
        using var life = new Life(Settings);
        Assert.Equal(["m2", "m3"], life.Book.Unaware(s_members.Keys));

        Assert.True(life.IsToldOf(life.Mark));
        Assert.Equal(["m3"], life.Book.Unaware(s_members.Keys));

        life.WriteAgain();
        Assert.Equal(["m2", "m3"], life.Book.Unaware(s_members.Keys));
    }

    [Fact]
    public void An_older_copy_is_found_by_who_remembers_more_and_never_starts_again()
    {
        var backup = Backup(beyond: 3, out var remembered);
        Restore(backup);

        using (var restored = new Life(Settings))
        {
            Assert.False(restored.IsToldOf(remembered));
            Assert.False(restored.IsToldOf(default));
            AssertNames("m2", restored.Failure);
        }

        AssertNames("m2", Assert.Throws<DataDirectoryException>(() => new Life(Settings)));
    }

    [Fact]
    public void What_was_said_before_the_directory_was_open_counts_before_anything_is_promised()
    {
        var backup = Backup(beyond: 3, out var remembered);
        using (var original = new Life(Settings, toldBefore: remembered))
        {
            Assert.Null(original.Failure);
            Assert.Equal(["m2", "m3"], original.Book.Unaware(s_members.Keys)); // Its start wrote another mark.
        }

        Restore(backup);
        using (var restored = new Life(Settings, toldBefore: remembered))
        {
            AssertNames("m2", restored.Failure);
        }

        AssertNames("m2", Assert.Throws<DataDirectoryException>(() => new Life(Settings)));
    }

    [Fact]
    public void An_older_copy_is_found_though_it_has_written_as_often_since()
    {
        var backup = Backup(beyond: 1, out var remembered);
        Restore(backup);
        using var restored = new Life(Settings);
        while (restored.Mark.Number <= remembered.Number)
        {
            restored.WriteAgain();
        }

        Assert.False(restored.IsToldOf(remembered));
    }

    [Fact]
    public void An_emptied_directory_is_found()
    {
        Backup(beyond: 0, out var remembered);
        Directory.Delete(Settings.DataDirectory, recursive: true);

        using var emptied = new Life(Settings);

        Assert.False(emptied.IsToldOf(remembered));
        AssertNames("m2", emptied.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_is_to_rejoin_is_believed_once(bool wasRefusedBefore)
    {
        Backup(beyond: 5, out var remembered);
        Directory.Delete(Settings.DataDirectory, recursive: true);
        if (wasRefusedBefore)
        {
            using var refused = new Life(Settings);
            Assert.False(refused.IsToldOf(remembered));
        }

        Directory.CreateDirectory(Settings.DataDirectory);
        File.WriteAllText(Rejoin, "");
        using (var rejoining = new Life(Settings))
        {
            // Different members remember different moments.
            Assert.True(rejoining.IsToldOf(remembered with { Number = remembered.Number - 2 }));
            Assert.True(rejoining.IsToldOf(remembered));
            Assert.True(rejoining.Mark.Number > remembered.Number);
            Assert.False(File.Exists(Rejoin));
        }

        Directory.Delete(Settings.DataDirectory, recursive: true);
        using var emptiedAgain = new Life(Settings);
        Assert.False(emptiedAgain.IsToldOf(remembered));
    }

    [Fact]
    public void Who_was_refused_and_rejoins_among_members_that_remember_nothing_more_starts_as_usual_afterwards()
    {
        Restore(Backup(beyond: 3, out var remembered));
        using (var refused = new Life(Settings))
        {
            refused.IsToldOf(remembered);
        }

        File.WriteAllText(Rejoin, "");
        using (var rejoining = new Life(Settings))
        {
            Assert.True(rejoining.IsToldOf(default));
        }

        using var next = new Life(Settings);
        Assert.Null(next.Failure);
    }

    [Fact]
    public void Who_waits_to_rejoin_may_start_more_than_once()
    {
        Backup(beyond: 2, out var remembered);
        Directory.Delete(Settings.DataDirectory, recursive: true);
        Directory.CreateDirectory(Settings.DataDirectory);
        File.WriteAllText(Rejoin, "");
        new Life(Settings).Dispose();

        using var rejoining = new Life(Settings);

        Assert.True(rejoining.IsToldOf(remembered));
    }

    [Fact]
    public void Of_marks_older_than_it_keeps_a_member_can_not_tell_and_believes_them()
    {
        using var life = new Life(Settings);
        var first = life.Mark;
        for (var times = 1; times <= 40; times++)
        {
            life.WriteAgain();
        }

        Assert.True(life.IsToldOf(first with { Id = Guid.NewGuid() }));
        Assert.False(life.IsToldOf(life.Mark with { Id = Guid.NewGuid() }));
    }

    [Fact]
    public void What_is_remembered_of_others_survives_a_restart_and_never_goes_back()
    {
        var (older, newer) = (new Mark(4, Guid.NewGuid()), new Mark(9, Guid.NewGuid()));
        using (var life = new Life(Settings))
        {
            life.Book.Hear("m3", new Marks(newer, default, default));
            life.Book.Hear("m3", new Marks(older, default, newer));
        }

        using var next = new Life(Settings);

        Assert.Equal(newer, next.Book.For("m3").Listener);
        Assert.Equal(default, next.Book.For("m2").Listener);
    }

    [Fact]
    public void What_is_remembered_is_kept_until_the_member_says_that_it_had_it()
    {
        var (before, copy, later) = (new Mark(3, Guid.NewGuid()), new Mark(5, Guid.NewGuid()), new Mark(6, Guid.NewGuid()));
        using var life = new Life(Settings);
        life.Book.Hear("m3", new Marks(before, default, default));

        // A copy that has written more often before it was heard of, and whose answer may get lost.
        life.Book.Hear("m3", new Marks(copy, default, default));
        Assert.Equal(before, life.Book.For("m3").Listener);

        life.Book.Hear("m3", new Marks(later, default, before));
        Assert.Equal(later, life.Book.For("m3").Listener);
    }

    [Fact]
    public void What_others_remember_is_acknowledged_when_this_member_had_it()
    {
        using var life = new Life(Settings);
        var mark = life.Mark;
        Assert.Equal(default, life.Book.For("m2").Acknowledged);

        life.IsToldOf(mark);
        Assert.Equal(mark, life.Book.For("m2").Acknowledged);

        life.IsToldOf(mark with { Id = Guid.NewGuid() });
        Assert.Equal(default, life.Book.For("m2").Acknowledged);
    }

    [Fact]
    public void Damage_to_what_is_remembered_of_others_keeps_nobody_from_starting()
    {
        using (var life = new Life(Settings))
        {
            life.Book.Hear("m3", new Marks(new Mark(9, Guid.NewGuid()), default, default));
        }

        File.WriteAllText(Path.Combine(Settings.DataDirectory, "peers"), "{}");

        using var next = new Life(Settings);
        Assert.Equal(default, next.Book.For("m3").Listener);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Copies the directory while it is in use; then the member promises more, of which another member remembers the last.</summary>
    private string Backup(int beyond, out Mark remembered)
    {
        var backup = Path.Combine(_root, "backup");
        using var life = new Life(Settings);
        life.WriteAgain();
        Directory.CreateDirectory(backup);
        foreach (var file in new[] { "member", "progress" })
        {
            File.Copy(Path.Combine(Settings.DataDirectory, file), Path.Combine(backup, file));
        }

        for (var number = 0; number < beyond; number++)
        {
            life.WriteAgain();
        }

        remembered = life.Mark;
        return backup;
    }

    private void Restore(string backup)
    {
        Directory.Delete(Settings.DataDirectory, recursive: true);
        Directory.Move(backup, Settings.DataDirectory);
    }

    private void AssertNames(string member, Exception? error)
    {
        var refusal = Assert.IsType<DataDirectoryException>(error);
        Assert.Contains(Settings.DataDirectory, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"member '{member}' remembers more of it", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("the-way-back", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>One life of the member, as far as its data directory goes.</summary>
    private sealed class Life : IDisposable
    {
        private readonly DataDirectory _directory;

        public Life(ConsensusSettings settings, Mark toldBefore = default)
        {
            Assert.True(IsToldOf(toldBefore));
            _directory = DataDirectory.Open(settings);
            Book.Open(_directory, error => Failure ??= error);
        }

        public MarkBook Book { get; } = TestMarks.Create();

        public Exception? Failure { get; private set; }

        public Mark Mark => Book.For("m2").Speaker;

        public void WriteAgain() => _directory.Keep(record => record);

        /// <summary>Whether the member goes on when m2 says what it remembers of it.</summary>
        public bool IsToldOf(Mark remembered) => Book.Hear("m2", new Marks(new Mark(1, Guid.NewGuid()), remembered, default));

        public void Dispose()
        {
            Book.Close();
            _directory.Dispose();
        }
    }
}
