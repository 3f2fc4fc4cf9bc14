namespace Ostinato.Testing.Tests;

[Job("welcome-email", Queue = "mail", Priority = 2, MaxAttempts = 8)]
public sealed record WelcomeEmail(int UserId);

[Job("resize-image")]
public sealed record ResizeImage(string Path) : IJobResult<int>;

public sealed record NotAJob(int Value);
