namespace Ostinato.Storage.Conformance;

/// <summary>Whoever inherits one scenario inherits them all, but for those that ask more of a fixture than this one has.</summary>
public abstract class CompletenessConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public void Every_scenario_there_is_runs_on_this_store()
    {
        var scenarios = typeof(StoreFixture).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsGenericTypeDefinition: true })
            .Where(type => type != typeof(CompletionScenarios<>) && IsScenario(type.BaseType) && Fits(type))
            .Select(type => type.MakeGenericType(typeof(TFixture)))
            .ToList();
        var inherited = GetType().Assembly.GetTypes().Select(type => type.BaseType);

        scenarios.ShouldNotBeEmpty();
        scenarios.Except(inherited).ShouldBeEmpty();
    }

    private static bool IsScenario(Type? type) =>
        type is { IsGenericType: true } && (type.GetGenericTypeDefinition() == typeof(StoreScenarios<>) || IsScenario(type.BaseType));

    private static bool Fits(Type scenario) =>
        scenario.GetGenericArguments().Single().GetGenericParameterConstraints().All(asked => asked.IsAssignableFrom(typeof(TFixture)));
}
