namespace Ostinato.PostgreSql;

/// <summary>Which parts of a queue's order to look at: from a line and a place on, up to another line.</summary>
internal readonly record struct Probe(short Line, long Seq, short Below);
