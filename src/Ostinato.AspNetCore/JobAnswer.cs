using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Ostinato.AspNetCore;

/// <summary>
/// What a client is told of a job:
/// <c>{"id":"7","name":"…","state":"completed","attempt":1,"enqueuedAt":"…","finishedAt":"…","result":…}</c>.
/// Where its handler has said how far it is, <c>"progress":{"done":3,"total":10,"message":"…","attempt":1}</c> comes before the result.
/// New lines of its log come before the result as well, where the caller may read them:
/// <c>"lines":[{"attempt":1,"at":"…","level":"information","category":"…","eventId":7,"text":"…","error":"…"}]</c>.
/// A result that is not kept any more is told as <c>"resultExpired":true</c>. Reasons and errors are not told; they may hold what is
/// nobody's business.
/// </summary>
internal static class JobAnswer
{
    public static void Write(SseItem<JobInfo> item, IBufferWriter<byte> output) => Write(item.Data, output);

    public static void Write(JobInfo job, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("id", job.Id.ToString());
        json.WriteString("name", job.Name);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(job.State.ToString()));
        json.WriteNumber("attempt", job.Attempt);
        json.WriteString("enqueuedAt", job.EnqueuedAt);
        WriteTime(json, "dueAt", job.DueAt);
        WriteTime(json, "finishedAt", job.FinishedAt);
        WriteProgress(json, job.Progress);
        WriteLines(json, job.NewLines);
        if (job.IsResultExpired)
        {
            json.WriteBoolean("resultExpired", true);
        }
        else if (job is { State: JobState.Completed, Result: { } result })
        {
            json.WritePropertyName("result");
            json.WriteRawValue(result.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static void WriteProgress(Utf8JsonWriter json, JobProgress? progress)
    {
        if (progress is null)
        {
            return;
        }

        json.WriteStartObject("progress");
        json.WriteNumber("done", progress.Done);
        if (progress.Total is { } total)
        {
            json.WriteNumber("total", total);
        }

        if (progress.Message is { } message)
        {
            json.WriteString("message", message);
        }

        json.WriteNumber("attempt", progress.Attempt);
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, IReadOnlyList<JobLogLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        json.WriteStartArray("lines");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("attempt", line.Attempt);
            json.WriteString("at", line.At);
            json.WriteString("level", JsonNamingPolicy.CamelCase.ConvertName(line.Level.ToString()));
            json.WriteString("category", line.Category);
            if (line.EventId != 0)
            {
                json.WriteNumber("eventId", line.EventId);
            }

            json.WriteString("text", line.Text);
            if (line.Error is { } error)
            {
                json.WriteString("error", error);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            json.WriteString(name, value);
        }
    }
}
