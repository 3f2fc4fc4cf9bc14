using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Conformance;

public sealed class CompletenessTests
{
    [Fact]
    public void Every_scenario_there_is_runs_on_this_store()
    {
        var scenarios = typeof(StoreFixture).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true })
            .Where(type => type != typeof(StoreScenarios<>) && type != typeof(CompletionScenarios<>))
            .Where(type => IsScenario(type.BaseType));
        var inherited = typeof(CompletenessTests).Assembly.GetTypes()
            .Select(type => type.BaseType)
            .Where(type => type is { IsGenericType: true })
            .Select(type => type!.GetGenericTypeDefinition());

        scenarios.Except(inherited).ShouldBeEmpty();
    }

    private static bool IsScenario(Type? type) =>
        type is { IsGenericType: true } && (type.GetGenericTypeDefinition() == typeof(StoreScenarios<>) || IsScenario(type.BaseType));
}
