using TaskDispatch;
using TaskDispatch.Dispatching;
using TaskDispatch.Endpoints;

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var service = builder.Configuration.GetSection(TaskDispatchOptions.Section);
    builder.Services.AddTaskDispatch(service);
    builder.Services.AddTaskDispatchLogging();
    builder.WebHost.UseUrls(service[nameof(TaskDispatchOptions.Address)] ?? "");

    builder.Services.AddFailover(builder.Configuration.GetSection("Failover"))
        .AddElection(TaskDispatchOptions.Election)
        .AddLeaderService<Dispatcher>(TaskDispatchOptions.Election)
        .ConfigureHttp(http => http.AllowAnonymousOnLoopback = builder.Configuration.GetValue<bool>($"{TaskDispatchOptions.Section}:{nameof(TaskDispatchOptions.OpenOnLoopback)}"));
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
    app.MapLeadershipEndpoints();
    app.MapFailover("/failover");
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (Exception error) when (StartError.Describe(error) is { } problem)
{
    await Console.Error.WriteLineAsync($"TaskDispatch does not run:{Environment.NewLine}{problem}");
    return 2;
}
