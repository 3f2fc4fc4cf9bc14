using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ostinato.Privacy;

/// <summary>Copies UTF-8 JSON byte for byte, except for the values that a rule replaces.</summary>
internal ref struct MemberWalk
{
    private static readonly JsonReaderOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1_000 };

    private readonly ReadOnlySpan<byte> _json;
    private readonly MemberRule _rule;
    private readonly StringBuilder _path = new();
    private Utf8JsonReader _reader;
    private ArrayBufferWriter<byte>? _output;
    private int _copied;

    private MemberWalk(ReadOnlySpan<byte> json, MemberRule rule)
    {
        _json = json;
        _rule = rule;
        _reader = new Utf8JsonReader(json, Lenient);
    }

    /// <summary>The JSON with other values; the JSON itself where none is replaced.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="members">Which members are private; null where nobody knows.</param>
    /// <param name="rule">What to replace.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> json, PrivateMembers? members, MemberRule rule)
    {
        var walk = new MemberWalk(json.Span, rule);
        walk._reader.Read();
        walk.Value(new PrivateMember(Secrecy.None, members), name: null);
        walk._reader.Read();
        return walk.Rest() ?? json;
    }

    // The reader is on the first token of the value, and leaves on its last.
    private void Value(PrivateMember member, string? name)
    {
        if (_rule.Replaces(member.Secrecy, name, _reader, out var envelope))
        {
            Replace(member.Secrecy, name, envelope);
        }
        else if (!_rule.LooksEverywhere && member.Inside is not { HoldsAny: true })
        {
            _reader.Skip();
        }
        else if (_reader.TokenType is JsonTokenType.StartObject)
        {
            Properties(member.Inside);
        }
        else if (_reader.TokenType is JsonTokenType.StartArray)
        {
            Elements(member.Inside?.Elements);
        }
    }

    private void Properties(PrivateMembers? members)
    {
        var values = members?.Elements;
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            var member = members?.Find(name) ?? default;
            _reader.Read();
            var length = _path.Length;
            _path.Append('/').Append(name.Contains('/', StringComparison.Ordinal) || name.Contains('~', StringComparison.Ordinal)
                ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
                : name);
            Value(values is null ? member : member.Or(new PrivateMember(Secrecy.None, values)), name);
            _path.Length = length;
        }
    }

    private void Elements(PrivateMembers? elements)
    {
        for (var index = 0; _reader.Read() && _reader.TokenType is not JsonTokenType.EndArray; index++)
        {
            var length = _path.Length;
            _path.Append('/').Append(CultureInfo.InvariantCulture, $"{index}");
            Value(new PrivateMember(Secrecy.None, elements), name: null);
            _path.Length = length;
        }
    }

    private void Replace(Secrecy secrecy, string? name, SealedValue? envelope)
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        var end = (int)_reader.BytesConsumed;
        _output ??= new ArrayBufferWriter<byte>(_json.Length + 256);
        _output.Write(_json[_copied..start]);
        _rule.Write(new MemberValue(secrecy, name, _path.ToString(), envelope), _json[start..end], _output);
        _copied = end;
    }

    private ReadOnlyMemory<byte>? Rest()
    {
        _output?.Write(_json[_copied..]);
        return _output?.WrittenMemory;
    }
}

/// <summary>A value that is to be replaced.</summary>
/// <param name="Secrecy">How its member is kept from others.</param>
/// <param name="Name">The name of its member; null for an element of a list.</param>
/// <param name="Path">Where it is: a JSON pointer.</param>
/// <param name="Envelope">What it is, where it was sealed.</param>
internal readonly record struct MemberValue(Secrecy Secrecy, string? Name, string Path, SealedValue? Envelope);

/// <summary>Which values to replace, and with what.</summary>
internal abstract class MemberRule
{
    /// <summary>Whether it must see what is not known to be private.</summary>
    public virtual bool LooksEverywhere => false;

    /// <summary>Whether to replace a value.</summary>
    /// <param name="secrecy">How its member is kept from others.</param>
    /// <param name="name">The name of its member; null for an element of a list.</param>
    /// <param name="value">On the first token of the value; a copy.</param>
    /// <param name="envelope">What the value is, where it was sealed and the rule asks for that.</param>
    public abstract bool Replaces(Secrecy secrecy, string? name, Utf8JsonReader value, out SealedValue? envelope);

    /// <summary>Writes what stands in its place.</summary>
    public abstract void Write(in MemberValue member, ReadOnlySpan<byte> value, IBufferWriter<byte> output);
}
