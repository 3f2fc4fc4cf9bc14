using System.Buffers;
using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Tests.Statistics;

public sealed class LatencySketchTests
{
    private static readonly double[] Parts = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    public static TheoryData<string, int> Shapes()
    {
        var shapes = new TheoryData<string, int>();
        foreach (var shape in new[] { "even", "exponential", "long tail", "two humps", "all alike", "microseconds" })
        {
            foreach (var size in new[] { 1, 2, 97, 20_000 })
            {
                shapes.Add(shape, size);
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_quantile_is_within_two_percent_or_a_microsecond_of_the_true_one(string shape, int size)
    {
        var random = new Random(size);
        TimeSpan[] all = [.. Enumerable.Range(0, size).Select(_ => Draw(shape, random)).Order()];
        var sketch = Sketch(all);

        sketch.Count.ShouldBe(size);
        foreach (var part in Parts)
        {
            var truth = all[Math.Max(0, (int)Math.Ceiling(part * size) - 1)];
            var error = Math.Abs((sketch.Quantile(part) - truth).TotalMicroseconds);
            error.ShouldBeLessThanOrEqualTo(Math.Max(1, truth.TotalMicroseconds * LatencySketch.RelativeError) + 0.5, $"{part} of {shape}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_do_not_depend_on_their_order_and_equal_one_sketch_of_all(string shape, int size)
    {
        var random = new Random(size);
        TimeSpan[][] parts = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, size).Select(_ => Draw(shape, random)).ToArray())];
        var (a, b, c) = (parts[0], parts[1], parts[2]);

        var left = Sum(Sum(Sketch(a), Sketch(b)), Sketch(c));
        var right = Sum(Sketch(c), Sum(Sketch(b), Sketch(a)));
        var whole = Sketch([.. parts.SelectMany(part => part)]);

        left.Classes().ShouldBe(whole.Classes());
        right.Classes().ShouldBe(whole.Classes());
        left.Count.ShouldBe(whole.Count);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_is_written_is_read_as_it_was(string shape, int size)
    {
        var random = new Random(size);
        var series = new Series();
        for (var i = 0; i < size; i++)
        {
            series.Started(Draw(shape, random));
            series.Ended((AttemptEnd)random.Next(7), random.Next(2) == 0 ? null : Draw(shape, random));
        }

        var read = Read(Written(series));

        read.Waits.Classes().ShouldBe(series.Waits.Classes());
        read.Durations.Classes().ShouldBe(series.Durations.Classes());
        read.RunMicroseconds.ShouldBe(series.RunMicroseconds);
        Enum.GetValues<AttemptEnd>().ShouldAllBe(end => read[end] == series[end]);
    }

    [Fact]
    public void The_share_up_to_a_duration_is_exact_but_for_what_exceeds_it_by_less_than_four_percent()
    {
        var sketch = Sketch([.. Enumerable.Range(1, 10_000).Select(number => TimeSpan.FromMilliseconds(number))]);

        foreach (var limit in new[] { 1, 10, 500, 5_000, 9_999 })
        {
            sketch.CountUpTo(TimeSpan.FromMilliseconds(limit)).ShouldBeInRange(limit, (long)(limit * 1.0409) + 1);
        }

        sketch.CountUpTo(TimeSpan.Zero).ShouldBe(0);
        sketch.CountUpTo(TimeSpan.MaxValue).ShouldBe(10_000);
    }

    [Fact]
    public void The_longest_duration_there_is_has_a_class()
    {
        var sketch = Sketch([TimeSpan.MaxValue, TimeSpan.MinValue]);

        sketch.Classes().Select(one => one.Number).ShouldBe([0, LatencySketch.LastClass]);
        sketch.Quantile(0).ShouldBe(TimeSpan.Zero);
        (sketch.Quantile(1) / TimeSpan.MaxValue).ShouldBeInRange(0.97, 1);
    }

    [Fact]
    public void A_sketch_that_has_been_emptied_is_like_a_new_one_and_takes_the_same_without_new_memory()
    {
        TimeSpan[] all = [.. Enumerable.Range(1, 1_000).Select(number => TimeSpan.FromMilliseconds(number))];
        var sketch = Sketch(all);

        sketch.Clear();

        sketch.Count.ShouldBe(0);
        sketch.Classes().ShouldBeEmpty();
        sketch.Quantile(0.5).ShouldBe(TimeSpan.Zero);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Array.ForEach(all, sketch.Add);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200, "one delegate");
    }

    [Fact]
    public void Every_beginning_of_a_table_is_refused_and_every_byte_that_is_wrong_does_no_harm()
    {
        var table = new SeriesTable();
        table.Of(new SeriesKey("report", "default")).Started(TimeSpan.FromSeconds(1));
        table.Of(new SeriesKey("mail", "mail")).Ended(AttemptEnd.Completed, TimeSpan.FromDays(1));
        var written = table.Write();

        new SeriesTable().TryAdd(written).ShouldBeTrue();
        for (var length = 0; length < written.Length; length++)
        {
            new SeriesTable().TryAdd(written.AsSpan(0, length)).ShouldBeFalse();
        }

        for (var place = 0; place < written.Length; place++)
        {
            for (var value = 0; value < 256; value++)
            {
                byte[] wrong = [.. written];
                wrong[place] = (byte)value;
                new SeriesTable().TryAdd(wrong);
            }
        }
    }

    private static TimeSpan Draw(string shape, Random random) => shape switch
    {
        "even" => TimeSpan.FromSeconds(random.NextDouble() * 10),
        "exponential" => TimeSpan.FromMilliseconds(-Math.Log(1 - random.NextDouble()) * 20),
        "long tail" => TimeSpan.FromMilliseconds(Math.Min(1e12, 1 / Math.Pow(1 - random.NextDouble(), 2))),
        "two humps" => random.Next(2) == 0 ? TimeSpan.FromMilliseconds(1 + random.NextDouble()) : TimeSpan.FromHours(1 + random.NextDouble()),
        "all alike" => TimeSpan.FromMilliseconds(250),
        _ => TimeSpan.FromMicroseconds(random.Next(12)),
    };

    private static LatencySketch Sketch(TimeSpan[] all)
    {
        var sketch = new LatencySketch();
        Array.ForEach(all, sketch.Add);
        return sketch;
    }

    private static LatencySketch Sum(LatencySketch left, LatencySketch right)
    {
        var sum = new LatencySketch();
        sum.Add(left);
        sum.Add(right);
        return sum;
    }

    private static byte[] Written(Series series)
    {
        var buffer = new ArrayBufferWriter<byte>();
        series.Write(new VarIntWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }

    private static Series Read(byte[] written)
    {
        var series = new Series();
        var input = new VarIntReader(written);
        series.Read(ref input);
        return series;
    }
}
