// Each test has a cluster of real processes, which would disturb the others' on a small machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
