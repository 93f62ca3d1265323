using Failover;
using TaskDispatch;
using TaskDispatch.Dispatching;
using TaskDispatch.Endpoints;

var builder = WebApplication.CreateSlimBuilder(args);
var service = builder.Configuration.GetSection(TaskDispatchOptions.Section);
builder.Services.AddTaskDispatch(service);
builder.Services.AddTaskDispatchLogging();
builder.WebHost.UseUrls(service[nameof(TaskDispatchOptions.Address)] ?? "");

builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
    .AddElection(TaskDispatchOptions.Election)
    .AddLeaderService<Dispatcher>(TaskDispatchOptions.Election)
    .ConfigureHttp(http => http.AllowAnonymousOnLoopback = builder.Configuration.GetValue<bool>(nameof(http.AllowAnonymousOnLoopback)));
builder.Services.AddFailover(options =>
{
    // Workers find the leader by the address that it advertises.
    options.Member = service[nameof(TaskDispatchOptions.Member)];
    options.AdvertisedAddress = service[nameof(TaskDispatchOptions.Address)];
});

if (builder.Configuration.GetValue<bool>(nameof(EndWithParent)))
{
    builder.Services.AddHostedService<EndWithParent>();
}

var app = builder.Build();
app.MapWorkEndpoints();
app.MapFailover("/failover");
app.MapGet("/coordinator", (IFailoverCluster cluster) => cluster.Coordinator ?? "");
await app.RunAsync();
