using TaskDispatch;
using TaskDispatch.Endpoints;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddTaskDispatch(builder.Configuration.GetSection(TaskDispatchOptions.Section));
builder.Services.AddTaskDispatchLogging();
builder.WebHost.UseUrls(builder.Configuration[$"{TaskDispatchOptions.Section}:{nameof(TaskDispatchOptions.Address)}"] ?? "");

var app = builder.Build();
app.MapWorkEndpoints();
await app.RunAsync();
