using Ostinato.Storage.Conformance;

namespace Ostinato.Tests.Storage;

public sealed class MemoryBulkEnqueueConformance : BulkEnqueueConformance<MemoryFixture>;

public sealed class MemoryDueConformance : DueConformance<MemoryFixture>;

public sealed class MemoryEnqueueConformance : EnqueueConformance<MemoryFixture>;

public sealed class MemoryUniqueConformance : UniqueConformance<MemoryFixture>;

public sealed class MemoryUniqueKeyConformance : UniqueKeyConformance<MemoryFixture>;
