// Each test has a cluster of real processes, which would disturb the others' on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
