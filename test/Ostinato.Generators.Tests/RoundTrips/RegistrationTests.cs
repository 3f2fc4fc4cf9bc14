using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.RoundTrips;

/// <summary>What the generator writes must mean what registration by hand reads from the same attributes.</summary>
public sealed class RegistrationTests
{
    private static readonly DateTimeOffset Moment = new(2026, 2, 28, 23, 59, 58, 123, TimeSpan.FromHours(2));

    private static readonly object[] Keyed =
    [
        new KeyOfText("a/b", null),
        new KeyOfText("{~|:\\", "Žiema"),
        new KeyOfValues(Guid.Parse("11111111-2222-3333-4444-555555555555"), -1, null, true, 1.10m, 0.1),
        new KeyOfValues(Guid.Empty, int.MaxValue, long.MinValue, false, 0m, double.MaxValue),
        new KeyOfTimes(Moment.UtcDateTime, Moment, new DateOnly(2026, 2, 28), new TimeOnly(1, 2, 3), TimeSpan.FromMinutes(90.5)),
        new KeyOfOthers(Color.Blue, Size.Large, new Uri("https://example.org/ž"), new Version(1, 2), '|'),
        new KeyOfOthers((Color)7, null, new Uri("a", UriKind.Relative), null, 'ž'),
        new KeyOfNames { Renamed = "r", Inherited = 3 },
        new KeyOfNothing(1),
        new KeyOfWhole(1),
    ];

    public static TheoryData<int> EveryKeyed { get; } = [.. Enumerable.Range(0, Keyed.Length)];

    public static TheoryData<Type> EveryPayload { get; } =
        [.. Generated.Definitions.Select(definition => definition.PayloadType)];

    [Theory]
    [MemberData(nameof(EveryKeyed))]
    public void A_unique_key_is_the_same_however_the_job_is_registered(int index)
    {
        var payload = Keyed[index];

        Generated.Of(payload.GetType()).UniqueKeyOf(payload).ShouldBe(ByHand.Define(payload.GetType()).UniqueKeyOf(payload));
    }

    [Theory]
    [MemberData(nameof(EveryPayload))]
    public void A_definition_is_the_same_however_the_job_is_registered(Type payload)
    {
        var (generated, byHand) = (Generated.Of(payload), ByHand.Define(payload));

        generated.Name.ShouldBe(byHand.Name);
        generated.Queue.ShouldBe(byHand.Queue);
        generated.Priority.ShouldBe(byHand.Priority);
        generated.MaxAttempts.ShouldBe(byHand.MaxAttempts);
        generated.Aliases.ShouldBe(byHand.Aliases);
        generated.Version.ShouldBe(byHand.Version);
        generated.OldestVersion.ShouldBe(byHand.OldestVersion);
        generated.Upcasters.Select(upcaster => (upcaster.Version, upcaster.Name))
            .ShouldBe(byHand.Upcasters.Select(upcaster => (upcaster.Version, upcaster.Name)));
        generated.Timeout.ShouldBe(byHand.Timeout);
        generated.Deadline.ShouldBe(byHand.Deadline);
        generated.StopAtDeadline.ShouldBe(byHand.StopAtDeadline);
        generated.KeepFor.ShouldBe(byHand.KeepFor);
        generated.Unique.ShouldBe(byHand.Unique);
        Waits(generated).ShouldBe(Waits(byHand));
    }

    [Fact]
    public void A_context_of_the_users_own_writes_the_payload() =>
        Generated.Write(new WithContext(7)).ShouldBe("""{"anything":7}""");

    [Fact]
    public void A_context_of_the_users_own_writes_the_result_that_it_lists() =>
        Generated.WriteResult(typeof(WithContext), new WithContextResult(7)).ShouldBe("""{"some_number":7}""");

    [Fact]
    public void Registration_by_hand_uses_the_context_too() =>
        ByHand.Define(typeof(WithContext)).Serialize(new WithContext(7)).ShouldBe("""{"anything":7}"""u8.ToArray());

    [Fact]
    public void An_older_payload_is_read_as_what_it_has_become() => Generated.Of(typeof(Simple))
        .Read(1, """{"number":1,"message":"t"}"""u8).ShouldBe(new Simple(1, "t"));

    [Fact]
    public void A_handler_is_bound_to_its_payload() =>
        Generated.Handlers.ShouldContain(handler => handler.PayloadType == typeof(Simple) && handler.HandlerType == typeof(SimpleHandler));

    private static IEnumerable<TimeSpan> Waits(JobDefinition definition) =>
        from attempt in Enumerable.Range(1, 20)
        from random in new[] { 0, 0.5, 0.999 }
        select definition.Backoff.After(new JobFailure(definition.Name, new object(), attempt, new IOException()), random);
}
