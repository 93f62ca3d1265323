using System.Text.Json;
using Comparison.Columns;

namespace Comparison.Tests;

/// <summary>When a cluster is in good order, by what its members answer.</summary>
public sealed class ClusterStandingTests
{
    private const string Whole = """{ "hasSession": true, "coordinator": "n2", "elections": [{ "term": 3, "leader": { "member": "n1" } }] }""";

    [Fact]
    public void All_members_have_a_session_and_agree() =>
        Assert.Equal(new ClusterStanding("n1", 3, "n2"), Of(Whole, Whole, Whole));

    [Fact]
    public void A_member_that_does_not_answer() => Assert.Null(Of(Whole, Whole));

    [Theory]
    [InlineData("""{ "hasSession": false, "coordinator": "n2", "elections": [{ "term": 3, "leader": { "member": "n1" } }] }""")]
    [InlineData("""{ "hasSession": true, "elections": [{ "term": 3, "leader": { "member": "n1" } }] }""")]
    [InlineData("""{ "hasSession": true, "coordinator": "n3", "elections": [{ "term": 3, "leader": { "member": "n1" } }] }""")]
    [InlineData("""{ "hasSession": true, "coordinator": "n2", "elections": [{ "term": 2, "leader": { "member": "n1" } }] }""")]
    [InlineData("""{ "hasSession": true, "coordinator": "n2", "elections": [{ "term": 3 }] }""")]
    [InlineData("""{ "hasSession": true, "coordinator": "n2", "elections": [] }""")]
    public void A_member_without_a_session_or_of_another_opinion(string answer) => Assert.Null(Of(Whole, Whole, answer));

    [Fact]
    public void A_leader_that_coordinates_will_give_that_up()
    {
        var answer = Whole.Replace("n2", "n1", StringComparison.Ordinal);

        Assert.Null(Of(answer, answer, answer));
    }

    private static ClusterStanding? Of(params string[] answers) =>
        ClusterStanding.Of([.. answers.Select(answer => JsonSerializer.Deserialize<JsonElement>(answer))], members: 3);
}
