using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>A start that cannot succeed says what is wrong, where, and the remedy.</summary>
public sealed class StartTests : SchemaTest
{
    [Fact]
    public async Task A_database_that_is_missing_is_named()
    {
        var error = await RefusedAsync(settings => settings.Database = "nowhere");

        error.Message.ShouldContain("nowhere");
        error.Message.ShouldContain("Create the database");
    }

    [Fact]
    public async Task A_user_that_may_not_log_in_is_told_so()
    {
        await WithRoleAsync("nologin", async role =>
            (await RefusedAsync(settings => settings.Username = role)).Message.ShouldContain("refuses the login"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_its_address()
    {
        var error = await RefusedAsync(settings => settings.Port = 1);

        error.Message.ShouldContain("127.0.0.1:1 cannot be reached");
        error.Message.ShouldContain("Start the server, or correct the host");
    }

    [Fact]
    public async Task A_user_without_the_right_to_create_a_schema_is_told_what_to_grant()
    {
        await WithRoleAsync("login", async role =>
        {
            var error = await RefusedAsync(settings => settings.Username = role);

            error.Message.ShouldContain("permission denied");
            error.Message.ShouldContain("Grant");
        });
    }

    [Fact]
    public async Task A_user_whose_transactions_only_read_is_sent_to_the_primary()
    {
        await WithRoleAsync("login superuser", async role =>
        {
            await Schema.ExecuteAsync($"alter role {role} set default_transaction_read_only = on");

            var error = await RefusedAsync(settings => settings.Username = role);

            error.Message.ShouldContain("takes no writes");
            error.Message.ShouldContain("primary");
        });
    }

    [Fact]
    public async Task A_user_whose_transactions_are_serializable_by_default_is_told_why_that_does_not_do()
    {
        await WithRoleAsync("login superuser", async role =>
        {
            await Schema.ExecuteAsync($"alter role {role} set default_transaction_isolation = 'serializable'");

            var error = await RefusedAsync(settings => settings.Username = role);

            error.Message.ShouldContain("serializable by default");
            error.Message.ShouldContain("default_transaction_isolation=read");
        });
    }

    [Fact]
    public async Task A_user_whose_connections_are_used_up_is_told_so()
    {
        await WithRoleAsync("login superuser connection limit 1", async role =>
        {
            await Schema.ExecuteAsync($"alter role {role} nosuperuser");
            var settings = new NpgsqlConnectionStringBuilder(Schema.Direct) { Username = role, Pooling = false };
            await using var taken = new NpgsqlConnection(settings.ConnectionString);
            await taken.OpenAsync();

            var error = await RefusedAsync(other => other.Username = role);

            error.Message.ShouldContain("has no connection left");
            error.Message.ShouldContain("max_connections");
        });
    }

    [Fact]
    public async Task A_statement_timeout_that_leaves_no_time_is_told()
    {
        await WithRoleAsync("login superuser", async role =>
        {
            await Schema.ExecuteAsync($"alter role {role} set statement_timeout = '1ms'");

            var error = await RefusedAsync(settings => settings.Username = role);

            error.Message.ShouldContain("statement_timeout");
        });
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_is_refused_where_it_is_given()
    {
        Should.Throw<OstinatoConfigurationException>(() => StoreSource.Create("Host=a;Nonsense=1", new PostgreSqlStoreOptions()))
            .Message.ShouldContain("UsePostgreSql");
        Should.Throw<OstinatoConfigurationException>(() => StoreSource.Create("Database=a", new PostgreSqlStoreOptions()))
            .Message.ShouldContain("names no host");
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("1st")]
    [InlineData("pg_mine")]
    [InlineData("a;drop table users")]
    [InlineData("")]
    public void A_name_that_is_none_for_a_schema_is_refused(string name)
    {
        Should.Throw<OstinatoConfigurationException>(() => new PostgreSqlStoreOptions { Schema = name }.Validate())
            .Message.ShouldContain("PostgreSqlStoreOptions.Schema");
    }

    private async Task<OstinatoConfigurationException> RefusedAsync(Action<NpgsqlConnectionStringBuilder> configure)
    {
        var settings = new NpgsqlConnectionStringBuilder(Schema.Direct) { Timeout = 5 };
        configure(settings);
        var options = new PostgreSqlStoreOptions { Schema = Schema.Name };
        await using var source = StoreSource.Create(settings.ConnectionString, options);
        await using var store = new PostgreSqlJobStore(source, options);
        return await Should.ThrowAsync<OstinatoConfigurationException>(async () => await store.StartAsync(CancellationToken.None));
    }

    private async Task WithRoleAsync(string rights, Func<string, Task> test)
    {
        var role = "r" + Schema.Name;
        await Schema.ExecuteAsync($"create role {role} {rights}");
        try
        {
            await test(role);
        }
        finally
        {
            await Schema.ExecuteAsync($"drop owned by {role} cascade; drop role {role}");
        }
    }
}
