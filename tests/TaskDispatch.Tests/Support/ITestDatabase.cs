using System.Data.Common;
using TaskDispatch.Store;

namespace TaskDispatch.Tests.Support;

/// <summary>An empty database for one test.</summary>
public interface ITestDatabase : IAsyncDisposable
{
    StoreProvider Provider { get; }

    string ConnectionString { get; }

    /// <summary>A connection of the test's own, to look behind the store's back.</summary>
    DbConnection Connect();

    ITaskStore OpenStore() => new StoreOptions { Provider = Provider, ConnectionString = ConnectionString }.CreateStore();
}
