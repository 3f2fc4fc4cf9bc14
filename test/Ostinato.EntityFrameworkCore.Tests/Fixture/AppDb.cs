using Microsoft.EntityFrameworkCore;

namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>The database of an application as a user would write it.</summary>
public sealed class AppDb(DbContextOptions<AppDb> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>().HasIndex(user => user.Email).IsUnique();
        modelBuilder.Entity<User>().Property(user => user.Version).IsConcurrencyToken();
        modelBuilder.Entity<Order>();
    }
}

public sealed class User(string email)
{
    public int Id { get; private set; }

    public string Email { get; set; } = email;

    public int Version { get; set; }

    public List<Order> Orders { get; } = [];
}

public sealed class Order
{
    public int Id { get; private set; }

    public int UserId { get; private set; }
}

[Job("welcome-email", Queue = "mail")]
public sealed record WelcomeEmail(int UserId);

[Job("paint", Version = 2), Unique(Key = "{Title}")]
public sealed record Paint(string Title, string Color)
{
    [UpcastFrom(1)]
    internal static void FromVersion1(System.Text.Json.Nodes.JsonObject payload) => payload["color"] = "black";
}

public sealed class PaintHandler(Notes notes) : IJobHandler<Paint>
{
    public Task HandleAsync(Paint job, JobContext context, CancellationToken ct)
    {
        notes.Read.TrySetResult($"{job.Title} in {job.Color}, stored as {context.StoredVersion}");
        return Task.CompletedTask;
    }
}

[Job("note")]
public sealed record Note(string Text);

[Job("reindex"), Unique(Key = "{Tenant}")]
public sealed record Reindex(int Tenant);

public sealed class NoteHandler(Notes notes) : IJobHandler<Note>
{
    public Task HandleAsync(Note job, JobContext context, CancellationToken ct)
    {
        notes.Read.TrySetResult(job.Text);
        return Task.CompletedTask;
    }
}

/// <summary>What was read of the notes.</summary>
public sealed class Notes
{
    public TaskCompletionSource<string> Read { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
