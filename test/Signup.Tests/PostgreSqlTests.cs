using System.Globalization;
using Npgsql;
using Ostinato.PostgreSql.Servers;

namespace Signup.Tests;

public sealed class PostgreSqlTests : IAsyncLifetime
{
    private readonly string _database = "signup_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private string _server = "";

    public async ValueTask InitializeAsync()
    {
        _server = await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15);
        await ExecuteAsync($"create database {_database}");
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop database {_database} with (force)");

    [Fact]
    public async Task The_sample_runs_on_PostgreSQL_with_one_line_of_configuration()
    {
        var settings = new NpgsqlConnectionStringBuilder(_server) { Database = _database };
        await using var app = new SignupApp(("ConnectionStrings:Signup", settings.ConnectionString));

        await app.SignUpAsync("ada@example.com", "Ada");
        await app.ImportAsync(Csv.Of(500));

        await app.EverybodyIsServedAsync(501);
    }

    [Fact]
    public async Task On_PostgreSQL_an_address_that_has_signed_up_before_leaves_no_job()
    {
        var settings = new NpgsqlConnectionStringBuilder(_server) { Database = _database };
        await using var app = new SignupApp(("ConnectionStrings:Signup", settings.ConnectionString));
        await app.SignUpAsync("ada@example.com", "Ada");

        (await app.SignUpAsync("ADA@example.com", "Ada")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);

        (await app.CountJobsAsync()).ShouldBe(2);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
