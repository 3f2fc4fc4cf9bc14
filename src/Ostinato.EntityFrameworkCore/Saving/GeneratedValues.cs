using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Ostinato.EntityFrameworkCore;

/// <summary>Shows what the database has generated on the entities. EF Core itself puts it there only after the commit.</summary>
/// <remarks>It is taken back at the end, because a commit may fail, and EF Core then goes on from the values it knows.</remarks>
internal sealed class GeneratedValues : IDisposable
{
    private readonly ChangeTracker _tracker;
    private readonly bool _detectsChanges;
    private readonly List<(object Entity, MemberInfo Member, object? Value)> _previous = [];

    public GeneratedValues(ChangeTracker tracker)
    {
        (_tracker, _detectsChanges) = (tracker, tracker.AutoDetectChangesEnabled);
        tracker.AutoDetectChangesEnabled = false;
        foreach (var entry in tracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in entry.Properties.Where(IsGenerated))
            {
                Show(entry.Entity, property);
            }
        }
    }

    public void Dispose()
    {
        foreach (var (entity, member, value) in _previous)
        {
            Write(entity, member, value);
        }

        _tracker.AutoDetectChangesEnabled = _detectsChanges;
    }

    // A foreign key is not generated itself, but follows a key that is.
    private static bool IsGenerated(PropertyEntry property) =>
        !property.IsTemporary
        && (property.Metadata.ValueGenerated != ValueGenerated.Never || property.Metadata.IsForeignKey())
        && !property.Metadata.IsShadowProperty() && !property.Metadata.IsIndexerProperty();

    private void Show(object entity, PropertyEntry property)
    {
        var member = property.Metadata.GetMemberInfo(forMaterialization: true, forSet: true);
        var previous = Read(entity, property.Metadata.GetMemberInfo(forMaterialization: true, forSet: false));
        if (!Equals(previous, property.CurrentValue))
        {
            _previous.Add((entity, member, previous));
            Write(entity, member, property.CurrentValue);
        }
    }

    private static object? Read(object entity, MemberInfo member) =>
        member is FieldInfo field ? field.GetValue(entity) : ((PropertyInfo)member).GetValue(entity);

    private static void Write(object entity, MemberInfo member, object? value)
    {
        if (member is FieldInfo field)
        {
            field.SetValue(entity, value);
        }
        else
        {
            ((PropertyInfo)member).SetValue(entity, value);
        }
    }
}
