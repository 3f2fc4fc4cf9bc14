using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>The errors of jobs within <see cref="ErrorLimits"/>: the first one, and the last ones.</summary>
internal sealed class Failures(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Failures");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _count = database.Prepare(Sql["count"]);
    private readonly Statement _removeSecond = database.Prepare(Sql["remove_second"]);
    private readonly Statement _last = database.Prepare(Sql["last"]);
    private readonly Statement _ofJob = database.Prepare(Sql["of_job"]);

    public void Add(long job, AttemptError error, long now)
    {
        if (_count.Set(1, job).Scalar() >= ErrorLimits.PerJob)
        {
            _removeSecond.Set(1, job).Run();
        }

        _add.Set(1, job).Set(2, error.Attempt).Set(3, now).Set(4, error.Type).Set(5, Cut(error.Message, ErrorLimits.MessageLength))
            .Set(6, error.Stack is { } stack ? Cut(stack, ErrorLimits.StackLength) : null).Run();
    }

    public IReadOnlyList<AttemptError> Of(long job)
    {
        var errors = new List<AttemptError>();
        _ofJob.Set(1, job);
        while (_ofJob.Read())
        {
            errors.Add(Error(_ofJob));
        }

        return errors;
    }

    public AttemptError? Last(long job)
    {
        var error = _last.Set(1, job).Read() ? Error(_last) : null;
        _last.Close();
        return error;
    }

    private static AttemptError Error(Statement row) =>
        new(row.Int(0), Microseconds.Time(row.Long(1)), row.Text(2), row.Text(3), row.TextOrNull(4));

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
