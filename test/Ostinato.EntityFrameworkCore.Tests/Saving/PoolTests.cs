using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class PoolTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_context_that_returns_to_the_pool_forgets_its_jobs()
    {
        var app = await StartAsync(new AppSetup { IsPooled = true });
        var first = await WithContextAsync(app, db =>
        {
            db.Jobs.Enqueue(new Note("forgotten"));
            return Task.FromResult(db.ContextId.InstanceId);
        });

        var second = await WithContextAsync(app, async db =>
        {
            db.Jobs.Count.ShouldBe(0);
            db.Database.AutoTransactionBehavior.ShouldBe(AutoTransactionBehavior.WhenNeeded);
            db.Jobs.Enqueue(new Note("kept"));
            await db.SaveChangesAsync();
            return db.ContextId.InstanceId;
        });

        second.ShouldBe(first);
        (await app.StoredAsync()).ShouldBe(["""{"text":"kept"}"""]);
    }

    [Fact]
    public async Task A_context_that_was_used_before_still_hears_how_it_is_saved()
    {
        var app = await StartAsync(new AppSetup { IsPooled = true });
        await WithContextAsync(app, async db =>
        {
            db.Jobs.Enqueue(new Note("first"));
            return await db.SaveChangesAsync();
        });

        await WithContextAsync(app, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var job = db.Jobs.Enqueue(new Note("second"));
            var rows = await db.SaveChangesAsync(acceptAllChangesOnSuccess: false);
            job.IsSaved.ShouldBeFalse();
            await transaction.CommitAsync();
            job.IsSaved.ShouldBeTrue();
            return rows;
        });

        (await app.StoredAsync()).Count.ShouldBe(2);
    }

    private static async Task<T> WithContextAsync<T>(App app, Func<AppDb, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<AppDb>());
    }
}
