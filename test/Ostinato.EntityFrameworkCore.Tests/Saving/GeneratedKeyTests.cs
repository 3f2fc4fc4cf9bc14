using Microsoft.EntityFrameworkCore;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class GeneratedKeyTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_payload_that_is_made_late_has_the_keys_that_the_database_generated()
    {
        var app = await StartAsync();
        var db = app.Context();
        var ada = new User("ada@example.com") { Orders = { new Order(), new Order() } };
        db.Users.Add(ada);
        db.Jobs.Enqueue(() => new Note($"{ada.Id} {string.Join(' ', ada.Orders.Select(order => $"{order.Id}/{order.UserId}"))}"));

        await db.SaveChangesAsync();

        ada.Id.ShouldBeGreaterThan(0);
        ada.Orders.Select(order => order.UserId).ShouldBe([ada.Id, ada.Id]);
        var text = $"{ada.Id} {string.Join(' ', ada.Orders.Select(order => $"{order.Id}/{order.UserId}"))}";
        (await app.StoredAsync()).ShouldBe([$$"""{"text":"{{text}}"}"""]);
    }

    [Fact]
    public async Task Every_row_of_many_has_a_job_with_its_own_key()
    {
        var app = await StartAsync();
        var db = app.Context();
        var users = Enumerable.Range(0, 50).Select(number => new User($"{number}@example.com")).ToList();
        db.Users.AddRange(users);
        var jobs = db.Jobs.EnqueueMany(users, user => new WelcomeEmail(user.Id), new() { Tags = ["import"] });

        await db.SaveChangesAsync();

        (await app.StoredAsync()).ShouldBe(users.Select(user => $$"""{"userId":{{user.Id}}}"""));
        (await app.JobsAsync()).Select(job => job.Id).ShouldBe(jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task In_a_transaction_of_the_callers_own_it_has_them_too()
    {
        var app = await StartAsync();
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));

        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        (await app.StoredAsync()).ShouldBe([$$"""{"userId":{{user.Id}}}"""]);
    }

    [Fact]
    public async Task A_save_that_accepts_no_changes_shows_the_keys_to_the_payload_only()
    {
        var app = await StartAsync();
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        var job = db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));

        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false);

        user.Id.ShouldBe(0);
        job.IsSaved.ShouldBeTrue();
        db.ChangeTracker.AcceptAllChanges();
        (await app.StoredAsync()).ShouldBe([$$"""{"userId":{{user.Id}}}"""]);
    }

    [Fact]
    public async Task A_row_that_is_only_changed_keeps_its_values()
    {
        var app = await StartAsync();
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        await db.SaveChangesAsync();
        user.Email = "countess@example.com";
        db.Jobs.Enqueue(() => new Note($"{user.Id} {user.Email}"));

        await db.SaveChangesAsync();

        (await app.StoredAsync()).ShouldBe([$$"""{"text":"{{user.Id}} countess@example.com"}"""]);
        (await app.UsersAsync()).ShouldBe(["countess@example.com"]);
        db.ChangeTracker.AutoDetectChangesEnabled.ShouldBeTrue();
    }

    [Fact]
    public async Task A_payload_that_cannot_be_made_takes_the_rows_with_it()
    {
        var app = await StartAsync();
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        db.Jobs.Enqueue(object () => throw new NotSupportedException($"no payload for {user.Id}"));

        await Should.ThrowAsync<NotSupportedException>(() => db.SaveChangesAsync());

        (await app.UsersAsync()).ShouldBeEmpty();
        (db.Entry(user).State, user.Id).ShouldBe((EntityState.Added, 0));
    }
}
