using Microsoft.AspNetCore.Mvc;
using Ostinato;
using Signup.Crm;
using Signup.Mail;
using Signup.Users;

namespace Signup.Signups;

/// <summary>What a visitor sends.</summary>
public sealed record SignupRequest(string? Email, string? Name);

public static class SignupEndpoints
{
    private const int Newest = 50;

    public static void MapSignups(this WebApplication app)
    {
        app.MapPost("/signups", SignUpAsync);
        app.MapPost("/signups/import", ImportAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        app.MapGet("/signups", ListAsync);
    }

    private static async Task<IResult> SignUpAsync(SignupRequest request, Database database, IJobClient jobs, CancellationToken ct)
    {
        if (!NewUser.TryCreate(request.Email, request.Name, out var user, out var problem))
        {
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await UserTable.AddAsync(user, transaction) is not { } id)
        {
            return Results.Problem($"{user.Email} has signed up already", statusCode: StatusCodes.Status409Conflict);
        }

        // The user and both jobs are stored together, or not at all.
        var email = await jobs.EnqueueAsync(new WelcomeEmail(id), transaction, ct);
        var contact = await jobs.EnqueueAsync(new AddToCrm(id), transaction, ct);
        await transaction.CommitAsync(ct);
        return Results.Created("/signups", new { id, jobs = new[] { $"/jobs/{email.Id}", $"/jobs/{contact.Id}" } });
    }

    private static async Task<IResult> ImportAsync(Stream body, Import import, CancellationToken ct)
    {
        var report = await import.RunAsync(body, ct);
        return report.Stopped is null ? Results.Ok(report) : Results.BadRequest(report);
    }

    private static async Task<IResult> ListAsync(UserTable users, CancellationToken ct)
    {
        var (count, welcomed) = await users.CountAsync(ct);
        return Results.Ok(new { count, welcomed, newest = await users.NewestAsync(Newest, ct) });
    }
}
