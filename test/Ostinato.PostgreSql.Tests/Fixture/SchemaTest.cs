namespace Ostinato.PostgreSql.Tests.Fixture;

/// <summary>A test with a schema of its own.</summary>
public abstract class SchemaTest : IAsyncLifetime
{
    private TestSchema? _schema;

    private protected TestSchema Schema => _schema ?? throw new InvalidOperationException("The test has not begun.");

    public virtual async ValueTask InitializeAsync() => _schema = await TestSchema.CreateAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_schema is not null)
        {
            await _schema.DisposeAsync();
        }
    }
}
