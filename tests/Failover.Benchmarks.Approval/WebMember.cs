using Failover.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failover.Benchmarks.Approval;

/// <summary>A member under operator approval, with the operator interface on a port that the operating system chooses.</summary>
internal static class WebMember
{
    /// <summary>The file in a member's directory that holds the address of its interface.</summary>
    public const string AddressFile = "http-address";

    public static async Task RunAsync(string name, string directory, string[] ports)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(BenchMember.Settings(name, directory, ports));
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.Services.AddRouting();
        builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
            .AddElection(BenchMember.Election, election => election.Promotion.Policy = PromotionPolicy.OperatorApprovedName)
            .AddLeaderService<BenchMember.Stopwatch>(BenchMember.Election)
            .ConfigureHttp(http => http.AllowAnonymousOnLoopback = true);
        builder.Services.AddHostedService<InputCommands>();
        var app = builder.Build();
        app.MapFailover("/failover");
        await app.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(directory, AddressFile), app.Urls.Single());
        await ((IHost)app).WaitForShutdownAsync();
    }
}
