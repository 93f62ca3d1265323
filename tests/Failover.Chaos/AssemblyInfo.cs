// Each test has a cluster of real processes, which would disturb the others' on a small machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

// Signals, namespaces, mounts. The program says so, and the tests are not run there.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
