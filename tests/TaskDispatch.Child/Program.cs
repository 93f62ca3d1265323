using TaskDispatch.Child;
using TaskDispatch.Records;
using TaskDispatch.Store;

// A process for the tests to race with and to kill. Tells on its output what was acknowledged, one line each.
// Arguments: what to do; then a provider and a connection string, or a directory; then a term.
switch (args)
{
    case ["create", var provider, var connectionString]:
        await using (var store = Open(provider, connectionString))
        {
            await Console.Out.WriteLineAsync("ready");
            await Console.In.ReadLineAsync();
            await store.InitializeAsync(CancellationToken.None);
            await Console.Out.WriteLineAsync("created");
        }

        return 0;

    case ["write", var provider, var connectionString, var term]:
        await using (var store = Open(provider, connectionString))
        {
            await new StoreWriter(store, long.Parse(term, provider: null)).RunAsync();
        }

        return 0;

    case ["record", var directory]:
        using (var record = new MemberRecord(directory, "child"))
        {
            for (var number = 1; ; number++)
            {
                record.Enqueued($"{number}");
                await Console.Out.WriteLineAsync($"{number}");
            }
        }

    default:
        await Console.Error.WriteLineAsync($"Unknown arguments: {string.Join(' ', args)}");
        return 2;
}

static ITaskStore Open(string provider, string connectionString) =>
    new StoreOptions { Provider = Enum.Parse<StoreProvider>(provider), ConnectionString = connectionString }.CreateStore();
