using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using Ostinato.Logs;
using Ostinato.Storage;
using Ostinato.Tests.Execution;

namespace Ostinato.Tests.Logs;

/// <summary>Which lines of an attempt are written where, whatever becomes of a write.</summary>
public sealed class LineBufferTests
{
    private const int MaxBytes = 16 * 1024;
    private static readonly ClaimedJob Job = Attempts.Claim();

    private readonly LineBuffer _lines = new(DateTimeOffset.UnixEpoch, MaxBytes);
    private readonly SortedDictionary<long, StoredNote> _store = [];
    private LinesPosition _seen;
    private int _told;

    [Fact]
    public void A_part_grows_until_it_is_large_and_then_the_next_one_begins()
    {
        for (var round = 0; round < 70; round++)
        {
            Tell(bytes: 90);
            Write();
        }

        _store.Count.ShouldBe(3);
        _store.Values.ShouldAllBe(note => note.Body.Length < 4_500);
        ReadAll().Select(line => line.Text).ShouldBe(Enumerable.Range(0, 70).Select(TextOf));
    }

    [Fact]
    public void Whoever_follows_sees_each_line_once_while_parts_grow()
    {
        var seen = new List<string>();
        for (var round = 0; round < 80; round++)
        {
            Tell(bytes: 90);
            Write();
            seen.AddRange(ReadNew().Select(line => line.Text));
        }

        seen.ShouldBe(Enumerable.Range(0, 80).Select(TextOf));
    }

    [Fact]
    public void Whatever_is_told_and_fails_the_first_and_the_last_lines_are_there_and_the_rest_is_counted() => Property.Holds(
        Gen.Choose(0, int.MaxValue),
        seed =>
        {
            new LineBufferTests().Run(new Random(seed));
            return true;
        });

    private void Run(Random random)
    {
        var followed = new List<JobLogLine>();
        for (var round = random.Next(1, 60); round > 0; round--)
        {
            for (var lines = random.Next(0, 40); lines > 0; lines--)
            {
                Tell(random.Next(1, 900));
            }

            if (random.Next(4) > 0)
            {
                Write();
            }
            else if (random.Next(2) > 0)
            {
                // The store did not answer, and has written it or has not.
                Take(isStored: random.Next(2) > 0);
            }

            followed.AddRange(random.Next(2) > 0 ? ReadNew() : []);
        }

        Write();
        Judge(ReadAll());
        followed.AddRange(ReadNew());
        Judge(followed);
        _lines.HasNews.ShouldBeFalse();
        _store.Values.Sum(note => note.Body.Length).ShouldBeLessThan(MaxBytes + 2_000);
        _store.Count.ShouldBeLessThan(8);
    }

    // Every line is there or counted, in order.
    private void Judge(IReadOnlyList<JobLogLine> lines)
    {
        var next = 0L;
        foreach (var line in lines)
        {
            if (line.LeftOut == 0)
            {
                line.Text.ShouldBe(TextOf((int)next));
            }

            next += line.LeftOut == 0 ? 1 : line.LeftOut;
        }

        next.ShouldBe(_told);
    }

    private void Tell(int bytes) =>
        _lines.Add(LineJson.Write(TimeSpan.Zero, LogLevel.Information, new string('c', Math.Min(bytes, 200)), 0, TextOf(_told++), null, 1024));

    private static string TextOf(int number) => $"{number}";

    private void Write()
    {
        Take(isStored: true);
        _lines.Written();
    }

    private void Take(bool isStored)
    {
        var notes = new List<JobNote>();
        _lines.Take(Job, notes);
        foreach (var note in isStored ? notes : [])
        {
            _store[note.Slot] = new StoredNote(note.Kind, note.Slot, note.Job.Attempt, default, note.Body);
        }
    }

    private IReadOnlyList<JobLogLine> ReadAll()
    {
        var seen = default(LinesPosition);
        return LinesJson.Read(_store.Values, ref seen);
    }

    private IReadOnlyList<JobLogLine> ReadNew() => LinesJson.Read(_store.Values.Where(note => note.Slot >= _seen.Slot), ref _seen);
}
