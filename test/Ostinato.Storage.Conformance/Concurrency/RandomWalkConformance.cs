namespace Ostinato.Storage.Conformance;

/// <summary>Whatever is done in whatever order, every job is where the rules say.</summary>
public abstract class RandomWalkConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Three_hundred_steps_at_random_leave_every_job_where_it_belongs(int seed)
    {
        var walk = new RandomWalk(Store, Pass, seed);
        await walk.Begin();

        for (var step = 1; step <= 300; step++)
        {
            await walk.Step();
            if (step % 20 == 0)
            {
                await walk.Compare();
                await Fixture.VerifyPlacesAsync();
            }
        }
    }
}
