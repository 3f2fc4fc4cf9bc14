using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>What the analyzers can say. The second sentence of every message is the remedy.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor DuplicateWireName = AtTheEnd(
        DiagnosticIds.DuplicateWireName, "Two payloads share a wire name", "'{0}' is also the wire name of {1}. Rename the newer one.");

    public static readonly DiagnosticDescriptor MissingWireName = Error(
        DiagnosticIds.MissingWireName, "A payload has no wire name", "{0} is a payload without a wire name. Mark it with [Job(\"{1}\")].");

    public static readonly DiagnosticDescriptor InvalidWireName = Error(
        DiagnosticIds.InvalidWireName,
        "A wire name is not valid",
        "'{0}' is not a wire name. Use 1 to 100 characters of a-z A-Z 0-9 . _ : -");

    public static readonly DiagnosticDescriptor MissingHandler = AtTheEnd(
        DiagnosticIds.MissingHandler,
        "A payload has no handler",
        "No class handles {0}. "
        + "Implement IJobHandler<{0}>, or mark the assembly with [assembly: JobContracts] if its handlers live elsewhere.");

    public static readonly DiagnosticDescriptor SeveralHandlers = AtTheEnd(
        DiagnosticIds.SeveralHandlers, "A payload has several handlers", "{0} is handled by {1} and by {2}. Keep one.");

    public static readonly DiagnosticDescriptor InvalidDuration = Error(
        DiagnosticIds.InvalidDuration,
        "A duration is not valid",
        "'{0}' is not a duration ({1}). Write hours, minutes and seconds, such as \"00:02:00\", or days before them: \"1.00:00:00\".");

    public static readonly DiagnosticDescriptor OutOfRange = Error(
        DiagnosticIds.OutOfRange, "A value is out of range", "{0} cannot be {1}. {2}");

    public static readonly DiagnosticDescriptor InvalidUniqueKey = Error(
        DiagnosticIds.InvalidUniqueKey,
        "A unique key is not valid",
        "The unique key \"{0}\" of {1} cannot be used: {2}. Name public properties of the payload in braces.");

    public static readonly DiagnosticDescriptor AsyncVoid = Error(
        DiagnosticIds.AsyncVoid,
        "A handler must not be async void",
        "'{0}' is async void: the job ends before its work does, and its errors end the process. Return Task and await it.");

    public static readonly DiagnosticDescriptor TokenNotForwarded = Warning(
        DiagnosticIds.TokenNotForwarded,
        "The cancellation token is not forwarded",
        "'{0}' can take a cancellation token but is not given '{1}'. "
        + "Pass it on, so that timeout, cancellation and shutdown reach the call.");

    public static readonly DiagnosticDescriptor NotAPayload = Error(
        DiagnosticIds.NotAPayload,
        "[Job] on a type that cannot be a payload",
        "{0} is {1} and cannot be stored. Mark a concrete type with [Job].");

    public static readonly DiagnosticDescriptor UnsupportedJson = Error(
        DiagnosticIds.UnsupportedJson,
        "A member cannot be written as JSON",
        "{0} of {1} cannot be written as JSON: {2}. "
        + "Change it, mark it with [JsonIgnore], or name a JsonSerializerContext of your own as JsonContext of [Job].");

    public static readonly DiagnosticDescriptor UnknownToContext = Error(
        DiagnosticIds.UnknownToContext,
        "The JSON context does not know the payload",
        "{0} cannot write {1}. {2}");

    public static readonly DiagnosticDescriptor Unreachable = Warning(
        DiagnosticIds.Unreachable,
        "Generated code cannot reach a job",
        "AddJobs() cannot register {0}, which is not accessible outside the type or file that holds it. Make it internal or public.");

    public static readonly DiagnosticDescriptor WrongResult = AtTheEnd(
        DiagnosticIds.WrongResult, "A handler returns something else than its payload promises", "{0} {1}. {2}");

    public static readonly DiagnosticDescriptor MissingUpcaster = Error(
        DiagnosticIds.MissingUpcaster,
        "A version has no upcaster",
        "{0} is of version {1} and has no upcaster from version {2}. Write [UpcastFrom({2})] internal static void "
        + "FromVersion{2}(JsonObject payload) in it, or say OldestVersion = {3} where no job of version {2} is left.");

    public static readonly DiagnosticDescriptor InvalidUpcaster = Error(
        DiagnosticIds.InvalidUpcaster,
        "A method cannot be an upcaster",
        "{0} cannot be an upcaster: it {1}. Write internal static void {2}(JsonObject payload).");

    public static readonly DiagnosticDescriptor UselessUpcaster = Error(
        DiagnosticIds.UselessUpcaster, "An upcaster is never used", "{0} is never used: {1}");

    public static readonly DiagnosticDescriptor InvalidCron = Error(
        DiagnosticIds.InvalidCron, "A cron expression cannot be read", "{0} Correct it: the application would not start.");

    public static readonly DiagnosticDescriptor NeverFires = Error(
        DiagnosticIds.NeverFires, "A cron expression never fires", "{0} Name a day that one of its months has.");

    public static readonly DiagnosticDescriptor ImpossibleZone = Warning(
        DiagnosticIds.ImpossibleZone,
        "A time zone cannot exist",
        "'{0}' cannot be a time zone: {1}. Use an IANA name, such as \"Europe/Vilnius\", or \"UTC\".");

    public static readonly DiagnosticDescriptor EncryptedKey = Error(
        DiagnosticIds.EncryptedKey,
        "A unique key takes in an encrypted member",
        "The unique key of {0} takes in {1}, which is encrypted: its stored hash would tell whoever guesses the value that the guess is "
        + "right. Name other members in Key.");

    public static readonly DiagnosticDescriptor MarkWithoutEffect = Error(
        DiagnosticIds.MarkWithoutEffect,
        "A private member is not private",
        "[{0}] on {1} does nothing: {2}. {3}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Make(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Make(id, title, message, DiagnosticSeverity.Warning);

    /// <summary>An error that can be seen only when the whole compilation has been read.</summary>
    private static DiagnosticDescriptor AtTheEnd(string id, string title, string message) =>
        Make(id, title, message, DiagnosticSeverity.Error, WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Make(
        string id, string title, string message, DiagnosticSeverity severity, params string[] tags) => new(
        id,
        title,
        message,
        category: "Ostinato",
        severity,
        isEnabledByDefault: true,
        description: null,
        $"https://github.com/ostinato/ostinato/blob/main/docs/diagnostics/{id}.md",
        tags);
}
