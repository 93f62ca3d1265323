using System.Globalization;
using System.Net;
using Failover.Chaos.Plans;
using Failover.Chaos.Rounds;
using Failover.Testing;
using TaskDispatch.Cluster;
using TaskDispatch.Records;

namespace Failover.Chaos.Faults;

/// <summary>Damage to data directories, and members that are set up wrongly.</summary>
internal sealed class DirectoryNemesis : INemesis
{
    private const int CopiesPerFault = 3;

    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);

    public IReadOnlyList<FaultKind> Kinds { get; } =
    [
        FaultKind.DamageCopies, FaultKind.DamageCopies, FaultKind.DamageInPlace, FaultKind.DamageInPlace, FaultKind.OldBackup,
        FaultKind.OldBackup, FaultKind.SecondProcess, FaultKind.UnknownSelf, FaultKind.OneMemberTooMany, FaultKind.OneMemberMissing, FaultKind.LaterProtocol, FaultKind.Gibberish,
    ];

    public IReadOnlyList<string> Settings => [];

    public IReadOnlyDictionary<string, long> Events => _events;

    public MemberPlace? Place(string name, string directory) => null;

    public async Task InjectAsync(Arena arena, Injection injection)
    {
        var member = injection.Fault.Choose(arena.Names);
        var leader = await arena.LeaderAsync();
        injection.Begin(member);
        injection.MayEndLeadership = member == leader;
        injection.Victims = [member];
        await (injection.Fault.Kind switch
        {
            FaultKind.DamageCopies => DamageCopiesAsync(arena, injection, member),
            FaultKind.DamageInPlace => DamageInPlaceAsync(arena, injection, member),
            FaultKind.OldBackup => RestoreBackupAsync(arena, injection, member),
            FaultKind.SecondProcess => StartSecondAsync(arena, injection, member),
            FaultKind.UnknownSelf => StartUnknownAsync(arena, injection, member),
            FaultKind.OneMemberTooMany => StartWithOtherListAsync(arena, injection, member, tooMany: true),
            FaultKind.OneMemberMissing => StartWithOtherListAsync(arena, injection, member, tooMany: false),
            FaultKind.LaterProtocol => SpeakLaterProtocolAsync(arena, injection, member),
            FaultKind.Gibberish => SpeakGibberishAsync(arena, injection, member),
            _ => throw new ArgumentOutOfRangeException(nameof(injection), injection.Fault.Kind, "not a fault of this group"),
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Alone, a member shows what it starts with: among others it would be told the rest at once. It must refuse, naming the file, or
    /// hold everything that it had promised.
    /// </summary>
    private async Task DamageCopiesAsync(Arena arena, Injection injection, string member)
    {
        await arena.KillAndWaitAsync(member);
        var directory = arena.Cluster.DataDirectory(member);
        var random = new Random(injection.Fault.Choice);
        var before = Promises.Read(directory);
        var copies = Enumerable.Range(1, CopiesPerFault).Select(number => Copy(directory, $"{directory}-copy-{injection.Fault.Number}-{number}")).ToList();
        await arena.StartAgainAsync(member);
        foreach (var copy in copies)
        {
            var damage = DamagedFile.Choose(copy, random);
            damage.Apply(copy);
            await JudgeCopyAsync(arena, injection, member, copy, damage, before);
            Directory.Delete(copy, recursive: true);
        }
    }

    private async Task JudgeCopyAsync(Arena arena, Injection injection, string member, string copy, DamagedFile damage, Promises before)
    {
        await using var alone = new LonelyProcess(arena.Cluster, member, copy, $"alone-{Path.GetFileName(copy)}");
        var answered = await alone.StartsOrEndsAsync();
        injection.Check(answered, $"{damage}: it neither started nor ended.");
        if (alone.Failed)
        {
            injection.Check(IsNamedRefusal(alone.Output, copy), $"{damage}: it ended without a named error:\n{alone.Output}");
            Count("damaged copy: refused");
            return;
        }

        // For whatever it does once it runs.
        await arena.PassAsync(TimeSpan.FromMilliseconds(300));
        await alone.KillAsync();
        Count("damaged copy: started with all that was promised");
        injection.Check(before.ForgottenBy(Promises.Read(copy)) is not { } forgotten, $"{damage}: it started. {before.ForgottenBy(Promises.Read(copy))}");
        var known = arena.Cluster.Records.Lines.Where(line => line is { Kind: RecordKind.LeaderSeen, Leader: not null })
            .Select(line => (line.Term, line.Leader)).ToHashSet();
        injection.Check(
            alone.Lines.Where(line => line is { Kind: RecordKind.LeaderSeen, Leader: not null }).All(line => known.Contains((line.Term, line.Leader))),
            $"{damage}: it saw a leadership that never was.");
    }

    /// <summary>It must refuse, or take part as ever. When it refuses, the documented way back must lead back.</summary>
    private async Task DamageInPlaceAsync(Arena arena, Injection injection, string member)
    {
        await arena.KillAndWaitAsync(member);
        var directory = arena.Cluster.DataDirectory(member);
        var damage = DamagedFile.Choose(directory, new Random(injection.Fault.Choice));
        injection.Detail = $"{member}: {damage}";
        damage.Apply(directory);
        var printed = Output(arena, member).Length;
        await arena.StartAgainAsync(member);
        await arena.WaitAsync(() => arena.Cluster.Member(member).HasExited || arena.Agrees(member), Patience.Of(Arena.SettleBound));
        if (!arena.Cluster.Member(member).HasExited)
        {
            Count("damaged member: took part");
            return;
        }

        await arena.Cluster.Member(member).Exited;
        var output = Output(arena, member)[printed..];
        injection.Check(IsNamedRefusal(output, directory), $"it ended without a named error:\n{output}");
        Count("damaged member: refused, and came back the documented way");
        await GoTheWayBackAsync(arena, injection, member);
    }

    /// <summary>
    /// An older copy of a directory is as sound as it was; only the others can tell. They must, at every start, and the documented way back
    /// must lead back.
    /// </summary>
    private async Task RestoreBackupAsync(Arena arena, Injection injection, string member)
    {
        var directory = arena.Cluster.DataDirectory(member);
        var how = (BackupKind)(injection.Fault.Choice % 3);
        injection.Begin($"{member}, {how}");
        injection.MayEndLeadership = true;
        injection.Victims = arena.Names;
        var backup = await BackUpAsync(arena, member, how, $"{directory}-backup-{injection.Fault.Number}");
        var marks = Marks.Own(backup);

        // The next Raft term is a promise of every member, and whoever coordinates in it is told.
        await arena.KillAndWaitAsync((await arena.RolesAsync()).Coordinator);
        var others = arena.Names.Where(name => name != member).ToArray();
        await arena.StartAgainAsync([.. arena.Names.Except(arena.Cluster.Running)]);
        injection.Check(
            await arena.WaitAsync(() => others.Any(other => Marks.Of(member, arena.Cluster.DataDirectory(other)) > marks), Patience.Of(Arena.SettleBound)),
            $"nobody remembers more than mark {marks} of it.");
        await arena.KillAndWaitAsync(member);
        Directory.Move(directory, $"{directory}-newest-{injection.Fault.Number}");
        Directory.Move(backup, directory);
        if (how == BackupKind.None)
        {
            Directory.Delete(directory, recursive: true);
        }

        for (var start = 1; start <= 2; start++)
        {
            var printed = Output(arena, member).Length;
            await arena.StartAgainAsync(member);
            var ended = await arena.WaitAsync(() => arena.Cluster.Member(member).HasExited, Patience.Of(Arena.SettleBound));
            injection.Check(ended, $"start {start}: it went on with less than it had promised.");
            if (!ended)
            {
                return;
            }

            await arena.Cluster.Member(member).Exited;
            var output = Output(arena, member)[printed..];
            injection.Check(IsNamedRefusal(output, directory), $"start {start}: it ended without a named error:\n{output}");
        }

        Count($"old backup ({how}): refused twice, and came back the documented way");
        await GoTheWayBackAsync(arena, injection, member);
    }

    private static async Task<string> BackUpAsync(Arena arena, string member, BackupKind how, string backup)
    {
        if (how == BackupKind.WhileStopped)
        {
            await arena.KillAndWaitAsync(member);
        }
        else
        {
            // As a snapshot of its volume takes it.
            arena.Send(member, ProcessSignal.Stop);
        }

        Copy(arena.Cluster.DataDirectory(member), backup);
        if (how == BackupKind.WhileStopped)
        {
            await arena.StartAgainAsync(member);
        }
        else
        {
            arena.Send(member, ProcessSignal.Continue);
        }

        return backup;
    }

    /// <summary>The way back, as docs/decisions/0006-data-directory.md has it.</summary>
    private static async Task GoTheWayBackAsync(Arena arena, Injection injection, string member)
    {
        var directory = arena.Cluster.DataDirectory(member);
        injection.MayEndLeadership = true;
        injection.Check(await CommitAmongOthersAsync(arena, member), "the others did not commit anything without it.");
        Directory.Move(directory, $"{directory}-refused-{injection.Fault.Number}");
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "rejoin"), "");
        await arena.StartAgainAsync(member);
    }

    /// <summary>A hand-over among the other members, seen by all of them.</summary>
    private static async Task<bool> CommitAmongOthersAsync(Arena arena, string without)
    {
        // As long as operators pause, drain or ask for approvals, nobody owes a hand-over.
        await arena.Operators.LeaveAsync();
        string[] others = [.. arena.Names.Where(name => name != without)];
        var from = BootClock.NowNanoseconds;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync() && BootClock.NowNanoseconds - from < Patience.Of(Arena.SettleBound).TotalMilliseconds * 1e6)
        {
            arena.Read();
            if (arena.View.Newest!.AtNanoseconds > from && others.All(arena.Agrees))
            {
                return true;
            }

            if (await arena.LeaderAsync() is { } leader && leader != without)
            {
                await arena.TryHandOverAsync(leader);
            }
        }

        return false;
    }

    private async Task StartSecondAsync(Arena arena, Injection injection, string member)
    {
        var holder = arena.Cluster.Member(member).Id.ToString(CultureInfo.InvariantCulture);
        var directory = arena.Cluster.DataDirectory(member);
        injection.MayEndLeadership = false;
        injection.Victims = [];
        await using var second = new LonelyProcess(arena.Cluster, member, directory, $"second-{injection.Fault.Number}");
        injection.Check(
            await second.StartsOrEndsAsync() && second.Failed
                && second.Output.Contains(directory, StringComparison.Ordinal) && second.Output.Contains(holder, StringComparison.Ordinal),
            $"a second process on its directory was not refused with directory and holder:\n{second.Output}");
        Count("second process: refused");
    }

    private async Task StartUnknownAsync(Arena arena, Injection injection, string member)
    {
        injection.MayEndLeadership = false;
        injection.Victims = [];
        var directory = Path.Combine(arena.Cluster.Directory, $"unknown-{injection.Fault.Number}");
        await using var unknown = new LonelyProcess(
            arena.Cluster, member, directory, $"unknown-{injection.Fault.Number}", "--TaskDispatch:Member=nobody");
        injection.Check(
            await unknown.StartsOrEndsAsync() && unknown.Failed && unknown.Output.Contains("'nobody'", StringComparison.Ordinal),
            $"a member that is not in its own list was not refused by name:\n{unknown.Output}");
        Count("unknown self: refused");
    }

    /// <summary>Whether or not it can take part, it must do no harm. One missing leaves every two majorities a member in common.</summary>
    private async Task StartWithOtherListAsync(Arena arena, Injection injection, string member, bool tooMany)
    {
        await arena.KillAndWaitAsync(member);
        await arena.Cluster.EndAsync(member);
        using var nowhere = new ReservedPort();
        var missing = arena.Names.First(name => name != member);
        string[] arguments = tooMany
            ? [.. arena.Cluster.Arguments(member), $"--Failover:Members:n9=127.0.0.1:{nowhere.Number}"]
            : [.. arena.Cluster.Arguments(member).Where(argument => !argument.StartsWith($"--Failover:Members:{missing}=", StringComparison.Ordinal))];
        await using (var wrong = arena.Cluster.Start(member, $"{member}-wrong.out", arguments))
        {
            await arena.PassAsync(TimeSpan.FromSeconds(3) + injection.Fault.Length);
            Count(wrong.HasExited ? "other list of members: refused" : "other list of members: did no harm");
        }

        // The others may have followed it, or elected anew because of it.
        injection.MayEndLeadership = true;
        arena.Cluster.Start(member);
    }

    private async Task SpeakLaterProtocolAsync(Arena arena, Injection injection, string member)
    {
        injection.MayEndLeadership = false;
        injection.Victims = [];
        var printed = Output(arena, member).Length;
        var answer = await RawPeer.AskAsync(IPEndPoint.Parse(arena.Cluster.Place(member).ClusterAddress), RawPeer.LaterProtocol);
        injection.Check(RawPeer.IsUnsupportedVersion(answer), $"the answer to a later protocol was {Convert.ToHexString(answer)}.");

        // After much gibberish its log is silent about refusals for a while.
        var isLogged = false;
        for (var attempt = 0; !isLogged && attempt < 20; attempt++)
        {
            await RawPeer.AskAsync(IPEndPoint.Parse(arena.Cluster.Place(member).ClusterAddress), RawPeer.LaterProtocol);
            isLogged = await arena.WaitAsync(() => Output(arena, member)[printed..].Contains("protocol", StringComparison.OrdinalIgnoreCase), TimeSpan.FromSeconds(1));
        }

        injection.Check(isLogged, "no reason was logged for refusing a later protocol.");
        Count("later protocol: refused, with a logged reason");
    }

    private async Task SpeakGibberishAsync(Arena arena, Injection injection, string member)
    {
        injection.MayEndLeadership = false;
        injection.Victims = [];
        var random = new Random(injection.Fault.Choice);
        for (var number = 0; number < 20; number++)
        {
            var bytes = new byte[random.Next(8, 4_096)];
            random.NextBytes(bytes);
            var answer = await RawPeer.AskAsync(IPEndPoint.Parse(arena.Cluster.Place(member).ClusterAddress), bytes);
            injection.Check(!RawPeer.IsAcceptance(answer), "gibberish was accepted.");
        }

        Count("gibberish: connection closed");
    }

    private static bool IsNamedRefusal(string output, string directory) =>
        output.Contains(nameof(DataDirectoryException), StringComparison.Ordinal) && output.Contains(directory, StringComparison.Ordinal);

    private static string Output(Arena arena, string member)
    {
        using var file = new FileStream(Path.Combine(arena.Cluster.Directory, $"{member}.out"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>Copies all but the lock, which says nothing, and which nobody else may read while it is held.</summary>
    private static string Copy(string directory, string copy)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private void Count(string what) => _events[what] = _events.GetValueOrDefault(what) + 1;
}
