namespace Failover.Transport;

/// <summary>Decides who may connect, by what they say of themselves.</summary>
internal static class Admission
{
    /// <summary>Why a member that knows its data directory to be outdated talks to nobody.</summary>
    public const string Outdated = "the data directory of this member is older than what it promised";

    public static AnswerCode Judge(Preamble preamble, ClusterPortOptions options)
    {
        if (preamble.ClusterId != options.ClusterId)
        {
            return AnswerCode.WrongCluster;
        }

        if (!options.Members.ContainsKey(preamble.Sender.Member))
        {
            return AnswerCode.UnknownSender;
        }

        if (preamble.Roster != 0 && preamble.Roster != options.Roster)
        {
            return AnswerCode.WrongMembers;
        }

        if (preamble.Target != options.Self)
        {
            return AnswerCode.WrongTarget;
        }

        // A second process under this name must not vote or hold sessions, but may find out that it is the second.
        return preamble.Kind != StreamKind.Probe && preamble.Sender.Member == options.Self && preamble.Sender.Process != options.Process
            ? AnswerCode.DuplicateMember
            : AnswerCode.Accepted;
    }

    /// <summary>The reason in words, with the names that differ; for the log of the side that refuses.</summary>
    public static string Explain(AnswerCode code, Preamble preamble, ClusterPortOptions options) => code switch
    {
        AnswerCode.WrongCluster => $"it belongs to cluster '{preamble.ClusterId}', this member to '{options.ClusterId}'",
        AnswerCode.UnknownSender => $"no member is called '{preamble.Sender.Member}'",
        AnswerCode.WrongMembers => $"'{preamble.Sender.Member}' was configured with other members than {options.MemberNames}: every member needs the same list",
        AnswerCode.WrongTarget => $"it looks for member '{preamble.Target}', and this is '{options.Self}'",
        AnswerCode.DuplicateMember => $"process {preamble.Sender.Process} also calls itself '{options.Self}'",
        AnswerCode.TooManyConnections => $"{options.MaxConnections} connections are open already",
        AnswerCode.NotServing => $"no {preamble.Kind} streams are taken now",
        _ => code.ToString(),
    };

    /// <summary>The reason in words, for the error of the side that was refused.</summary>
    public static string Explain(Answer answer, string target, ClusterPortOptions options) => answer.Code switch
    {
        AnswerCode.UnsupportedVersion => $"it speaks protocol {answer.Versions}, this process {options.Versions}",
        AnswerCode.WrongCluster => $"it belongs to another cluster than '{options.ClusterId}'",
        AnswerCode.UnknownSender => $"it knows no member '{options.Self}'",
        AnswerCode.WrongMembers => $"it was configured with other members than {options.MemberNames}: every member needs the same list",
        AnswerCode.WrongTarget => $"the address is that of member '{answer.Identity.Member}', not of '{target}'",
        AnswerCode.DuplicateMember => $"member '{options.Self}' runs there, as process {answer.Identity.Process}",
        AnswerCode.TooManyConnections => "it carries as many connections as it may",
        AnswerCode.NotServing => "it does not take such streams now",
        AnswerCode.Malformed => "it could not make sense of the preamble",
        AnswerCode.Accepted => $"member '{answer.Identity.Member}' answered, not '{target}'",
        _ => $"it gave reason {(byte)answer.Code}, which this version does not know",
    };
}
