using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class RefusalTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_context_of_another_database_is_refused_by_naming_both()
    {
        var app = await StartAsync();
        await using var db = Context(app, Fixture.UseForeignDatabase);
        await db.Database.EnsureCreatedAsync();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        var error = await Should.ThrowAsync<ArgumentException>(() => db.SaveChangesAsync());

        error.Message.ShouldContain(Fixture.Name);
        error.Message.ShouldContain(Fixture.ForeignName);
        (await db.Users.CountAsync()).ShouldBe(0);
        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_transaction_of_System_Transactions_is_refused_before_anything_is_saved()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            var error = await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
            error.Message.ShouldContain("Database.BeginTransaction()");
        }

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_without_transactions_is_refused_before_anything_is_saved()
    {
        var app = await StartAsync();
        await using var db = Context(app, options => options.UseInMemoryDatabase("app"));
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        var error = await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());

        error.Message.ShouldContain("Microsoft.EntityFrameworkCore.InMemory");
        (await db.Users.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public void A_context_without_UseOstinato_says_so()
    {
        var options = new DbContextOptionsBuilder<AppDb>();
        Fixture.UseDatabase(options);
        using var db = new AppDb(options.Options);

        Should.Throw<InvalidOperationException>(() => db.Jobs).Message.ShouldContain("UseOstinato()");
    }

    [Fact]
    public async Task A_context_without_a_client_says_so_and_saves_nothing()
    {
        var options = new DbContextOptionsBuilder<AppDb>().UseOstinato();
        Fixture.UseDatabase(options);
        await using var db = new AppDb(options.Options);
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        var error = await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());

        error.Message.ShouldContain("AddOstinato");
        (await db.Users.CountAsync()).ShouldBe(0);
    }

    private static AppDb Context(App app, Action<DbContextOptionsBuilder> configure)
    {
        var options = new DbContextOptionsBuilder<AppDb>().UseOstinato(app.Services.GetRequiredService<IJobClient>());
        configure(options);
        return new AppDb(options.Options);
    }
}
