using Ostinato.PostgreSql.Tests.Measuring;

namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>How statements are run, whatever the tables hold and the statistics say.</summary>
public abstract class PlanTests(PlanStages stages)
{
    // The jobs of an insertion are as many, and rows that are locked for nothing are a few more.
    private const int MostRows = 1_100;

    // Those of steps that are run on the way to a node are its own, too.
    private const int MostPages = 1_500;
    private static readonly string[] Places =
    [
        "ready", "due", "lease", "done", "suspended", "job_1", "job_rest", "cancel", "completion", "failure", "result", "unique_claim",
        "unique_key",
    ];

    public static MatrixTheoryData<string, string> Statements { get; } =
        new(PlanStages.Names, HotStatement.All.Select(statement => statement.Name));

    public static TheoryData<string> Stages { get; } = [.. PlanStages.Names];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Nothing_reads_a_place_from_end_to_end(string stage)
    {
        foreach (var plan in stages.All(stage))
        {
            plan.Nodes.Where(IsLongRead).ShouldBeEmpty(plan.Query);
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Places_are_read_by_the_indexes_that_are_made_for_it(string stage, string statement)
    {
        var expected = HotStatement.Of(statement).Indexes;
        foreach (var plan in Plans(stage, statement))
        {
            plan.Nodes.Select(node => node.Index).OfType<string>().Except(expected).ShouldBeEmpty(plan.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_step_reads_or_sorts_more_than_is_asked_for(string stage, string statement)
    {
        foreach (var plan in Plans(stage, statement))
        {
            plan.Nodes.Where(node => node.Rows + node.Removed > MostRows).ShouldBeEmpty(plan.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_more_pages_are_touched_than_the_work_needs(string stage, string statement)
    {
        foreach (var plan in Plans(stage, statement))
        {
            plan.Pages.ShouldBeLessThanOrEqualTo(HotStatement.Of(statement).Pages, plan.ToString());
        }
    }

    private static bool IsLongRead(PlanNode node) =>
        Places.Contains(node.Table)
        && ((node.Kind == "Seq Scan" && node.Rows + node.Removed > 1)
            || (node.Kind.StartsWith("Index", StringComparison.Ordinal) && node.Pages > MostPages));

    private IReadOnlyList<Plan> Plans(string stage, string statement)
    {
        var plans = stages.Of(stage, statement);
        plans.ShouldNotBeEmpty();
        return plans;
    }
}

/// <summary>PostgreSQL 15.</summary>
[Collection(MeasuredTests.Name)]
public sealed class PlansOn15(PlanStages15 stages) : PlanTests(stages), IClassFixture<PlanStages15>;

/// <summary>PostgreSQL 18, on a server that nobody else uses.</summary>
public sealed class PlansOn18(PlanStages18 stages) : PlanTests(stages), IClassFixture<PlanStages18>;
