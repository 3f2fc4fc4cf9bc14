namespace Ostinato.PostgreSql;

/// <summary>Which steps a schema has taken.</summary>
/// <param name="Number">The last step; 0 where there is no schema.</param>
/// <param name="Serves">The version of the oldest program that can work with it.</param>
internal readonly record struct SchemaVersion(int Number, int Serves)
{
    public bool IsMissing => Number == 0;

    /// <summary>Whether this program can work with it as it is.</summary>
    public bool ServesThisProgram => Number >= Migration.Latest && Serves <= Migration.Latest;

    public bool IsTooNew => Serves > Migration.Latest;
}
