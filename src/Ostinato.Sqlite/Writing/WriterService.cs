using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite;

/// <summary>What the writer does again and again: a turn when somebody waits, and a look at what others have done.</summary>
internal sealed class WriterService(
    StoreFile file, Session session, OperationQueue queue, Observers observers, ExpectedCommits expected, ILogger log) : IDisposable
{
    private readonly Checkpoints _checkpoints = new(session.Database);
    private readonly OtherWriters _others = new(session, expected);
    private readonly Courtesy _courtesy = new();
    private Turn? _turn;
    private bool _isBlind;

    /// <summary>The full path of the file as the engine knows it.</summary>
    public string File => session.Database.File;

    public void Dispose() => session.Dispose();

    public void Serve()
    {
        if (queue.Take(observers.AreThere ? _others.Interval : Timeout.InfiniteTimeSpan) is { } operation)
        {
            _courtesy.BeforeWriting(_others.AreActive);
            _turn ??= new Turn(file, session, new WriteLock(file, session.Database), queue, _others, observers, log);
            _turn.Run(operation);
            _courtesy.AfterWriting();
            MoveLog();
        }

        LookForOthers();
    }

    private void MoveLog()
    {
        try
        {
            _checkpoints.Run();
        }
        catch (SqliteException error)
        {
            Log.CheckpointFailed(log, file.Path, error);
        }
    }

    private void LookForOthers()
    {
        try
        {
            if (_others.HaveChangedSomething())
            {
                observers.Send(queue: null);
            }

            _isBlind = false;
        }
        catch (SqliteException error)
        {
            if (!_isBlind)
            {
                Log.LookFailed(log, file.Path, error);
            }

            _isBlind = true;
        }
    }
}
