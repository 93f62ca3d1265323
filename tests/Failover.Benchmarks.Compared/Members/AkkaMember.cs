using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace Failover.Benchmarks.Compared.Members;

/// <summary>A node of an Akka.NET cluster that hosts a singleton.</summary>
internal static class AkkaMember
{
    private const string Name = "bench";

    public static async Task RunAsync(string member, string[] ports)
    {
        var port = ports[int.Parse(member.AsSpan(1), CultureInfo.InvariantCulture) - 1];
        var nodes = string.Join(", ", ports.Select(node => $"\"akka.tcp://{Name}@127.0.0.1:{node}\""));
        var system = ActorSystem.Create(Name, ConfigurationFactory.ParseString($$"""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.provider = cluster
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}} }
            akka.cluster.seed-nodes = [{{nodes}}]
            akka.cluster.downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            """).WithFallback(ClusterSingleton.DefaultConfig()));
        system.ActorOf(
            ClusterSingletonManager.Props(Props.Create(() => new Leader()), PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), "leader");
        ElectedHost.EndWithInput();

        // Its coordinated shutdown hands over at SIGTERM.
        await system.WhenTerminated;
    }

    private sealed class Leader : UntypedActor
    {
        protected override void PreStart() => BenchMember.Print("began", 0);

        protected override void PostStop() => BenchMember.Print("ended", 0);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
