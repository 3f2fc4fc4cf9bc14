using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class SeveralContextsTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Each_context_saves_its_own_jobs()
    {
        var app = await StartAsync();
        var (one, other) = (app.Context(), app.Context());
        one.Jobs.Enqueue(new Note("one"));
        other.Jobs.Enqueue(new Note("other"));

        await one.SaveChangesAsync();
        (await app.StoredAsync()).ShouldBe(["""{"text":"one"}"""]);

        await other.SaveChangesAsync();
        (await app.StoredAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Contexts_that_save_at_the_same_time_store_every_job_with_its_row()
    {
        var app = await StartAsync();
        var contexts = Enumerable.Range(0, 8).Select(_ => app.Context()).ToList();

        await Task.WhenAll(contexts.Select((db, number) => Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
            {
                var user = db.Users.Add(new User($"{number}-{round}@example.com")).Entity;
                db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));
                await db.SaveChangesAsync();
            }
        })));

        var ids = await app.Context().Users.Select(user => user.Id).ToListAsync();
        ids.Count.ShouldBe(40);
        (await app.StoredAsync()).ShouldBe(ids.Select(id => $$"""{"userId":{{id}}}"""), ignoreOrder: true);
    }

    [Fact]
    public async Task Two_contexts_in_one_transaction_of_the_connection_store_both_jobs_by_its_commit()
    {
        var app = await StartAsync();
        await using var connection = Fixture.Connect();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var email in new[] { "ada@example.com", "bob@example.com" })
        {
            var options = new DbContextOptionsBuilder<AppDb>().UseOstinato(app.Services.GetRequiredService<IJobClient>());
            Fixture.UseConnection(options, connection);
            await using var db = new AppDb(options.Options);
            await db.Database.UseTransactionAsync(transaction);
            var user = db.Users.Add(new User(email)).Entity;
            db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));
            await db.SaveChangesAsync();
        }

        (await app.StoredAsync()).ShouldBeEmpty();
        await transaction.CommitAsync();

        (await app.StoredAsync()).Count.ShouldBe(2);
    }
}
