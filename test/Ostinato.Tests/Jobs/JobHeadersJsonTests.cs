using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ostinato.Tests.Jobs;

public sealed class JobHeadersJsonTests
{
    private static readonly Gen<JobHeaders> Headers =
        from tags in Property.Text.ArrayOf()
        from metadata in Property.Text.Two().ArrayOf()
        from trace in Property.Text.OrNull()
        from state in Property.Text.OrNull()
        from max in Gen.Choose(0, 100)
        from timeout in Gen.Choose(0, int.MaxValue)
        select new JobHeaders
        {
            Tags = tags,
            Metadata = metadata.DistinctBy(entry => entry.Item1).ToDictionary(entry => entry.Item1, entry => entry.Item2),
            TraceParent = trace,
            TraceState = state,
            MaxAttempts = max == 0 ? null : max,
            Timeout = timeout % 3 == 0 ? null : TimeSpan.FromMilliseconds(timeout),
        };

    [Fact]
    public void What_is_written_is_read_back() =>
        Property.Holds(Headers, headers => IsSame(headers, JobHeadersJson.Read(JobHeadersJson.Write(headers))));

    [Fact]
    public void Nothing_to_say_takes_no_bytes()
    {
        JobHeadersJson.Write(JobHeaders.Empty).IsEmpty.ShouldBeTrue();
        JobHeadersJson.Read(default).ShouldBeSameAs(JobHeaders.Empty);
    }

    [Fact]
    public void Members_of_a_later_version_are_skipped()
    {
        var headers = JobHeadersJson.Read("""{"colour":{"r":1},"tags":["a"],"more":[1,2],"max":3}"""u8.ToArray());

        headers.Tags.ShouldBe(["a"]);
        headers.MaxAttempts.ShouldBe(3);
    }

    [Fact]
    public void The_stored_form_has_short_names()
    {
        var headers = new JobHeaders
        {
            Tags = ["vip"],
            Metadata = new Dictionary<string, string> { ["tenant"] = "7" },
            TraceParent = "00-1-2-01",
            TraceState = "s",
            MaxAttempts = 3,
            Timeout = TimeSpan.FromMinutes(2),
        };

        Encoding.UTF8.GetString(JobHeadersJson.Write(headers).Span)
            .ShouldBe("""{"tags":["vip"],"meta":{"tenant":"7"},"trace":"00-1-2-01","state":"s","max":3,"timeout":120000}""");
    }

    private static bool IsSame(JobHeaders left, JobHeaders right) =>
        left.Tags.SequenceEqual(right.Tags)
        && left.Metadata.OrderBy(entry => entry.Key).SequenceEqual(right.Metadata.OrderBy(entry => entry.Key))
        && (left with { Tags = right.Tags, Metadata = right.Metadata }) == right;
}
