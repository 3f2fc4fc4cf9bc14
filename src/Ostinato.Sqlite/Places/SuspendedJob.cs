using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>A job set aside.</summary>
internal readonly record struct SuspendedJob(
    long Id, long Queue, int Priority, int Attempt, int Crashes, SuspensionReason Suspension, string? Reason);
