using System.Data.Common;

namespace Ostinato.Storage.Conformance;

/// <summary>A fixture of a store that lives in a database, in which a user has tables and transactions too.</summary>
public abstract class TransactionalStoreFixture : StoreFixture
{
    /// <summary>An open connection to the store's own database, as a user's application has one. The scenario disposes of it.</summary>
    public abstract ValueTask<DbConnection> OpenUserConnectionAsync();

    /// <summary>An open connection of the same kind to some other database. The scenario disposes of it.</summary>
    public abstract ValueTask<DbConnection> OpenForeignConnectionAsync();
}
