using System.Collections.Concurrent;

namespace Ostinato.PostgreSql;

/// <summary>The numbers that stand for the names of kinds, or of queues. A number keeps its name for ever.</summary>
internal sealed class Names
{
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, string> _names = new();
    private readonly Links _links;
    private readonly string _add;
    private readonly string _find;
    private readonly string _all;

    private Names(Links links, SqlFile sql, string what)
    {
        _links = links;
        _add = sql["add_" + what];
        _find = sql[what];
        _all = sql["all_" + what];
    }

    public static Names OfKinds(Links links, SqlFile sql) => new(links, sql, "kinds");

    public static Names OfQueues(Links links, SqlFile sql) => new(links, sql, "queues");

    /// <summary>The number of a name that is known to this process.</summary>
    public int Known(string name) => _ids[name];

    public bool TryKnown(string name, out int id) => _ids.TryGetValue(name, out id);

    public string NameOf(int id) =>
        _names.TryGetValue(id, out var name) ? name : throw new InvalidDataException($"The number {id} stands for no name.");

    /// <summary>
    /// Stores names that have no number so far, in a commit of its own: the caller's transaction may stay open for long, and others need
    /// the name.
    /// </summary>
    public async ValueTask AddAsync(IEnumerable<string> names, CancellationToken ct)
    {
        string[] missing = [.. names.Where(name => !_ids.ContainsKey(name)).Distinct(StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            await _links.RunAsync(
                link => ReadAsync(link.Trip().Add(_add).With(missing).Add(_find).With(missing)), ct).ConfigureAwait(false);
        }
    }

    /// <summary>The number of a name, if it has one.</summary>
    public async ValueTask<int?> FindAsync(string name, CancellationToken ct) =>
        _ids.TryGetValue(name, out var known) ? known : await FindAsync([name], ct).ConfigureAwait(false) is [var id] ? id : null;

    /// <summary>The numbers of those names that have one. Whatever is missing is asked for in one trip.</summary>
    public async ValueTask<int[]> FindAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        string[] missing = [.. names.Where(name => !_ids.ContainsKey(name))];
        if (missing.Length > 0)
        {
            await _links.RunAsync(link => ReadAsync(link.Trip().Add(_find).With(missing)), ct).ConfigureAwait(false);
        }

        return [.. names.Where(_ids.ContainsKey).Select(Known)];
    }

    /// <summary>The numbers of all names of which something is true.</summary>
    public async ValueTask<int[]> FindAsync(Predicate<string> isWanted, CancellationToken ct)
    {
        await LearnAllAsync(ct).ConfigureAwait(false);
        return [.. _ids.Where(known => isWanted(known.Key)).Select(known => known.Value)];
    }

    /// <summary>Learns the names of numbers that others have given out.</summary>
    public async ValueTask LearnAsync(IEnumerable<int> ids, CancellationToken ct)
    {
        if (!ids.All(_names.ContainsKey))
        {
            await _links.RunAsync(link => ReadAsync(link.Trip().Add(_all)), ct).ConfigureAwait(false);
        }
    }

    /// <summary>Learns all names there are.</summary>
    public async ValueTask LearnAllAsync(CancellationToken ct) =>
        await _links.RunAsync(link => ReadAsync(link.Trip().Add(_all)), ct).ConfigureAwait(false);

    private async Task<bool> ReadAsync(Trip trip)
    {
        await using (trip.ConfigureAwait(false))
        {
            var reader = await trip.ReadAsync().ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync().ConfigureAwait(false))
                {
                    _names[reader.GetInt32(0)] = reader.GetString(1);
                    _ids[reader.GetString(1)] = reader.GetInt32(0);
                }
            }
        }

        return true;
    }
}
