using System.Text;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Tests.Shared;

namespace Ostinato.PostgreSql.Tests.Privacy;

public sealed class StoredSecretsTests : SchemaTest
{
    [Fact]
    public async Task What_is_encrypted_is_in_no_row_of_any_table()
    {
        await StoredSecrets.RunAsync(
            o => o.UsePostgreSql(Schema.Direct, options => options.Schema = Schema.Name), LookAsync, TestContext.Current.CancellationToken);

        async Task LookAsync()
        {
            (await RowsWithAsync(StoredSecrets.Open)).ShouldBeGreaterThanOrEqualTo(6, "five payloads and a result");
            (await RowsWithAsync(StoredSecrets.Plain)).ShouldBe(0);
        }
    }

    // As text, and as the text of bytes, in every column.
    private async Task<int> RowsWithAsync(string text)
    {
        var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        await using var connection = await Schema.ConnectAsync();
        var tables = new List<string>();
        await using (var list = Schema.Command(
            $"select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = '{Schema.Name}'", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var rows = 0;
        foreach (var table in tables)
        {
            await using var count = Schema.Command(
                $"select count(*)::int from only {table} row where row::text like '%{hex}%' or row::text like '%{text}%'", connection);
            rows += (int)(await count.ExecuteScalarAsync())!;
        }

        return rows;
    }
}
