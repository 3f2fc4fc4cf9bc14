using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Schema;

public sealed class MigrationTests : SchemaTest
{
    [Fact]
    public async Task Many_processes_that_start_at_once_create_the_schema_once()
    {
        var stores = await Together.Run(12, _ => Schema.OpenAsync());

        await stores[0].Enqueue("a");
        (await stores[^1].All()).Names().ShouldBe("a");
        (await Schema.ScalarAsync<long>("select count(*) from ostinato.migration")).ShouldBe(PostgreSqlMigrations.Latest);
    }

    [Fact]
    public async Task The_script_makes_what_the_store_needs_when_it_is_run_in_one_transaction()
    {
        await Schema.ExecuteAsync(PostgreSqlMigrations.Script(schema: Schema.Name));

        var store = await Schema.OpenAsync(options => options.CreateSchema = false);

        (await store.StateOf(await store.Enqueue("a"))).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_schema_that_is_missing_is_not_created_where_that_is_forbidden()
    {
        var error = await Should.ThrowAsync<OstinatoConfigurationException>(() => Schema.OpenAsync(options => options.CreateSchema = false));

        error.Message.ShouldContain($"has no Ostinato tables in schema '{Schema.Name}'");
        error.Message.ShouldContain("PostgreSqlMigrations.MigrateAsync");
    }

    [Fact]
    public async Task An_older_schema_is_migrated_only_when_that_is_asked_for()
    {
        await Schema.ExecuteAsync(FirstStep());

        var error = await Should.ThrowAsync<OstinatoConfigurationException>(() => Schema.OpenAsync());
        error.Message.ShouldContain($"has version 1, and this program needs version {PostgreSqlMigrations.Latest}");
        error.Message.ShouldContain("Migrate");

        await Schema.OpenAsync(options => options.Migrate = true);
        (await Schema.ScalarAsync<int>("select max(version) from ostinato.migration")).ShouldBe(PostgreSqlMigrations.Latest);
    }

    [Fact]
    public async Task The_script_from_a_version_leads_from_there_to_the_latest()
    {
        await Schema.ExecuteAsync(FirstStep());

        await Schema.ExecuteAsync(PostgreSqlMigrations.Script(from: 1, Schema.Name));

        await Schema.OpenAsync();
    }

    [Fact]
    public async Task A_program_goes_on_with_the_schema_of_the_next_version()
    {
        await Schema.OpenAsync();
        await Schema.ExecuteAsync(
            $"insert into ostinato.migration (version, name, serves) values ({PostgreSqlMigrations.Latest + 1}, 'next', {PostgreSqlMigrations.Latest})");

        var store = await Schema.OpenAsync();

        await store.Enqueue("a");
    }

    [Fact]
    public async Task A_program_refuses_a_schema_that_no_longer_serves_it()
    {
        await Schema.OpenAsync();
        var later = PostgreSqlMigrations.Latest + 2;
        await Schema.ExecuteAsync($"insert into ostinato.migration (version, name, serves) values ({later}, 'later', {later - 1})");

        var error = await Should.ThrowAsync<OstinatoConfigurationException>(() => Schema.OpenAsync());

        error.Message.ShouldContain($"has version {later}");
        error.Message.ShouldContain("Update the program");
    }

    [Fact]
    public async Task A_migration_that_finds_a_lock_in_its_way_tries_again_and_ends_when_it_is_gone()
    {
        await Schema.ExecuteAsync(FirstStep());
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = Schema.Command("lock table ostinato.migration in access exclusive mode", connection);
        await hold.ExecuteNonQueryAsync();
        await using var source = NpgsqlDataSource.Create(Schema.Direct);

        var migration = PostgreSqlMigrations.MigrateAsync(source, Schema.Name);
        await Eventually.TrueAsync(
            () => Schema.ScalarAsync<bool>("select exists (select from pg_stat_activity where wait_event_type = 'Lock')"), "it waits");
        await transaction.RollbackAsync();

        await migration;
        (await Schema.ScalarAsync<int>("select max(version) from ostinato.migration")).ShouldBe(PostgreSqlMigrations.Latest);
    }

    [Fact]
    public async Task Two_schemas_in_one_database_know_nothing_of_each_other()
    {
        await using var other = await TestSchema.CreateAsync();
        var (one, two) = (await Schema.OpenAsync(), await other.OpenAsync());

        await one.Enqueue("a");

        (await two.All()).ShouldBeEmpty();
        (await (await two.Join()).Claim(10)).ShouldBeEmpty();
        (await (await one.Join()).Claim(10)).Names().ShouldBe("a");
    }

    private string FirstStep() => Migration.All(Schema.Name)[0].Sql;
}
