namespace Ostinato.Testing;

/// <summary>Shows tests of handlers what a handler has told.</summary>
public static class ToldExtensions
{
    extension(JobContext context)
    {
        /// <summary>What the handler said last with <see cref="JobContext.ReportAsync"/>; null when it said nothing.</summary>
        public JobProgress? LastProgress => context.Reported is { } said
            ? new JobProgress(said.Done, said.Total, said.Message, context.Attempt, context.EnqueuedAt)
            : null;

        /// <summary>
        /// The state that the handler of a context for a test stored last, or that the test gave it in
        /// <see cref="JobContextOptions.Checkpoint"/>. Nothing is written as JSON.
        /// </summary>
        public object? LastCheckpoint => context.KeptState;
    }
}
