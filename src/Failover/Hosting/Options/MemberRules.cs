namespace Failover.Hosting;

/// <summary>The rules for who is in the cluster, and where.</summary>
internal static class MemberRules
{
    private const int MaxMembers = 15;

    public static void Check(FailoverOptions options, ConfigurationProblems problems)
    {
        var members = MemberList.Read(options.Members).ToList();
        var names = new Dictionary<string, MemberEntry>(StringComparer.OrdinalIgnoreCase);
        var addresses = new Dictionary<string, MemberEntry>(StringComparer.OrdinalIgnoreCase);
        var exposed = new List<MemberEntry>();

        foreach (var member in members)
        {
            CheckEntry(member, names, addresses, exposed, problems);
        }

        if (members.Count > MaxMembers)
        {
            problems.Add("Members", members.Count, $"a cluster has at most {MaxMembers} members; 3 or 5 are usual.");
        }

        CheckSelf(options.Member, members, problems);
        CheckListenAddress(options.ListenAddress, exposed, problems);
        if (exposed.Count > 0 && !options.TrustNetwork)
        {
            var list = string.Join(", ", exposed.Select(member => $"{problems.Key(member.Key)} ('{member.Address}')"));
            problems.Add(
                "TrustNetwork",
                false,
                $"other machines can reach {list}, and connections between members are neither encrypted nor authenticated. " +
                "Use loopback addresses, or set it to true if nobody but the members can reach these ports.");
        }
    }

    /// <summary>Remarks on a valid list that somebody should read.</summary>
    public static IEnumerable<string> Advise(int members)
    {
        if (members > 0 && members % 2 == 0)
        {
            yield return $"A cluster of {members} members survives the loss of {(members - 1) / 2}, " +
                $"no more than one of {members - 1} members does. " +
                "Add a member (a witness, for example) or remove one.";
        }
    }

    private static void CheckEntry(
        MemberEntry member,
        Dictionary<string, MemberEntry> names,
        Dictionary<string, MemberEntry> addresses,
        List<MemberEntry> exposed,
        ConfigurationProblems problems)
    {
        problems.CheckName(member.Key, member.Name, "a member's name");
        if (!names.TryAdd(member.Name, member))
        {
            var other = names[member.Name];
            problems.Add(member.Key, member.Name, $"the same name as in {problems.Key(other.Key)}; names differ by more than case.");
        }

        if (!MemberAddress.TryParse(member.Address, out var address, out var problem))
        {
            problems.Add(member.Key, member.Address, problem);
            return;
        }

        if (!addresses.TryAdd(address.EndPoint.ToString() ?? member.Address, member))
        {
            var neighbour = addresses[address.EndPoint.ToString() ?? member.Address];
            problems.Add(member.Key, member.Address, $"the same address as {problems.Key(neighbour.Key)}; every member has its own.");
        }

        if (!address.IsLoopback)
        {
            exposed.Add(member);
        }
    }

    private static void CheckListenAddress(string? text, List<MemberEntry> exposed, ConfigurationProblems problems)
    {
        const string Key = nameof(FailoverOptions.ListenAddress);
        if (text is null)
        {
            return;
        }

        if (!MemberAddress.TryParse(text, out var address, out var problem))
        {
            problems.Add(Key, text, problem);
        }
        else if (!address.IsLoopback)
        {
            exposed.Add(new MemberEntry(Key, Key, text));
        }
    }

    private static void CheckSelf(string? self, List<MemberEntry> members, ConfigurationProblems problems)
    {
        if (members.Count == 0)
        {
            problems.CheckName("Member", self ?? ClusterSettings.LoneMember, "a member's name");
            return;
        }

        var known = string.Join(", ", members.Select(member => member.Name));
        if (string.IsNullOrEmpty(self))
        {
            problems.Add("Member", self, $"must say which member this process is: one of {known}.");
        }
        else if (!members.Any(member => member.Name == self))
        {
            problems.Add(
                "Member", self, $"is not in {problems.Key("Members")}: {known}. Add it there with its address, or correct the name.");
        }
    }
}
