using System.Reflection;

namespace Ostinato.Sqlite;

/// <summary>The statements of one embedded .sql file.</summary>
internal sealed class SqlFile : SqlStatements
{
    private SqlFile(string name, Assembly assembly)
        : base(name, Read(name, assembly))
    {
    }

    public static SqlFile Load(string name) => Load(name, typeof(SqlFile).Assembly);

    public static SqlFile Load(string name, Assembly assembly) => new(name, assembly);

    /// <summary>A file that is one text.</summary>
    public static string Text(string name, Assembly assembly) => Read(name, assembly);
}
