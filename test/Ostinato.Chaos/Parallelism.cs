// Each test has several processes of its own, and says how long they may take.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
