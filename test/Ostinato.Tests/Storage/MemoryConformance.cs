using Ostinato.Storage.Conformance;

namespace Ostinato.Tests.Storage;

public sealed class MemoryAgainConformance : AgainConformance<MemoryFixture>;

public sealed class MemoryAgingConformance : AgingConformance<MemoryFixture>;

public sealed class MemoryBulkEnqueueConformance : BulkEnqueueConformance<MemoryFixture>;

public sealed class MemoryClaimConformance : ClaimConformance<MemoryFixture>;

public sealed class MemoryCrashedJobsConformance : CrashedJobsConformance<MemoryFixture>;

public sealed class MemoryDueConformance : DueConformance<MemoryFixture>;

public sealed class MemoryEnqueueConformance : EnqueueConformance<MemoryFixture>;

public sealed class MemoryErrorConformance : ErrorConformance<MemoryFixture>;

public sealed class MemoryFinalConformance : FinalConformance<MemoryFixture>;

public sealed class MemoryStaleConformance : StaleConformance<MemoryFixture>;

public sealed class MemoryUniqueConformance : UniqueConformance<MemoryFixture>;

public sealed class MemoryUniqueKeyConformance : UniqueKeyConformance<MemoryFixture>;
