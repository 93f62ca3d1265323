using Microsoft.Extensions.Options;

namespace Failover.Hosting;

/// <summary>Checks the options as a whole when the host starts, and reports every error at once.</summary>
internal sealed class FailoverOptionsValidator(FailoverRegistrations registrations) : IValidateOptions<FailoverOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, FailoverOptions options)
    {
        var problems = new ConfigurationProblems(registrations.SectionPath);
        GeneralRules.Check(options, problems);
        MemberRules.Check(options, problems);
        TimingRules.Check(options, problems);
        ElectionRules.Check(options, registrations, problems);
        List<string> messages = [.. registrations.ConfigurationMessages, .. problems.Messages];
        return messages.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(messages);
    }
}
