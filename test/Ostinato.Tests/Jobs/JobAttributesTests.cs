namespace Ostinato.Tests.Jobs;

/// <summary>Registration by hand reads the same attributes as the generator, which leaves these private payloads alone.</summary>
public sealed class JobAttributesTests
{
    [Fact]
    public void Everything_that_the_attributes_say_reaches_the_definition()
    {
        var definition = JobAttributes.Define(HandMade.Json<Full>());

        definition.Name.ShouldBe("attributes-full");
        definition.Queue.ShouldBe("mail");
        definition.Priority.ShouldBe(2);
        definition.MaxAttempts.ShouldBe(8);
        definition.Timeout.ShouldBe(TimeSpan.FromMinutes(2));
        definition.Unique.ShouldBe(new UniqueRule(JobStates.Available, TimeSpan.FromMinutes(10)) { Replace = UniqueReplace.Payload });
        definition.UniqueKey!(new Full(7)).ShouldBe(UniqueKeyText.Of(7));
        definition.Backoff.After(new JobFailure("", "", 3, new TimeoutException()), 0.5).ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void What_they_leave_out_has_the_documented_defaults()
    {
        var definition = JobAttributes.Define(HandMade.Json<Bare>());

        definition.Queue.ShouldBe("default");
        definition.Priority.ShouldBe(4);
        definition.MaxAttempts.ShouldBe(20);
        definition.Timeout.ShouldBeNull();
        definition.Unique.ShouldBeNull();
        definition.Backoff.ShouldBeSameAs(Backoff.Default);
    }

    [Fact]
    public void A_payload_without_a_wire_name_is_refused_with_the_remedy() =>
        Should.Throw<OstinatoConfigurationException>(() => JobAttributes.Define(HandMade.Json<Alpha>())).Message
            .ShouldBe("Alpha has no wire name. Mark it with [Job(\"wire-name\")].");

    [Fact]
    public void A_bad_duration_is_named_with_its_place() =>
        Should.Throw<OstinatoConfigurationException>(() => JobAttributes.Define(HandMade.Json<BadTimeout>())).Message.ShouldBe(
            "'two minutes' is not a duration (Job.Timeout of BadTimeout). Write hours, minutes and seconds, such as \"00:02:00\".");

    [Fact]
    public void A_bad_jitter_is_named_with_its_place() =>
        Should.Throw<OstinatoConfigurationException>(() => JobAttributes.Define(HandMade.Json<BadJitter>())).Message.ShouldBe(
            "1.5 is not a jitter (Retry.Jitter of BadJitter). Write the share of the wait that is spread, 0 to 1.");

    [Job("attributes-full", Queue = "mail", Priority = 2, MaxAttempts = 8, Timeout = "00:02:00")]
    [Retry(BackoffShape.Linear, Initial = "00:00:10", Jitter = 0)]
    [Unique(Key = "{Number}", While = JobStates.Available, For = "00:10:00", Replace = UniqueReplace.Payload)]
    private sealed record Full(int Number);

    [Job("attributes-bare")]
    private sealed record Bare;

    [Job("attributes-bad-timeout", Timeout = "two minutes")]
    private sealed record BadTimeout;

    [Job("attributes-bad-jitter"), Retry(BackoffShape.Constant, Jitter = 1.5)]
    private sealed record BadJitter;
}
