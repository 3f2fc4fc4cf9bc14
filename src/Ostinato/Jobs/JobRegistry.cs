using System.Collections.Frozen;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Every kind of job this process knows, frozen when the first client or worker is made.</summary>
internal sealed class JobRegistry
{
    private const string HowToRegister = "call AddJobs() in its assembly, or Add<AssemblyName>Jobs() from another one";

    private readonly FrozenDictionary<string, RegisteredJob> _byName;
    private readonly FrozenDictionary<Type, RegisteredJob> _byType;

    public JobRegistry(
        IEnumerable<JobDefinition> definitions, IEnumerable<JobHandlerBinding> bindings, IEnumerable<BackoffOverride> backoffs)
    {
        var handlers = OneEach(bindings, binding => binding.PayloadType, SeveralHandlers);
        var types = OneEach(definitions, definition => definition.PayloadType, SeveralDefinitions);
        var names = Names(types.Values);
        RefuseOrphans(handlers, types);
        JobDefinitionRules.Check(types.Values);

        var waits = backoffs.ToLookup(entry => entry.PayloadType, entry => entry.Backoff);
        var jobs = types.Values
            .Select(definition => Register(definition, handlers, waits[definition.PayloadType].LastOrDefault())).ToList();
        _byType = jobs.ToFrozenDictionary(job => job.Definition.PayloadType);
        _byName = names.ToFrozenDictionary(entry => entry.Key, entry => _byType[entry.Value.PayloadType], StringComparer.Ordinal);
    }

    public IEnumerable<RegisteredJob> All => _byType.Values;

    /// <summary>By its wire name, or by one that it had before.</summary>
    public RegisteredJob? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>By the name under which a store keeps it: none where its version cannot be read.</summary>
    public RegisteredJob? Find(StoredName name) =>
        Find(name.Name) is { Definition: var known } job && name.Version >= known.OldestVersion && name.Version <= known.Version
            ? job
            : null;

    public JobDefinition Of(object payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return _byType.TryGetValue(payload.GetType(), out var job) ? job.Definition : throw Unknown(payload.GetType());
    }

    private static RegisteredJob Register(JobDefinition definition, Dictionary<Type, JobHandlerBinding> handlers, Backoff? backoff) =>
        new(definition, handlers.GetValueOrDefault(definition.PayloadType), backoff ?? definition.Backoff);

    private static InvalidOperationException Unknown(Type type) => new(
        $"{type.Name} is not a registered job. Mark it with [Job(\"wire-name\")] and {HowToRegister}; "
        + $"or call AddJob<{type.Name}, …>() by hand.");

    private static Dictionary<TKey, T> OneEach<TKey, T>(IEnumerable<T> items, Func<T, TKey> keyOf, Func<T, T, string> complaint)
        where TKey : notnull
        where T : class
    {
        var found = new Dictionary<TKey, T>();
        foreach (var item in items)
        {
            if (!found.TryAdd(keyOf(item), item) && complaint(found[keyOf(item)], item) is { Length: > 0 } message)
            {
                throw new OstinatoConfigurationException(message);
            }
        }

        return found;
    }

    private static string SeveralHandlers(JobHandlerBinding first, JobHandlerBinding second) => first.HandlerType == second.HandlerType
        ? ""
        : $"{first.PayloadType.Name} has two handlers, {first.HandlerType.Name} and {second.HandlerType.Name}. Keep one.";

    private static string SeveralDefinitions(JobDefinition first, JobDefinition second) => first.Name == second.Name
        ? ""
        : $"{first.PayloadType.Name} is registered under two wire names, '{first.Name}' and '{second.Name}'. Keep one.";

    private static Dictionary<string, JobDefinition> Names(IEnumerable<JobDefinition> definitions)
    {
        var names = new Dictionary<string, JobDefinition>(StringComparer.Ordinal);
        foreach (var (name, definition) in definitions.SelectMany(definition => definition.Names.Select(name => (name, definition))))
        {
            if (!names.TryAdd(name, definition))
            {
                throw new OstinatoConfigurationException(names[name] == definition
                    ? $"{definition.PayloadType.Name} has the wire name '{name}' twice, as its alias. Remove the alias."
                    : $"Two payloads share the wire name '{name}': {names[name].PayloadType.Name} and {definition.PayloadType.Name}. "
                        + "Rename the newer one.");
            }
        }

        return names;
    }

    private static void RefuseOrphans(Dictionary<Type, JobHandlerBinding> handlers, Dictionary<Type, JobDefinition> types)
    {
        foreach (var handler in handlers.Values.Where(handler => !types.ContainsKey(handler.PayloadType)))
        {
            throw new OstinatoConfigurationException(
                $"{handler.HandlerType.Name} handles {handler.PayloadType.Name}, which is not a registered job. "
                + $"Mark {handler.PayloadType.Name} with [Job(\"wire-name\")] and {HowToRegister}.");
        }
    }
}

/// <summary>A kind of job, and its handler where this process has one.</summary>
internal sealed record RegisteredJob(JobDefinition Definition, JobHandlerBinding? Handler, Backoff Backoff);

/// <summary>A backoff that the set-up gives in place of the one of the attributes.</summary>
internal sealed record BackoffOverride(Type PayloadType, Backoff Backoff);
