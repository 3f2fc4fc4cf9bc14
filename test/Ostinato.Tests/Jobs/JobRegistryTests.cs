namespace Ostinato.Tests.Jobs;

public sealed class JobRegistryTests
{
    private static readonly JobDefinition Alpha = HandMade.Define<Alpha>("alpha");
    private static readonly JobHandlerBinding Handler = JobHandlerBinding.Of<Alpha, AlphaHandler>();

    [Fact]
    public void A_job_is_found_by_its_wire_name_and_by_its_payload()
    {
        var registry = Registry([Alpha], [Handler]);

        registry.Find("alpha")!.Definition.ShouldBeSameAs(Alpha);
        registry.Of(new Alpha()).ShouldBeSameAs(Alpha);
        registry.Find("Alpha").ShouldBeNull("wire names are exact");
    }

    [Fact]
    public void A_job_is_found_by_the_names_that_it_had_before()
    {
        var renamed = new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Aliases = ["old-alpha", "older-alpha"] };
        var registry = Registry([renamed], [Handler]);

        registry.Find("older-alpha")!.Definition.ShouldBeSameAs(renamed);
        registry.Find("old-alpha").ShouldBeSameAs(registry.Find("alpha"));
        registry.All.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_name_that_another_payload_had_before_is_refused() =>
        Complaint([Alpha, new JobDefinition<Beta>("beta", HandMade.Json<Beta>()) { Aliases = ["alpha"] }], []).ShouldBe(
            "Two payloads share the wire name 'alpha': Alpha and Beta. Rename the newer one.");

    [Fact]
    public void An_alias_that_is_the_name_itself_is_refused() =>
        Complaint(new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Aliases = ["alpha"] }).ShouldBe(
            "Alpha has the wire name 'alpha' twice, as its alias. Remove the alias.");

    [Fact]
    public void An_alias_that_is_no_wire_name_is_refused() =>
        Complaint(new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Aliases = ["two words"] }).ShouldBe(
            "Job 'alpha' (Alpha) has the alias 'two words'; it must be 1 to 100 characters of a-z A-Z 0-9 . _ : -");

    [Fact]
    public void Registering_the_same_job_and_handler_twice_does_no_harm() =>
        Registry([Alpha, HandMade.Define<Alpha>("alpha")], [Handler, Handler]).All.Count().ShouldBe(1);

    [Fact]
    public void A_job_without_a_handler_can_be_enqueued_here_and_run_elsewhere() =>
        Registry([Alpha], []).Find("alpha")!.Handler.ShouldBeNull();

    [Fact]
    public void Two_payloads_with_one_wire_name_are_refused() =>
        Complaint([Alpha, HandMade.Define<Beta>("alpha")], []).ShouldBe(
            "Two payloads share the wire name 'alpha': Alpha and Beta. Rename the newer one.");

    [Fact]
    public void A_payload_with_two_wire_names_is_refused() =>
        Complaint([Alpha, HandMade.Define<Alpha>("omega")], []).ShouldBe(
            "Alpha is registered under two wire names, 'alpha' and 'omega'. Keep one.");

    [Fact]
    public void A_payload_with_two_handlers_is_refused() =>
        Complaint([Alpha], [Handler, JobHandlerBinding.Of<Alpha, OtherAlphaHandler>()]).ShouldBe(
            "Alpha has two handlers, AlphaHandler and OtherAlphaHandler. Keep one.");

    [Fact]
    public void A_handler_of_a_payload_that_is_no_job_is_refused() =>
        Complaint([], [Handler]).ShouldBe(
            "AlphaHandler handles Alpha, which is not a registered job. "
            + "Mark Alpha with [Job(\"wire-name\")] and call AddJobs() in its assembly, or Add<AssemblyName>Jobs() from another one.");

    [Fact]
    public void Enqueueing_a_payload_that_is_no_job_says_how_to_make_it_one() =>
        Should.Throw<InvalidOperationException>(() => Registry([], []).Of(new Alpha())).Message.ShouldBe(
            "Alpha is not a registered job. Mark it with [Job(\"wire-name\")] and call AddJobs() in its assembly, "
            + "or Add<AssemblyName>Jobs() from another one; or call AddJob<Alpha, …>() by hand.");

    [Fact]
    public void A_queue_that_is_none_is_refused() =>
        Complaint(new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Queue = "two words" }).ShouldBe(
            "Job 'alpha' (Alpha) has the queue 'two words'; it must be 1 to 100 characters of a-z A-Z 0-9 . _ : -");

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_priority_beyond_0_to_9_is_refused(int priority) =>
        Complaint(new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Priority = priority }).ShouldBe(
            $"Job 'alpha' (Alpha) has the priority {priority}; it must be 0 (first) to 9 (last).");

    [Fact]
    public void Less_than_one_attempt_is_refused() =>
        Complaint(new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { MaxAttempts = 0 }).ShouldBe(
            "Job 'alpha' (Alpha) has 0 as its MaxAttempts; it must be at least 1.");

    [Fact]
    public void A_timeout_that_no_attempt_could_keep_is_refused() =>
        Complaint(new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Timeout = TimeSpan.Zero }).ShouldBe(
            "Job 'alpha' (Alpha) has the timeout 00:00:00; it must be 00:00:00.0010000 to 49.00:00:00.");

    private static JobRegistry Registry(JobDefinition[] definitions, JobHandlerBinding[] handlers) => new(definitions, handlers, []);

    private static string Complaint(JobDefinition definition) => Complaint([definition], []);

    private static string Complaint(JobDefinition[] definitions, JobHandlerBinding[] handlers) =>
        Should.Throw<OstinatoConfigurationException>(() => Registry(definitions, handlers)).Message;

    private sealed class AlphaHandler : IJobHandler<Alpha>
    {
        public Task HandleAsync(Alpha job, JobContext context, CancellationToken ct) => Task.CompletedTask;
    }

    private sealed class OtherAlphaHandler : IJobHandler<Alpha>
    {
        public Task HandleAsync(Alpha job, JobContext context, CancellationToken ct) => Task.CompletedTask;
    }
}
