using System.Data;
using System.Data.Common;

namespace Ostinato.Testing.Tests.Recording;

internal sealed class SomeTransaction : DbTransaction
{
    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection? DbConnection => null;

    public override void Commit()
    {
    }

    public override void Rollback()
    {
    }
}
