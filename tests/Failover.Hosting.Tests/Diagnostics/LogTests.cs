using System.Reflection;
using Failover.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failover.Hosting.Tests.Diagnostics;

/// <summary>Event ids are a contract with whoever alerts on them.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData(typeof(ElectionLog), 1000, 1999)]
    [InlineData(typeof(SessionLog), 2000, 2999)]
    public void Event_ids_are_unique_and_in_their_range(Type type, int first, int last)
    {
        var ids = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id, first, last));
    }
}
