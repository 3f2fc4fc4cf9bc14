using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.Sqlite.Tests;

public sealed class UseSqliteTests
{
    [Fact]
    public async Task Jobs_are_kept_in_the_file_that_the_connection_string_names()
    {
        await using var folder = new StoreFolder();
        await using var store = Resolve(ostinato => ostinato.UseSqlite(folder.ConnectionString));

        await store.StartAsync(CancellationToken.None);

        store.Name.ShouldBe("sqlite");
        File.Exists(folder.File).ShouldBeTrue();
    }

    [Fact]
    public void A_wrong_option_is_refused_when_the_store_is_created() =>
        Should.Throw<OstinatoConfigurationException>(
            () => Resolve(ostinato => ostinato.UseSqlite("Data Source=app.db", options => options.BusyTimeout = TimeSpan.FromDays(1))));

    [Fact]
    public async Task Without_a_name_the_file_is_ostinato_db_in_the_current_directory()
    {
        await using var store = Resolve(ostinato => ostinato.UseSqlite());

        new SqliteStoreOptions().ConnectionString.ShouldBe("Data Source=ostinato.db");
        store.ShouldBeOfType<SqliteJobStore>();
    }

    private static IJobStore Resolve(Action<OstinatoBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOstinato(configure);
        return services.BuildServiceProvider().GetRequiredService<IJobStore>();
    }
}
