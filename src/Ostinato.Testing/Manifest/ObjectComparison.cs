namespace Ostinato.Testing;

/// <summary>Compares the members of an object.</summary>
internal sealed class ObjectComparison(ShapePath path, ObjectType before, ObjectType after, List<ShapeChange> changes)
{
    public void Compare(Action<ShapePath, Slot, Slot, bool> values)
    {
        var gone = before.Members.Where(member => after.Find(member.Name) is null).ToList();
        var added = after.Members.Where(member => !before.Members.Any(one => after.Names.Equals(one.Name, member.Name))).ToList();
        gone.ForEach(member => Gone(member, NewNameOf(member, gone, added)));
        added.ForEach(member => Added(member, gone));
        foreach (var stored in before.Members)
        {
            if (after.Find(stored.Name) is { } read)
            {
                Presence(stored, read);
                values(path.Member(stored.Name), stored.Value, read.Value, read.AcceptsNull);
            }
        }
    }

    // A guess, for the words of the message: the only one that has gone and the only one that is new, of one shape.
    private static string? NewNameOf(Member member, List<Member> gone, List<Member> added) =>
        gone.Count == 1 && added is [var candidate] && candidate.Value.Shape == member.Value.Shape ? candidate.Name : null;

    private void Gone(Member member, string? newName)
    {
        var (verdict, why) = after.Unknown switch
        {
            Unknown.Kept => (ManifestVerdict.Compatible, "It is kept among the members that nobody knows."),
            Unknown.Refused =>
                (ManifestVerdict.Unreadable, "What has it cannot be read: the type refuses members that it does not know."),
            _ => (ManifestVerdict.LosesData, "What is stored there would be skipped."),
        };
        why = newName is null ? why : $"{why} '{newName}' is new and alike.";
        changes.Add(new(path.Member(member.Name), Text(member), null, verdict, why)
        {
            RenamedTo = newName,
            Way = newName is null ? "bring it back" : $"write [JsonPropertyName(\"{member.Name}\")] on '{newName}'",
        });
    }

    private void Added(Member member, List<Member> gone)
    {
        var isRename = gone.Count == 1 && NewNameOf(gone[0], gone, [member]) is not null;
        changes.Add(member.IsOptional
            ? new(path.Member(member.Name), null, Text(member), ManifestVerdict.Compatible, "Stored payloads are read without it.")
            : new(path.Member(member.Name), null, Text(member), ManifestVerdict.Unreadable,
                "Stored payloads do not have it, and cannot be read without it.")
            {
                Way = isRename ? null : "give it a default",
            });
    }

    private void Presence(Member stored, Member read)
    {
        if (stored.IsOptional && !read.IsOptional)
        {
            const string Why = "Payloads that were stored before the member was added do not have it.";
            changes.Add(new(path.Member(stored.Name), Text(stored), Text(read), ManifestVerdict.Unreadable, Why)
            {
                Way = "give it a default",
            });
        }
        else if (!stored.IsOptional && read.IsOptional)
        {
            changes.Add(new(
                path.Member(stored.Name), Text(stored), Text(read), ManifestVerdict.Compatible, "It is in every stored payload."));
        }
    }

    private static string Text(Member member) => ShapeText.Write(member.Value) + (member.IsOptional ? ", optional" : ", required");
}
