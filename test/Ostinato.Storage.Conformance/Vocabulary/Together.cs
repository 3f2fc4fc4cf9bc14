namespace Ostinato.Storage.Conformance;

/// <summary>Runs the same on several threads that start together.</summary>
public static class Together
{
    public static async Task<T[]> Run<T>(int count, Func<int, Task<T>> action)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(0, count).Select(number => Task.Run(async () =>
        {
            await start.Task;
            return await action(number);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(tasks);
    }

    public static Task Run(int count, Func<int, Task> action) => Run(count, async number =>
    {
        await action(number);
        return true;
    });
}
